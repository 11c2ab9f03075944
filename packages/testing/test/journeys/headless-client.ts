import {
  addThreepidView,
  createThreepids,
  interactiveAuthView,
  removeThreepidView,
  shownThreepid,
  threepidsView,
  type AddThreepidActor,
  type AddThreepidView,
  type InteractiveAuthView,
  type Medium,
  type ThreepidsActor,
} from '@threepid/core';
import type { SimulatedClock } from 'xstate';
import { createPage, createStorage } from '../client-environment.ts';
import { commandIn } from '../command.ts';
import type { Account, TestHomeserver } from '../test-homeserver.ts';
import { createAuthPages, createCaptchas } from './auth-pages.ts';
import { shownMessages } from './shown-messages.ts';

/** How long an expectation may take on a real homeserver, in milliseconds. */
const TIMEOUT = 4_000;

/** The longest delay before an automatic retry, in milliseconds. */
const LONGEST_RETRY_DELAY = 30_000;

export interface HeadlessOptions {
  readonly homeserver: TestHomeserver;
  readonly account: Account;
  /** The client's clock. */
  readonly clock: SimulatedClock;
  /** The client's network, with its faults. */
  readonly fetch: typeof globalThis.fetch;
  /** The stage of interactive auth of each request to add a threepid so far, null for none. */
  readonly stages: readonly (string | null)[];
}

/** A client without a page: reads its current views and waits for their changes. */
export function openHeadlessClient({ homeserver, account, clock, fetch }: HeadlessOptions) {
  const storage = createStorage();
  const { watchPage, returnTo } = createPage();
  const pages = createAuthPages(homeserver, account);
  const captchas = createCaptchas();
  /** Called after each event of any actor. */
  const listeners = new Set<() => void>();
  let current: AddThreepidActor | null = null;
  let retries = 0;
  let threepids = start();

  function start(): ThreepidsActor {
    const started = createThreepids({
      baseUrl: homeserver.baseUrl,
      userId: account.userId,
      getAccessToken: () => account.accessToken,
      fetch,
      clock,
      storage,
      watchPage,
      openFallback: pages.open,
      authStages: { 'm.login.recaptcha': captchas.handle },
      // Inspection runs before the event is processed completely.
      inspect: () =>
        queueMicrotask(() => {
          if (isRetrying()) passRetryDelay();
          listeners.forEach((listener) => listener());
        }),
    });
    started.send({ type: 'list.open' });
    return started;
  }

  const list = () => threepidsView(threepids).getSnapshot();

  const rows = () => {
    const view = list();
    return 'rows' in view ? view.rows : [];
  };

  const additions = () => {
    const view = list();
    return view.step === 'ready' ? view.additions : [];
  };

  /** The addition that the user started or switched to last, else the newest. */
  const addition = () => {
    const actor = current ?? additions().at(-1);
    return actor && addThreepidView(actor).getSnapshot();
  };

  /** The interactive auth of that addition; undefined while it has no screen. */
  const auth = () => authOf(addition());

  function passRetryDelay() {
    retries += 1;
    clock.increment(LONGEST_RETRY_DELAY);
  }

  /** Whether a request will be retried. The clock passes the delay immediately. */
  const isRetrying = () => {
    const view = list();
    const views = additions().map((actor) => addThreepidView(actor).getSnapshot());
    return [view, ...views].some((each) => 'isRetrying' in each && each.isRetrying);
  };

  const removal = () => {
    const [actor] = rows().flatMap((row) => row.removal ?? []);
    return actor && removeThreepidView(actor).getSnapshot();
  };

  const messages = () => {
    const views = additions().map((actor) => addThreepidView(actor).getSnapshot());
    const auths = views.map((view) => authOf(view) ?? []);
    return [list(), ...views, ...auths, removal() ?? []].flat().flatMap(shownMessages);
  };

  const description = () =>
    JSON.stringify({
      addition: addition(),
      auth: auth(),
      removal: removal(),
      listed: rows().map(({ threepid }) => shownThreepid(threepid)),
      messages: messages(),
    });

  /** Waits until the condition is true; rejects with the complaint and a description of the views. */
  function until(isTrue: () => boolean, complaint: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        listeners.delete(check);
      };
      const check = () => {
        // Runs timers that are due, as a real clock would.
        clock.increment(0);
        if (!isTrue()) return;
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${complaint}: ${description()}`));
      }, TIMEOUT);
      listeners.add(check);
      check();
    });
  }

  return {
    pages,
    captchas,
    list,
    rows,
    additions,
    addition,
    auth,
    removal,
    messages,
    until,
    /** How often a request was retried automatically. */
    retries: () => retries,

    /** Waits until the view has the command, and calls it. */
    async command(view: () => object | undefined, name: string, ...typed: string[]): Promise<void> {
      const find = () => commandIn(view(), name);
      await until(() => find() !== null, `The command ${name} is not possible`);
      find()?.(...typed);
    },
    async startAddition(medium: Medium): Promise<void> {
      await until(() => list().step === 'ready', 'Nothing can be added');
      const view = list();
      if (view.step === 'ready') view.add(medium);
      current = additions().at(-1) ?? null;
    },
    /** Returns the medium of the addition that it switched to. */
    async switchTo(shown: string): Promise<Medium> {
      const find = () =>
        additions().find((actor) => {
          const view = addThreepidView(actor).getSnapshot();
          return 'address' in view && view.address === shown;
        });
      await until(() => find() !== undefined, `${shown} is not being added`);
      current = find() ?? null;
      return addition()?.medium ?? 'email';
    },
    returnToPage: returnTo,
    reload(): void {
      threepids.stop();
      current = null;
      threepids = start();
    },
    close: () => threepids.stop(),
  };
}

function authOf(view: AddThreepidView | undefined): InteractiveAuthView | undefined {
  return view?.step === 'authenticating' ? interactiveAuthView(view.auth).getSnapshot() : undefined;
}
