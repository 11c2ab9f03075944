import type { ThreepidsOptions } from '@threepid/core';
import type { EndpointName, Fault, Settings } from '../src/index.ts';
import { seatedPerson } from './seated-person.ts';
import { openSimulatedTestHomeserver } from './simulated-test-homeserver.ts';
import { createClock, createPage, advanceUntil } from './client-environment.ts';

interface Circumstances extends Partial<Omit<ThreepidsOptions, 'clock'>> {
  readonly settings?: Partial<Settings>;
}

/** A person in front of the simulated homeserver; the test moves their clock and looks after their page. */
export async function simulatedPerson({ settings, ...options }: Circumstances = {}) {
  const clock = createClock();
  const world = openSimulatedTestHomeserver({ clock, ...(settings && { settings }) });
  const { homeserver } = world;
  const { watchPage, returnTo } = createPage();
  const person = await seatedPerson(world, { clock, watchPage, ...options });

  /** How often an endpoint was asked, and with what. */
  const asked = (endpoint: string) =>
    homeserver.requests.filter((request) => request.endpoint === endpoint).map(({ body }) => body);

  /** The next requests meet this; by default the first one and what repeats it by itself. */
  const lose = (endpoint: EndpointName, outcome: Fault['outcome'], requests = 3) => {
    for (let request = 0; request < requests; request += 1) {
      homeserver.faults.add({ endpoint, outcome });
    }
  };

  return {
    ...person,
    homeserver,
    asked,
    lose,
    /** Waits for it while time passes. */
    passing: <Value>(coming: Promise<Value>) => advanceUntil(clock, coming),
    returnToPage: returnTo,
  };
}
