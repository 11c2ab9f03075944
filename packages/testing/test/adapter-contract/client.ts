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

export interface World {
  readonly homeserver: SimulatedHomeserver;
  readonly threepids: ThreepidsActor;
  /** The endpoints that were asked, oldest first. */
  asked(): readonly (string | null)[];
  /** Puts another email address on the account, as another client would. */
  give(address: string): void;
  /** The next actor that asks the homeserver fails, since it cannot time how long the answer takes. */
  breakTimer(): void;
}

/** An account with one email address on a simulated homeserver, and a client that has asked nothing yet. */
export function createWorld(address = 'alice@example.org'): World {
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
    asked: () => homeserver.requests.map(({ endpoint }) => endpoint),
    give: (another) => homeserver.addThreepid(userId, { medium: 'email', address: another }),
    breakTimer: () => {
      isTimerBroken = true;
    },
  };
}

export async function untilReady(threepids: ThreepidsActor) {
  await waitFor(threepids, (snapshot) => snapshot.matches({ ready: 'settled' }));
}

/** Until an addition waits for the person to validate the address. */
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
  if (addition === undefined) throw new Error('no addition was started');
  return addition;
}

export async function startRemoval(threepids: ThreepidsActor): Promise<RemoveThreepidActor> {
  threepids.send({ type: 'list.open' });
  await untilReady(threepids);
  const [threepid] = threepids.getSnapshot().context.threepids;
  if (threepid === undefined) throw new Error('there is no threepid to remove');
  threepids.send({ type: 'threepid.remove', threepid });
  const view = threepidsView(threepids).getSnapshot();
  const removal = view.step === 'ready' ? view.rows[0]?.removal : undefined;
  if (!removal) throw new Error('no removal was started');
  return removal;
}

/** How many are told what becomes of an actor; XState keeps them to itself. */
export function listenersOf(actor: object): number {
  return new Set(Reflect.get(actor, 'observers')).size;
}

/** What the tests' list shows of its view: the step and the addresses. */
export function listText(view: ThreepidsView): string {
  const rows = 'rows' in view ? view.rows : [];
  return [view.step, ...rows.map(({ threepid }) => threepid.address)].join(' ');
}
