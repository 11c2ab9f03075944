import type { SimulatedClock } from 'xstate';
import {
  homeserverHabits,
  type HomeserverHabit,
  type Need,
  type Scene,
} from '../../src/journeys/index.ts';
import { createClock } from '../client-environment.ts';
import type { TestHomeserver } from '../test-homeserver.ts';
import { createFaultyFetch } from './faulty-fetch.ts';
import { createHeadlessPerson } from './headless-person.ts';
import { settleIn, type Bind } from './inhabitants.ts';
import { watchFetch } from './watched-fetch.ts';

/** What a world has beyond what every world has. */
export interface Extras {
  /** The client's clock; by default one of its own. */
  readonly clock?: SimulatedClock;
  readonly habits?: Partial<
    Readonly<Record<HomeserverHabit, (isSo: boolean) => void | Promise<void>>>
  >;
  readonly bind?: Bind;
}

/** A new account on the world's homeserver, and a person in front of a client that nobody draws. */
export async function openHeadlessScene(
  world: TestHomeserver,
  { clock = createClock(), habits = {}, bind }: Extras = {},
  needs: readonly Need[] = [],
): Promise<Scene & { readonly leave: () => void }> {
  const { account, addresses } = await settleIn(world, needs, bind);
  const { fetch: arrive, proved } = watchFetch(world.fetch);
  const { fetch, meetNext } = createFaultyFetch(arrive);
  const { blockWindows, ...headless } = createHeadlessPerson({
    world,
    account,
    clock,
    fetch,
    proved,
  });
  return {
    ...headless,
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
      async blocksWindows(isSo = true) {
        blockWindows(isSo);
      },
    },
  };
}

/** What may be asked of a scene in this world. */
export function providedBy({ habits = {}, bind }: Extras): Need[] {
  return [
    'clock',
    'faults',
    'blocked windows',
    ...homeserverHabits.filter((habit) => habits[habit] !== undefined),
    ...(bind ? (['identityServer'] as const) : []),
  ];
}
