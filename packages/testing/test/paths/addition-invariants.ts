import {
  interactiveAuthView,
  Secret,
  type AddThreepidEvent,
  type AddThreepidView,
} from '@threepid/core';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { Addition } from './addition.ts';
import { expectShown, offers, type Command } from './view.ts';

interface CommandCase {
  readonly event: AddThreepidEvent;
  readonly name: Command;
  /** The step that has the command; by default any. */
  readonly step?: AddThreepidView['step'];
}

const COMMANDS: readonly CommandCase[] = [
  { event: { type: 'address.submit', address: '', country: '' }, name: 'submit', step: 'editing' },
  {
    event: { type: 'token.submit', token: new Secret('') },
    name: 'submit',
    step: 'validatingByToken',
  },
  { event: { type: 'validation.continue' }, name: 'proceed' },
  { event: { type: 'token.resend' }, name: 'resend' },
  { event: { type: 'address.edit' }, name: 'editAddress' },
  { event: { type: 'flow.cancel' }, name: 'cancel' },
];

function typesOf(commands: readonly CommandCase[]): string[] {
  return commands.map(({ event }) => event.type);
}

const TokenRequest = v.object({ send_attempt: v.number() });

/** Asserts that a retried token request has the same body. */
export function expectIdenticalRetries({ requests }: Addition): void {
  const bodies = requests()
    .map(({ body }) => body)
    .filter((body) => v.is(TokenRequest, body))
    // A reload starts a validation of its own, which counts from 1 again.
    .map((body) => JSON.stringify(body));
  const attempts = new Set(bodies.map((body) => body.replace(/"client_secret":"[^"]*"/u, '')));
  const secrets = new Set(bodies.map((body) => /"client_secret":"[^"]*"/u.exec(body)?.[0]));
  expect(new Set(bodies).size, 'different token requests').toBeLessThanOrEqual(
    attempts.size * secrets.size,
  );
}

/** Asserts what holds in every state of an addition. */
export function expectAdditionInvariants(addition: Addition): void {
  const { harness, actor, view, threepid, medium, progress } = addition;
  const now = view();
  const snapshot = actor.getSnapshot();
  harness.traces.push(JSON.stringify(now));

  const inFlight = harness.network.held.length - harness.listRequests();
  const isRequesting = (now.busy !== null && !now.isRetrying) || progress.isPollInFlight;
  expect(inFlight, 'requests in flight').toBe(isRequesting ? 1 : 0);

  // Four for interactive auth, and one more for an earlier mail.
  expect(addition.addsSinceAct(), 'requests since the last act').toBeLessThanOrEqual(5);

  const offered = COMMANDS.filter(
    ({ name, step = now.step }) => step === now.step && offers(now, name),
  );
  const isActive = snapshot.status === 'active';
  const enabled = COMMANDS.filter(({ event }) => isActive && snapshot.can(event));
  expect(typesOf(offered), 'commands of the view').toEqual(typesOf(enabled));

  // During a request, only the homeserver knows.
  if (!isRequesting && now.busy === null && !progress.isAddedElsewhere) {
    expect(harness.isOnAccount(threepid), 'on the account').toBe(now.step === 'added');
  }
  if (now.step.startsWith('validat')) {
    const { mailbox, phone } = harness.homeserver;
    const outbox = medium === 'email' ? mailbox : phone;
    expect(outbox.latest(threepid.address), 'the mail or text').toBeDefined();
  }
  if (now.step === 'authenticating') {
    const auth = interactiveAuthView(now.auth).getSnapshot();
    harness.traces.push(JSON.stringify(auth));
    expect(now.focus, 'focus of the addition').toBeNull();
    expect(auth.focus, 'focus of interactive auth').not.toBeNull();
    expect(auth.isBusy, 'whether interactive auth is busy').toBe(now.busy === 'authenticating');
  }
  if (isActive) expectShown(snapshot.context.problem, now);
}
