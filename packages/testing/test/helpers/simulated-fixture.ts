import type { Threepid, ThreepidsOptions } from '@threepid/core';
import type { EndpointName, Fault, Settings } from '../../src/index.ts';
import { advanceUntil, createClock, createPage } from '../client-environment.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { createFixture } from './fixture.ts';

interface SimulatedFixtureOptions extends Partial<Omit<ThreepidsOptions, 'clock'>> {
  readonly settings?: Partial<Settings>;
}

/** A slow connection, for one request. */
interface Delay {
  readonly leg: 'request' | 'response';
  /** The end of the request's path. */
  readonly path: string;
  readonly end: Promise<void>;
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
  const delays: Delay[] = [];

  async function delayedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const index = delays.findIndex(({ path }) => pathname.endsWith(path));
    const [delay] = index === -1 ? [] : delays.splice(index, 1);
    if (delay?.leg === 'request') await delay.end;
    init?.signal?.throwIfAborted();
    const response = await testServer.fetch(input, init);
    if (delay?.leg === 'response') await delay.end;
    init?.signal?.throwIfAborted();
    return response;
  }

  const delayedServer = { ...testServer, fetch: delayedFetch };
  const fixture = await createFixture(delayedServer, { clock, watchPage, ...options });

  /** Delays the next request to a path before it reaches the homeserver, or its response after that. */
  function delayNext(leg: Delay['leg'], path: string, milliseconds: number) {
    const end = new Promise<void>((resolve) => void clock.setTimeout(resolve, milliseconds));
    delays.push({ leg, path, end });
  }

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
    delayNext,
    giveAndRead,
    /** Advances the clock until the promise settles. */
    advanceUntil: <Value>(promise: Promise<Value>) => advanceUntil(clock, promise),
    returnToPage: returnTo,
  };
}
