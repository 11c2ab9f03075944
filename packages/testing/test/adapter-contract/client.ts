import {
  createThreepids,
  threepidsView,
  type AddThreepidActor,
  type Medium,
  type RemoveThreepidActor,
  type ThreepidsActor,
  type ThreepidsView,
} from '@threepid/core';
import { createSimulatedHomeserver, type SimulatedHomeserver } from '../../src/index.ts';
import { SimulatedClock, waitFor } from 'xstate';

export interface Client {
  readonly homeserver: SimulatedHomeserver;
  readonly threepids: ThreepidsActor;
  /** The endpoints of the requests, oldest first. */
  requested(): readonly (string | null)[];
  /** Adds an email address to the account as another client would. */
  give(address: string): void;
  /** Makes the next actor that makes a request fail, because its timer throws. */
  breakTimer(): void;
}

/** Creates an account with one email address on a simulated homeserver, and a client that has made no request yet. */
export function createClient(address = 'alice@example.org'): Client {
  const homeserver = createSimulatedHomeserver();
  const { userId, accessToken } = homeserver.addAccount({
    userId: 'alice',
    password: 'opensesame',
  });
  homeserver.addThreepid(userId, { medium: 'email', address });

  let isTimerBroken = false;
  const clock = new SimulatedClock();
  const threepids = createThreepids({
    baseUrl: homeserver.baseUrl,
    userId,
    getAccessToken: () => accessToken,
    fetch: homeserver.fetch,
    clock: {
      now: () => clock.now(),
      setTimeout: (callback, milliseconds) => {
        if (!isTimerBroken) return clock.setTimeout(callback, milliseconds);
        isTimerBroken = false;
        throw new Error('broken timer');
      },
      clearTimeout: (id) => clock.clearTimeout(id),
    },
  });

  return {
    homeserver,
    threepids,
    requested: () => homeserver.requests.map(({ endpoint }) => endpoint),
    give: (another) => homeserver.addThreepid(userId, { medium: 'email', address: another }),
    breakTimer: () => {
      isTimerBroken = true;
    },
  };
}

export async function untilReady(threepids: ThreepidsActor) {
  await waitFor(threepids, (snapshot) => snapshot.matches({ ready: 'settled' }));
}

/** Waits until an addition waits for the user to validate the address. */
export async function untilSent(addition: AddThreepidActor) {
  await waitFor(addition, (snapshot) => snapshot.matches('validating'));
}

export async function startAddition(
  threepids: ThreepidsActor,
  medium: Medium = 'email',
): Promise<AddThreepidActor> {
  threepids.send({ type: 'list.open' });
  await untilReady(threepids);
  threepids.send({ type: 'threepid.add', medium });
  const view = threepidsView(threepids).getSnapshot();
  const addition = view.step === 'ready' ? view.additions.at(-1) : undefined;
  if (addition === undefined) throw new Error('No addition was started');
  return addition;
}

export async function startRemoval(threepids: ThreepidsActor): Promise<RemoveThreepidActor> {
  threepids.send({ type: 'list.open' });
  await untilReady(threepids);
  const [threepid] = threepids.getSnapshot().context.threepids;
  if (threepid === undefined) throw new Error('The account has no threepid');
  threepids.send({ type: 'threepid.remove', threepid });
  const view = threepidsView(threepids).getSnapshot();
  const removal = view.step === 'ready' ? view.rows[0]?.removal : undefined;
  if (!removal) throw new Error('No removal was started');
  return removal;
}

/** `createThreepids` subscribes to its own actor, to abort its requests when it stops. */
export const OWN_LISTENERS = 1;

/** The number of an actor's subscribers. XState has no API for it. */
export function listenersOf(actor: object): number {
  return new Set(Reflect.get(actor, 'observers')).size;
}

/** The text that the tests' list shows: the step and the addresses. */
export function listText(view: ThreepidsView): string {
  const rows = 'rows' in view ? view.rows : [];
  return [view.step, ...rows.map(({ threepid }) => threepid.address)].join(' ');
}
