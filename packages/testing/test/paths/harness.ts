import { createThreepids, threepidsView, type Threepid } from '@threepid/core';
import type { InspectionEvent } from 'xstate';
import { createSimulatedHomeserver, type Fault, type Settings } from '../../src/index.ts';
import { transitionsIn } from '../../src/paths/index.ts';
import { createClock, createPage, createStorage } from '../client-environment.ts';
import { inspected } from '../secrets.ts';
import {
  createActivity,
  createAppClock,
  createAuthApp,
  createRandom,
  LATENCY,
  REQUEST_TIMEOUT,
  RIGHT_PASSWORD,
} from './client-parts.ts';
import type { TriggerWithoutCase } from './driver.ts';
import { createNetwork, type HeldRequest } from './network.ts';
import { press } from './view.ts';

/** How soon after a page is shown its events make another request, in milliseconds. */
export const RETURN_INTERVAL = 5_000;

/** How soon a list that contradicts a change is read again, in milliseconds. */
const REPLICA_DELAY = 2_000;

/** How much longer than the machines the client waits for a change, in milliseconds. */
const CHANGE_EXTENSION = 1_000;

/** The last parts of the paths of requests that change the account. */
const CHANGES = ['add', 'delete'];

/** How long each delay of the machines is, in milliseconds. */
const DELAYS: Partial<Record<string, number>> = {
  requestTimeout: REQUEST_TIMEOUT,
  staleInterval: 30_000,
  // The longest one: the second retry of a mail.
  retryDelay: 30_000,
};

export type TestHarness = ReturnType<typeof openHarness>;

/**
 * Everything around the machines, controlled by a test: the account's list as an app runs it, on the
 * simulated homeserver, with a network that holds every request and a clock that stands still.
 */
export function openHarness(threepids: readonly Threepid[] = []) {
  const clock = createClock();
  const random = createRandom();
  const homeserver = createSimulatedHomeserver({ clock, random });
  const account = homeserver.addAccount({ userId: 'alice', password: RIGHT_PASSWORD });
  const neighbor = homeserver.addAccount({ userId: 'bob', password: 'another password' });
  for (const threepid of threepids) homeserver.addThreepid(account.userId, threepid);

  const { note, settle } = createActivity();
  const network = createNetwork(homeserver.fetch, note);
  const walked = new Set<string>();
  const traces: string[] = [];
  const storage = createStorage();
  const { watchPage, returnTo } = createPage();
  const app = createAuthApp(note);
  const appClock = createAppClock(clock);
  let madeBefore = 0;

  function inspect(event: InspectionEvent) {
    note();
    for (const transition of transitionsIn(event)) walked.add(transition);
    traces.push(inspected(event));
  }

  const openPage = () =>
    createThreepids({
      baseUrl: homeserver.baseUrl,
      userId: account.userId,
      getAccessToken: () => account.accessToken,
      fetch: network.fetch,
      clock: appClock,
      random,
      storage,
      watchPage,
      authStages: { 'm.login.recaptcha': app.solveCaptcha },
      openFallback: app.openFallback,
      inspect,
    });
  let list = openPage();
  const listView = () => threepidsView(list).getSnapshot();

  function newestRequest() {
    const request = network.held.at(-1);
    if (request === undefined) throw new Error('No request is in flight');
    return request;
  }

  const isReadingCapabilities = () => network.held.some(({ path }) => path === 'capabilities');

  /** Another client of the account removes a threepid. */
  async function removeElsewhere({ accessToken }: { accessToken: string }, threepid: Threepid) {
    await homeserver.fetch(`${homeserver.baseUrl}/_matrix/client/v3/account/3pid/delete`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}` },
      body: JSON.stringify(threepid),
    });
  }

  const heldChange = () => network.held.find(({ path }) => CHANGES.includes(path));

  async function respond(outcome?: Fault['outcome'], given?: HeldRequest) {
    clock.increment(LATENCY);
    const request = given ?? newestRequest();
    if (outcome !== undefined) homeserver.faults.add({ outcome });
    await request.release();
    await settle();
  }

  /**
   * Responds with the account's list. The client requests it again if it contradicts a change, or if a
   * change ended in the meantime.
   */
  async function respondWithList(isReading: () => boolean) {
    const others = network.held.length - 1;
    await respond();
    while (isReading()) {
      if (network.held.length === others) clock.increment(REPLICA_DELAY);
      await settle();
      await respond();
    }
  }

  function isReadingList(): boolean {
    const view = listView();
    return 'read' in view && view.read === null;
  }

  return {
    clock,
    homeserver,
    account: { ...account, password: RIGHT_PASSWORD },
    network,
    app,
    /** The names of the transitions that the machines took. */
    walked,
    /** Every text that the machines and views exposed: inspection, snapshots, views. */
    traces,
    get list() {
      return list;
    },
    listView,
    settle,
    isReadingList,
    /** How many of the requests in flight are the list's own. */
    listRequests() {
      const view = listView();
      if ('isRetrying' in view && view.isRetrying) return 0;
      // The list, and the first time also the capabilities.
      if (view.step === 'loading' || (view.step === 'unavailable' && view.read === null)) {
        return isReadingCapabilities() ? 2 : 1;
      }
      return view.step === 'ready' && view.read === null ? 1 : 0;
    },
    isReadingCapabilities,
    /** The user acts on the list: its requests count from here. */
    act() {
      madeBefore = network.made.length;
    },
    readings: () => network.made.slice(madeBefore).filter((path) => path === '3pid').length,
    /** Whether the list is being read because a flow ended, which is not retried. */
    afterFlow: { isReading: false, isStarted: false },
    /** Lets the newest request reach the homeserver, or a fault, and the response return. */
    respond,
    respondWithList,
    /** The response to a change that no machine waits for any more is lost. */
    async loseAbandoned() {
      await settle();
      const change = heldChange();
      if (change !== undefined) await respond('connectionLost', change);
    },
    /** Moves the clock to a moment, in milliseconds since the epoch. */
    passUntil: (moment: number) => clock.increment(Math.max(moment - clock.now(), 1)),
    /** A delay of the machines passes. */
    pass: (delay: string) => clock.increment(DELAYS[delay] ?? 0),
    passTime: (milliseconds: number) => clock.increment(milliseconds),
    /**
     * The newest request gets no response until it times out; or it rejects, which only a bug causes:
     * the app's clock throws while a refusal is parsed.
     */
    async failRequest(trigger: TriggerWithoutCase) {
      if (trigger.kind === 'error') {
        appClock.breakNext();
        return await respond({ status: 429, body: { retry_after_ms: 1 } });
      }
      homeserver.faults.add({ outcome: 'silence' });
      void newestRequest().release();
      await settle();
      clock.increment(DELAYS[trigger.delay] ?? 0);
      await settle();
      // The client gives a change more time, and the list waits for it.
      if (heldChange() !== undefined) clock.increment(CHANGE_EXTENSION);
    },
    /** The next call of the app's clock throws. */
    breakClock: appClock.breakNext,
    /** The user comes back to the page, some time after it was shown. */
    returnToPage() {
      returnTo();
      clock.increment(RETURN_INTERVAL);
    },
    /** The user reloads the page. */
    reload() {
      list.stop();
      list = openPage();
    },
    /** The user opens the list, and the homeserver responds with the list and the capabilities. */
    async openList() {
      press(listView(), 'open');
      await settle();
      await respond();
      await respond();
    },
    async readList() {
      press(listView(), 'read');
      await settle();
      await respondWithList(isReadingList);
    },
    putOnAccount: (threepid: Threepid) => homeserver.addThreepid(account.userId, threepid),
    takeOffAccount: (threepid: Threepid) => removeElsewhere(account, threepid),
    isOnAccount: ({ medium, address }: Threepid) =>
      homeserver
        .threepidsOf(account.userId)
        .some((listed) => listed.medium === medium && listed.address === address),
    /** The homeserver has these settings during the action. */
    async withSettings(settings: Partial<Settings>, action: () => Promise<void>) {
      const before = { ...homeserver.settings };
      Object.assign(homeserver.settings, settings);
      await action();
      Object.assign(homeserver.settings, before);
    },
    /** Another user has the threepid during the action. */
    async whileInUse(threepid: Threepid, action: () => Promise<void>) {
      homeserver.addThreepid(neighbor.userId, threepid);
      await action();
      await removeElsewhere(neighbor, threepid);
    },
  };
}
