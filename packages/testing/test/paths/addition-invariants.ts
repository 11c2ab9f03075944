import {
  Secret,
  type AddThreepidEvent,
  type addThreepidMachine,
  type AddThreepidView,
  type Problem,
} from '@threepid/core';
import type { OutputFrom } from 'xstate';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { Adding } from './adding.ts';
import { offers, expectTold, problemIn, type Command } from './view.ts';

/** What a person sees of an addition, in a few words. */
export interface AddingSight {
  readonly step: AddThreepidView['step'];
  readonly busy: AddThreepidView['busy'];
  readonly isRetrying: boolean;
  readonly problem: Problem['code'] | null;
  readonly isWatching: boolean;
  /** A page of the homeserver is open. */
  readonly isOpen: boolean;
  readonly mayResend: boolean;
  readonly mayCancel: boolean;
  /** What the list is told of its end. */
  readonly end: OutputFrom<typeof addThreepidMachine>['type'] | null;
}

export function addingSight(adding: Adding): AddingSight {
  const view = adding.view();
  return {
    step: view.step,
    busy: view.busy,
    isRetrying: view.isRetrying,
    problem: problemIn(view)?.code ?? null,
    isWatching: 'isWatching' in view && view.isWatching,
    isOpen: 'isOpen' in view && view.isOpen,
    mayResend: offers(view, 'resend'),
    mayCancel: offers(view, 'cancel'),
    end: adding.actor.getSnapshot().output?.type ?? null,
  };
}

interface Offer {
  readonly event: AddThreepidEvent;
  readonly name: Command;
  /** The step whose command this is; by default of any. */
  readonly step?: AddThreepidView['step'];
}

const empty = new Secret('');
const OFFERS: readonly Offer[] = [
  { event: { type: 'address.submit', address: '', country: '' }, name: 'submit', step: 'editing' },
  { event: { type: 'token.submit', token: empty }, name: 'submit', step: 'validatingByToken' },
  { event: { type: 'auth.submit', password: empty }, name: 'submit', step: 'authenticating' },
  { event: { type: 'auth.choose', stage: 'm.login.sso' }, name: 'choose' },
  { event: { type: 'auth.open' }, name: 'open' },
  { event: { type: 'auth.finish' }, name: 'finish' },
  { event: { type: 'auth.retry' }, name: 'retry' },
  { event: { type: 'validation.continue' }, name: 'proceed' },
  { event: { type: 'token.resend' }, name: 'resend' },
  { event: { type: 'address.edit' }, name: 'editAddress' },
  { event: { type: 'auth.cancel' }, name: 'back' },
  { event: { type: 'flow.cancel' }, name: 'cancel' },
];

function typesOf(offers: readonly Offer[]): string[] {
  return offers.map(({ event }) => event.type);
}

const TokenRequest = v.object({ send_attempt: v.number() });

/** A request for a token that stayed without one is repeated as it was, to the letter. */
export function expectRepeatedAlike({ requests }: Adding): void {
  const bodies = requests()
    .map(({ body }) => body)
    .filter((body) => v.is(TokenRequest, body));
  const attempts = new Set(bodies.map((body) => body.send_attempt));
  const different = new Set(bodies.map((body) => JSON.stringify(body)));
  expect(different.size, 'different requests for a token').toBe(attempts.size);
}

/** What holds wherever an addition is. */
export function expectAddingInOrder(adding: Adding): void {
  const { stage, actor, view, threepid, medium, done } = adding;
  const now = view();
  const snapshot = actor.getSnapshot();
  stage.traces.push(JSON.stringify(now));

  const inFlight = stage.network.held.length - stage.listRequests();
  const isAsking = now.busy !== null && !now.isRetrying;
  expect(inFlight, 'requests in flight').toBe(isAsking ? 1 : 0);

  // A person who acts is asked, at the latest after four requests; and once more for an earlier mail.
  expect(adding.asksSinceAct(), 'requests since the last act').toBeLessThanOrEqual(5);

  const offered = OFFERS.filter(
    ({ name, step = now.step }) => step === now.step && offers(now, name),
  );
  const taken = OFFERS.filter(({ event }) => snapshot.can(event));
  expect(typesOf(offered), 'what the view offers').toEqual(typesOf(taken));

  // While a request is under way, nobody but the homeserver can know.
  if (now.busy === null && !done.isElsewhere) {
    expect(stage.isOnAccount(threepid), 'on the account').toBe(now.step === 'added');
  }
  if (now.step.startsWith('validat')) {
    const { mailbox, phone } = stage.homeserver;
    const outbox = medium === 'email' ? mailbox : phone;
    expect(outbox.latest(threepid.address), 'what was sent').toBeDefined();
  }
  if (snapshot.status === 'active') expectTold(snapshot.context.problem, now);
}
