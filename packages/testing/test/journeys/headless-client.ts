import {
  addThreepidView,
  createThreepids,
  interactiveAuthView,
  removeThreepidView,
  shownThreepid,
  threepidsView,
  type AddThreepidActor,
  type Medium,
  type ThreepidsActor,
} from '@threepid/core';
import type { SimulatedClock } from 'xstate';
import { commandIn } from '../command.ts';
import { createCaptchas, openPages } from './auth-elsewhere.ts';
import { createPage, createStorage } from '../client-environment.ts';
import type { Account, TestHomeserver } from '../test-homeserver.ts';
import { tellingsOf } from './tellings.ts';

/** How long something may take to come about on a real homeserver, in milliseconds. */
const PATIENCE = 4_000;

/** How long a client pauses at most before it asks the same again, in milliseconds. */
const LONGEST_PAUSE = 30_000;

export interface HeadlessOptions {
  readonly world: TestHomeserver;
  readonly account: Account;
  /** The client's. */
  readonly clock: SimulatedClock;
  /** Reaches the world, faults and all. */
  readonly fetch: typeof globalThis.fetch;
  /** With which stages of interactive auth the world was asked to add something; null for none. */
  readonly proved: readonly (string | null)[];
}

/** A client that nobody draws: its views as they are now, and the waiting for how they become. */
export function openHeadlessClient({ world, account, clock, fetch }: HeadlessOptions) {
  const storage = createStorage();
  const { watchPage, returnTo } = createPage();
  const pages = openPages(world, account);
  const captchas = createCaptchas();
  /** Called after everything that happens to an actor. */
  const looks = new Set<() => void>();
  let current: AddThreepidActor | null = null;
  let pauses = 0;
  let threepids = start();

  function start(): ThreepidsActor {
    const started = createThreepids({
      baseUrl: world.baseUrl,
      userId: account.userId,
      getAccessToken: () => account.accessToken,
      fetch,
      clock,
      storage,
      watchPage,
      openFallback: pages.open,
      authStages: { 'm.login.recaptcha': captchas.ask },
      // What is inspected is not over yet.
      inspect: () =>
        queueMicrotask(() => {
          if (isRetrying()) passPause();
          looks.forEach((look) => look());
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

  /** The one that was started or turned to last, else the newest. */
  const addition = () => {
    const actor = current ?? additions().at(-1);
    return actor && addThreepidView(actor).getSnapshot();
  };

  /** Interactive auth of the addition; undefined while it has no screen. */
  const auth = () => {
    const view = addition();
    return view?.step === 'authenticating'
      ? interactiveAuthView(view.auth).getSnapshot()
      : undefined;
  };

  function passPause() {
    pauses += 1;
    clock.increment(LONGEST_PAUSE);
  }

  /** Whether something is asked again in a moment, which nobody has to wait for here. */
  const isRetrying = () => {
    const view = list();
    const views = additions().map((actor) => addThreepidView(actor).getSnapshot());
    return [view, ...views].some((each) => 'isRetrying' in each && each.isRetrying);
  };

  const removal = () => {
    const [actor] = rows().flatMap((row) => row.removal ?? []);
    return actor && removeThreepidView(actor).getSnapshot();
  };

  const tellings = () => {
    const added = additions().map((actor) => addThreepidView(actor).getSnapshot());
    const auths = added.map((view) =>
      view.step === 'authenticating' ? interactiveAuthView(view.auth).getSnapshot() : [],
    );
    return [list(), ...added, ...auths, removal() ?? []].flat().flatMap(tellingsOf);
  };

  const everything = () =>
    JSON.stringify({
      addition: addition(),
      auth: auth(),
      removal: removal(),
      listed: rows().map(({ threepid }) => shownThreepid(threepid)),
      told: tellings(),
    });

  /** Waits until it is so; rejects with the complaint, and with what there is instead. */
  function until(isSo: () => boolean, complaint: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        looks.delete(look);
      };
      const look = () => {
        // What is due happens, as it does on a clock that does not stand still.
        clock.increment(0);
        if (!isSo()) return;
        leave();
        resolve();
      };
      const timer = setTimeout(() => {
        leave();
        reject(new Error(`${complaint}: ${everything()}`));
      }, PATIENCE);
      looks.add(look);
      look();
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
    tellings,
    until,
    /** How often something was asked again. */
    pauses: () => pauses,

    /** Waits until one of the views offers the command, and gives it. */
    async give(view: () => object | undefined, name: string, ...typed: string[]): Promise<void> {
      const find = () => commandIn(view(), name);
      await until(() => find() !== null, `There is no ${name}`);
      find()?.(...typed);
    },
    async startAddition(medium: Medium): Promise<void> {
      await until(() => list().step === 'ready', 'Nothing can be added');
      const view = list();
      if (view.step === 'ready') view.add(medium);
      current = additions().at(-1) ?? null;
    },
    /** Answers the medium of the addition that it turned to. */
    async turnTo(shown: string): Promise<Medium> {
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
