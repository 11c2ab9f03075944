import { createThreepids, threepidsView, type Threepid } from '@threepid/core';
import { setImmediate } from 'node:timers/promises';
import type { InspectionEvent } from 'xstate';
import { createSimulatedHomeserver, type Fault, type Settings } from '../../src/index.ts';
import { transitionsIn } from '../../src/paths/index.ts';
import { inspected } from '../secrets.ts';
import { createClock, createPage, createStorage } from '../client-environment.ts';
import { createNetwork } from './network.ts';
import type { WithoutCase } from './reality.ts';
import { press } from './view.ts';

/** With what a client might be tempted to trim. */
const PASSWORD = ' the password of alice ';

/** How long a homeserver takes to answer, in milliseconds. */
const LATENCY = 100;

/** How soon after a look at the page the homeserver is asked again, in milliseconds. */
const RETURN_INTERVAL = 5_000;

/** How long each delay of the machines is, in milliseconds. */
const DELAYS: Partial<Record<string, number>> = {
  requestTimeout: 30_000,
  checkInterval: 30_000,
  // The longest one: twice as long as the first one of a mail, and half of that.
  retryPause: 30_000,
};

export type Stage = ReturnType<typeof openStage>;

/**
 * Everything around the machines, in a test's hand: the account's list as an app runs it, on the
 * simulated homeserver, a network that holds every request, and a clock that stands still.
 */
export function openStage(threepids: readonly Threepid[] = []) {
  const clock = createClock();
  const random = createRandom();
  const homeserver = createSimulatedHomeserver({ clock, random });
  const account = homeserver.addAccount({ userId: 'alice', password: PASSWORD });
  const neighbour = homeserver.addAccount({ userId: 'bob', password: 'another password' });
  for (const threepid of threepids) homeserver.addThreepid(account.userId, threepid);

  let activity = 0;
  const noteActivity = () => {
    activity += 1;
  };
  const network = createNetwork(homeserver.fetch, noteActivity);
  const walked = new Set<string>();
  const traces: string[] = [];
  const storage = createStorage();
  const { watchPage, returnTo } = createPage();
  const app = createApp(noteActivity);
  let isClockBroken = false;
  let madeBefore = 0;

  function inspect(event: InspectionEvent) {
    noteActivity();
    for (const transition of transitionsIn(event)) walked.add(transition);
    traces.push(inspected(event));
  }

  function tellTime() {
    if (!isClockBroken) return;
    isClockBroken = false;
    throw new Error('the clock is broken');
  }

  /** The app's clock, which throws once where a test breaks it. */
  const appClock = {
    now() {
      tellTime();
      return clock.now();
    },
    setTimeout(callback: () => void, milliseconds: number) {
      tellTime();
      return clock.setTimeout(callback, milliseconds);
    },
    clearTimeout: (id: number) => clock.clearTimeout(id),
  };

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

  /** Waits until nothing goes on any more that does not wait for the test: no time has to pass. */
  async function settle(): Promise<void> {
    let before: number;
    do {
      before = activity;
      await setImmediate();
      await setImmediate();
    } while (activity !== before);
  }

  function newestRequest() {
    const request = network.held.at(-1);
    if (request === undefined) throw new Error('nothing was asked');
    return request;
  }

  const isAskedForCapabilities = () => network.held.some(({ path }) => path === 'capabilities');

  /** What another client of a person does. */
  async function removeElsewhere({ accessToken }: { accessToken: string }, threepid: Threepid) {
    await homeserver.fetch(`${homeserver.baseUrl}/_matrix/client/v3/account/3pid/delete`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}` },
      body: JSON.stringify(threepid),
    });
  }

  async function answer(outcome?: Fault['outcome']) {
    clock.increment(LATENCY);
    const request = newestRequest();
    if (outcome !== undefined) homeserver.faults.add({ outcome });
    await request.release();
    await settle();
  }

  return {
    clock,
    homeserver,
    account: { ...account, password: PASSWORD },
    network,
    app,
    /** The transitions that were taken. */
    walked,
    /** Every word that the machines and views wrote anywhere: inspection, snapshots, views. */
    traces,
    get list() {
      return list;
    },
    listView,
    settle,
    /** How many of the requests in flight are the list's own. */
    listRequests() {
      const view = listView();
      if ('isRetrying' in view && view.isRetrying) return 0;
      // The list, and at first beside it what the homeserver says of changes.
      if (view.step === 'loading' || (view.step === 'unavailable' && view.read === null)) {
        return isAskedForCapabilities() ? 2 : 1;
      }
      return view.step === 'ready' && view.read === null ? 1 : 0;
    },
    isAskedForCapabilities,
    /** The person has the list read, from when on its readings count. */
    act() {
      madeBefore = network.made.length;
    },
    readings: () => network.made.slice(madeBefore).filter((path) => path === '3pid').length,
    /** The list is read because something ended, and then once. */
    followUp: { isSo: false },
    /** Lets the newest request reach the homeserver, or meet a fault, and its answer return. */
    answer,
    /** The clock moves to a moment, in milliseconds since the epoch. */
    passUntil: (moment: number) => clock.increment(Math.max(moment - clock.now(), 0)),
    /** A delay of the machines passes. */
    pass: (delay: string) => clock.increment(DELAYS[delay] ?? 0),
    /**
     * The newest request stays without an answer until its time is over; or it rejects, as programming
     * errors make it: the app's clock throws while a refusal is read.
     */
    async goWithoutAnswer(happening: WithoutCase) {
      if (happening.kind === 'failure') {
        isClockBroken = true;
        return await answer({ status: 429, body: { retry_after_ms: 1 } });
      }
      homeserver.faults.add({ outcome: 'silence' });
      void newestRequest().release();
      await settle();
      return clock.increment(DELAYS[happening.delay] ?? 0);
    },
    /** The app's clock throws when it is asked next. */
    breakClock() {
      isClockBroken = true;
    },
    /** The person comes back to the page, and has been there for a while. */
    returnToPage() {
      returnTo();
      clock.increment(RETURN_INTERVAL);
    },
    /** The page is loaded anew. */
    reload() {
      list.stop();
      list = openPage();
    },
    /** The person looks at the list, and the homeserver answers the list and the capabilities. */
    async openList() {
      press(listView(), 'open');
      await settle();
      await answer();
      await answer();
    },
    async readList() {
      press(listView(), 'read');
      await settle();
      await answer();
    },
    putOnAccount: (threepid: Threepid) => homeserver.addThreepid(account.userId, threepid),
    takeOffAccount: (threepid: Threepid) => removeElsewhere(account, threepid),
    isOnAccount: ({ medium, address }: Threepid) =>
      homeserver
        .threepidsOf(account.userId)
        .some((listed) => listed.medium === medium && listed.address === address),
    /** The homeserver is configured like this as long as the action lasts. */
    async while(settings: Partial<Settings>, action: () => Promise<void>) {
      const before = { ...homeserver.settings };
      Object.assign(homeserver.settings, settings);
      await action();
      Object.assign(homeserver.settings, before);
    },
    /** Somebody else has it on their account as long as the action lasts. */
    async whileInUse(threepid: Threepid, action: () => Promise<void>) {
      homeserver.addThreepid(neighbour.userId, threepid);
      await action();
      await removeElsewhere(neighbour, threepid);
    },
  };
}

/** What an app does of interactive auth, in a test's hand. */
function createApp(onActivity: () => void) {
  let answer: ((fields: Record<string, unknown> | null) => void) | null = null;
  let isPopupBlocked = false;
  return {
    solveCaptcha: () =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        answer = (fields) => {
          onActivity();
          if (fields === null) reject(new Error('given up'));
          else resolve(fields);
        };
      }),
    openFallback: () => (isPopupBlocked ? null : () => undefined),
    /** The captcha that is shown is solved, or given up. */
    answerCaptcha: (fields: Record<string, unknown> | null) => answer?.(fields),
    /** The browser lets no window open as long as the action lasts. */
    whilePopupsAreBlocked(action: () => void) {
      isPopupBlocked = true;
      action();
      isPopupBlocked = false;
    },
  };
}

/** The same numbers on each stage, so that a story that fails once fails always. */
function createRandom() {
  let state = 1;
  return (length: number) =>
    Uint8Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state & 255;
    });
}
