import type { SimulatedClock } from 'xstate';
import {
  homeserverHabits,
  type HomeserverHabit,
  type Need,
  type Scene,
} from '../../src/journeys/index.ts';
import { createClock } from '../surroundings.ts';
import type { Account, World } from '../world.ts';
import { addressesOf } from './addresses.ts';
import { createFaultyFetch } from './faulty-fetch.ts';
import { createHeadlessPerson } from './headless-person.ts';

/** What a world has beyond what every world has. */
export interface Extras {
  /** The client's clock; by default one of its own. */
  readonly clock?: SimulatedClock;
  readonly habits?: Partial<
    Readonly<Record<HomeserverHabit, (isSo: boolean) => void | Promise<void>>>
  >;
  /** Has an identity server know an email address of the account. */
  readonly bind?: (account: Account, address: string) => Promise<void>;
}

let scenes = 0;

/** A new account on the world's homeserver, and a person in front of a client that nobody draws. */
export async function openHeadlessScene(
  world: World,
  { clock = createClock(), habits = {}, bind }: Extras = {},
  needs: readonly Need[] = [],
): Promise<Scene & { readonly leave: () => void }> {
  scenes += 1;
  const addresses = addressesOf(scenes);
  const { home, work, taken, takenNumber } = addresses;
  const account = await world.newAccount();
  const neighbour = await world.newAccount();
  for (const address of [home, work]) await world.give(account, { medium: 'email', address });
  if (needs.includes('identityServer')) await bind?.(account, work);
  await world.give(neighbour, { medium: 'email', address: taken });
  await world.give(neighbour, { medium: 'msisdn', address: takenNumber.listed.slice(1) });

  const { fetch, meetNext } = createFaultyFetch(world.fetch);
  return {
    ...createHeadlessPerson({ world, account, clock, fetch }),
    addresses,
    fate: {
      async nextRequest(fault) {
        meetNext(fault);
      },
      async homeserver(habit, isSo = true) {
        const become = habits[habit];
        if (become === undefined) throw new Error(`This homeserver never ${habit}`);
        await become(isSo);
      },
    },
  };
}

/** What may be asked of a scene in this world. */
export function providedBy({ habits = {}, bind }: Extras): Need[] {
  return [
    'clock',
    'faults',
    ...homeserverHabits.filter((habit) => habits[habit] !== undefined),
    ...(bind ? (['identityServer'] as const) : []),
  ];
}
