import type { Threepid, ThreepidsOptions } from '@threepid/core';
import type { EndpointName, Fault, Settings } from '../../src/index.ts';
import { advanceUntil, createClock, createPage } from '../client-environment.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { createFixture } from './fixture.ts';

interface SimulatedFixtureOptions extends Partial<Omit<ThreepidsOptions, 'clock'>> {
  readonly settings?: Partial<Settings>;
}

export type SimulatedFixture = Awaited<ReturnType<typeof createSimulatedFixture>>;

/** Creates a client on a simulated homeserver; the test moves the clock and returns to the page. */
export async function createSimulatedFixture({
  settings,
  ...options
}: SimulatedFixtureOptions = {}) {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock, ...(settings && { settings }) });
  const { homeserver } = testServer;
  const { watchPage, returnTo } = createPage();
  const fixture = await createFixture(testServer, { clock, watchPage, ...options });

  /** The bodies of the requests to an endpoint, oldest first. */
  const requestsTo = (endpoint: EndpointName) =>
    homeserver.requests.filter((request) => request.endpoint === endpoint).map(({ body }) => body);

  /** Makes the next requests to an endpoint fail: by default the first one and its two retries. */
  const failNext = (endpoint: EndpointName, outcome: Fault['outcome'], requests = 3) => {
    for (let request = 0; request < requests; request += 1) {
      homeserver.faults.add({ endpoint, outcome });
    }
  };

  /** Adds a threepid to the account as another client would, and has the client read the list. */
  async function giveAndRead<Given extends Threepid>(threepid: Given): Promise<Given> {
    homeserver.addThreepid(fixture.client.account.userId, threepid);
    (await fixture.client.settled()).read?.();
    await fixture.client.settled();
    return threepid;
  }

  return {
    ...fixture,
    homeserver,
    requestsTo,
    failNext,
    giveAndRead,
    /** Advances the clock until the promise settles. */
    advanceUntil: <Value>(promise: Promise<Value>) => advanceUntil(clock, promise),
    returnToPage: returnTo,
  };
}
