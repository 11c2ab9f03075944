import type { SimulatedClock } from 'xstate';
import {
  homeserverBehaviors,
  type HomeserverBehavior,
  type JourneySetup,
  type Need,
} from '../../src/journeys/index.ts';
import { createClock } from '../client-environment.ts';
import type { TestHomeserver } from '../test-homeserver.ts';
import { createFaultyFetch } from './faulty-fetch.ts';
import { createHeadlessUser } from './headless-user.ts';
import { recordAuth } from './recorded-auth.ts';
import { createTestAccounts, type Bind } from './test-accounts.ts';

/** What only some homeservers provide. */
export interface SetupOptions {
  /** The client's clock; by default its own. */
  readonly clock?: SimulatedClock;
  /** Turn behaviors of the homeserver on and off. */
  readonly behaviors?: Partial<
    Readonly<Record<HomeserverBehavior, (isOn: boolean) => void | Promise<void>>>
  >;
  readonly bind?: Bind;
}

/** Creates an account on the homeserver, and a user in front of a client without a page. */
export async function openHeadlessSetup(
  homeserver: TestHomeserver,
  { clock = createClock(), behaviors = {}, bind }: SetupOptions = {},
  needs: readonly Need[] = [],
): Promise<JourneySetup & { readonly close: () => void }> {
  const { account, addresses } = await createTestAccounts(homeserver, needs, bind);
  const { fetch: recordedFetch, stages } = recordAuth(homeserver.fetch);
  const { fetch, addFault } = createFaultyFetch(recordedFetch);
  const { user, blockPopups, close } = createHeadlessUser({
    homeserver,
    account,
    clock,
    fetch,
    stages,
  });
  return {
    user,
    addresses,
    controls: {
      async nextRequest(fault) {
        addFault(fault);
      },
      async homeserver(behavior, isOn = true) {
        const turn = behaviors[behavior];
        if (turn === undefined) throw new Error(`No option turns on "${behavior}"`);
        await turn(isOn);
      },
      async browser(_, isOn = true) {
        blockPopups(isOn);
      },
      anotherClientAdds: (address) => homeserver.give(account, { medium: 'email', address }),
    },
    close,
  };
}

/** Returns the needs that a setup with these options provides. */
export function providedBy({ behaviors = {}, bind }: SetupOptions): Need[] {
  return [
    'clock',
    'faults',
    'another client',
    'blocked pop-ups',
    ...homeserverBehaviors.filter((behavior) => behaviors[behavior] !== undefined),
    ...(bind ? (['identityServer'] as const) : []),
  ];
}
