import {
  assign,
  createActor,
  fromCallback,
  fromPromise,
  type ActorRefFrom,
  type EventObject,
  type InspectionEvent,
} from 'xstate';
import { hasEntry } from './address.ts';
import { systemClock, type Clock } from './clock.ts';
import { createFetchHomeserver } from './homeserver/fetch-homeserver.ts';
import type { AuthStage, Homeserver, ListedThreepid, StageParams } from './homeserver/port.ts';
import type {
  AddThreepidEvent,
  StageAnswer,
  StageQuestion,
} from './machines/add-threepid-model.ts';
import { addThreepidMachine } from './machines/add-threepid.ts';
import { removeThreepidMachine } from './machines/remove-threepid.ts';
import type { AccountAnswer, AccountQuestion, ThreepidsEvent } from './machines/threepids-model.ts';
import { nextStage } from './machines/auth-stages.ts';
import { threepidsMachine } from './machines/threepids.ts';
import {
  createPendingStore,
  type PendingStorage,
  type PendingStore,
} from './pending/pending-store.ts';
import type { PendingValidation } from './pending/pending-validation.ts';
import { openPopup } from './popup.ts';
import { drawSecret, Secret } from './secret.ts';

export interface ThreepidsOptions {
  /** The homeserver's address, as `.well-known` gives it: `https://matrix.example.org`. */
  readonly baseUrl: string;
  /** The account's full user id: `@alice:example.org`. */
  readonly userId: string;
  /** Asked before each request that needs an access token, for clients refresh theirs; where it fails, the network is said to. */
  readonly getAccessToken: () => string | Promise<string>;
  /** Before every path; `/_matrix/client/r0` for homeservers older than the specification's 1.1. */
  readonly prefix?: string;
  /** Keeps validations that wait, so that they survive a reload; without it they end with the page. */
  readonly storage?: PendingStorage;
  /**
   * Whether the code of a text message may go to this `submit_url`; without it, to the homeserver's
   * own origin alone. Asked about other origins only, and never about one that is not `https:`
   * (but for a loopback address) or has credentials in it: those are refused in any case.
   */
  readonly trustsSubmitUrl?: (url: URL) => boolean;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  /** As many cryptographically random bytes as it is asked for. */
  readonly random?: (length: number) => Uint8Array;
  /** Calls back when the person or the network comes back; the function that it answers ends that. */
  readonly watchPage?: (onReturn: () => void) => () => void;
  /** By stage of interactive auth, how the app itself does it; the password and `m.login.dummy` need none. */
  readonly authStages?: Readonly<Partial<Record<string, AuthStageHandler>>>;
  /**
   * Opens a page of the homeserver, where the person does a stage of interactive auth that nobody
   * handles; called by the person's click. The URL has the interactive auth session in clear: open it,
   * and keep it nowhere. Calls back when the person has done it or closed it; the function that it
   * answers closes it. Answers null where it could not be opened. By default a window of the browser.
   */
  readonly openFallback?: (url: string, onDone: () => void) => (() => void) | null;
  /** XState's inspection, for the Stately inspector; what nobody may see reads `[redacted]` in it. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/**
 * Does a stage of interactive auth, such as a captcha in a dialog of the app: resolves with what
 * `auth` needs besides `type` and `session`, and rejects where it came to nothing. The signal is
 * aborted where the person went elsewhere meanwhile.
 */
export type AuthStageHandler = (request: {
  readonly stage: string;
  /** What the homeserver says of the stage in `params`. */
  readonly params: StageParams;
  readonly signal: AbortSignal;
}) => Promise<Readonly<Record<string, unknown>>>;

/** The running list of an account's threepids; a view says what may be shown and done. */
export interface ThreepidsActor extends ActorRefFrom<typeof threepidsMachine> {}

/** Milliseconds that may be taken by what a list need not be kept back for. */
const ASIDE_TIMEOUT = 5_000;

/** Milliseconds until what came to nothing is asked again for the first time; then twice as many. */
const RETRY_PAUSE = 1_000;

/**
 * The same for a mail. Synapse knows that one was asked for only once it is out: a homeserver that is
 * still sending would send another one, and the link of the first would count for nothing.
 */
const MAIL_RETRY_PAUSE = 10_000;

/** Coming back to the page announces itself by several events; the homeserver is asked this seldom. */
const RETURN_INTERVAL = 5_000;

/**
 * The threepids of an account as a started actor: the one place where the machines meet a network.
 *
 * It asks nothing before its first `list.open`, which the adapters send when a component is mounted.
 * It outlives components, so create it where the account is signed in, and `stop()` it on signing out.
 * Throws a `TypeError` where `baseUrl` is no URL.
 */
export function createThreepids(options: ThreepidsOptions): ThreepidsActor {
  const {
    userId,
    getAccessToken,
    prefix = '/_matrix/client/v3',
    storage,
    trustsSubmitUrl = () => false,
    fetch = (input, init) => globalThis.fetch(input, init),
    clock = systemClock,
    random = (length) => crypto.getRandomValues(new Uint8Array(length)),
    watchPage = watchBrowserPage,
    authStages = {},
    openFallback = (url, onDone) => openPopup(url, onDone, clock),
    inspect,
  } = options;
  const baseUrl = new URL(options.baseUrl).href;
  const homeserver = createFetchHomeserver({
    baseUrl,
    prefix,
    getAccessToken,
    trustsSubmitUrl,
    fetch,
    clock,
  });
  const pending = storage && createPendingStore({ storage, owner: `${userId} ${baseUrl}`, clock });
  const surroundings = { clock, random, watchPage, authStages, openFallback, pending };
  const logic = connect(homeserver, surroundings);
  return createActor(logic, { input: { userId }, clock, ...(inspect && { inspect }) }).start();
}

interface Surroundings extends Required<
  Pick<ThreepidsOptions, 'clock' | 'random' | 'watchPage' | 'authStages' | 'openFallback'>
> {
  readonly pending: PendingStore | undefined;
}

/** Leaving the state that asks aborts the signal. */
function request<Input, Output>(ask: (input: Input, signal: AbortSignal) => Promise<Output>) {
  return fromPromise<Output, Input>(({ input, signal }) => ask(input, signal));
}

/** Fills the machines' holes, once a session. */
function connect(homeserver: Homeserver, surroundings: Surroundings) {
  const { clock, random, watchPage, authStages, openFallback, pending } = surroundings;
  const listThreepids = request((_: void, signal) => homeserver.listThreepids(signal));
  const callAt = (moment: number, callback: () => void) =>
    clock.setTimeout(callback, Math.max(moment - clock.now(), 0));
  const waitUntil = (moment: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = callAt(moment, resolve);
      signal.addEventListener('abort', () => clock.clearTimeout(timer));
    });

  /** Up to half as long again, so that not all clients of a homeserver come back at once. */
  const retryPause = (shortest: number, requests: number) => {
    const [byte = 0] = random(1);
    return shortest * 2 ** (requests - 1) * (1 + byte / 512);
  };

  /** What comes, or what is assumed where nothing has come by then. */
  const inTime = <Value>(coming: Promise<Value>, assumed: Value, signal: AbortSignal) =>
    Promise.race([coming, waitUntil(clock.now() + ASIDE_TIMEOUT, signal).then(() => assumed)]);

  /** One that is on the account by now was added by a request whose answer was lost. */
  function stillWaiting(threepids: readonly ListedThreepid[]): PendingValidation[] {
    return (pending?.load() ?? []).filter((kept) => {
      const isAdded = hasEntry(threepids, kept.entry, kept.session.msisdn);
      if (isAdded) pending?.forget(kept);
      return !isAdded;
    });
  }

  function pageWatch<Event extends EventObject>() {
    return fromCallback<Event>(({ sendBack }) => {
      const from = clock.now() + RETURN_INTERVAL;
      let timer: number | null = null;
      const onReturn = () => {
        timer ??= callAt(from, () => sendBack({ type: 'page.return' }));
      };
      let stop: (() => void) | undefined;
      try {
        stop = watchPage(onReturn);
      } catch {
        // Whoever cannot be watched is asked about in between all the same.
      }
      return () => {
        if (timer !== null) clock.clearTimeout(timer);
        stop?.();
      };
    });
  }

  return threepidsMachine.provide({
    delays: { retryPause: ({ context }) => retryPause(RETRY_PAUSE, context.requests) },
    actors: {
      listThreepids,
      watchPage: pageWatch<ThreepidsEvent>(),
      readAccount: request(async (question: AccountQuestion, signal): Promise<AccountAnswer> => {
        const [list, said] = await Promise.all([
          homeserver.listThreepids(signal),
          // The list is worth showing without it, and an attempt to change it tells as well.
          question.mayChange ?? inTime(homeserver.mayChangeThreepids(signal), null, signal),
        ]);
        if (list.type === 'refused') return { ...list, mayChange: said };
        const { threepids } = list;
        const mayChange = said ?? question.assumed;
        const accountManagementUrl = mayChange
          ? null
          : await inTime(homeserver.accountManagementUrl(signal), null, signal);
        const read = { threepids, mayChange, accountManagementUrl };
        return { type: 'read', ...read, pending: stillWaiting(threepids) };
      }),
      removeThreepid: removeThreepidMachine.provide({
        actors: { listThreepids, deleteThreepid: request(homeserver.deleteThreepid) },
      }),
      addThreepid: addThreepidMachine.provide({
        delays: {
          retryPause: ({ context: { token, requests } }) =>
            retryPause(token === null ? MAIL_RETRY_PAUSE : RETRY_PAUSE, requests),
        },
        actors: {
          listThreepids,
          requestToken: request(homeserver.requestToken),
          submitToken: request(homeserver.submitToken),
          addThreepid: request(homeserver.addThreepid),
          waitUntil: request(waitUntil),
          answerStage: request((question: StageQuestion, signal) =>
            answerStage(authStages, question, signal),
          ),
          openFallback: fromCallback<AddThreepidEvent, AuthStage>(({ input, sendBack }) => {
            let close: (() => void) | null = null;
            try {
              close = openFallback(homeserver.fallbackUrl(input), () =>
                sendBack({ type: 'auth.finish' }),
              );
            } catch {
              // Whatever it was, nothing is open.
            }
            if (close === null) sendBack({ type: 'popup.block' });
            return () => close?.();
          }),
          watchPage: pageWatch<AddThreepidEvent>(),
        },
        guards: {
          isHandled: ({ context }) => Object.hasOwn(authStages, nextStage(context.auth) ?? ''),
        },
        actions: {
          drawClientSecret: assign({ clientSecret: () => drawSecret(random) }),
          keepPending: ({ context }) => {
            const { medium, typed, entry, clientSecret, session } = context;
            if (entry === null || session === null) return;
            pending?.save({ medium, typed, entry, clientSecret, session });
          },
          forgetPending: ({ context }) => pending?.forget(context),
        },
      }),
    },
  });
}

/** What an app's handler answers goes nowhere but into one request; what it throws is nobody's to see. */
async function answerStage(
  authStages: Surroundings['authStages'],
  { stage, params }: StageQuestion,
  signal: AbortSignal,
): Promise<StageAnswer> {
  try {
    const fields: unknown = await authStages[stage]?.({ stage, params, signal });
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      return { type: 'answered', fields: new Secret(JSON.stringify(fields)) };
    }
  } catch {
    // As where it answered something else.
  }
  return { type: 'refused', problem: { code: 'authStageFailed' } };
}

/** Seen again, focused again, shown again from the page cache, online again. Elsewhere than in a browser, never. */
function watchBrowserPage(onReturn: () => void): () => void {
  // React Native has a window, and no page.
  if (typeof document === 'undefined') return () => undefined;
  const stop = new AbortController();
  for (const event of ['visibilitychange', 'focus', 'pageshow', 'online']) {
    window.addEventListener(
      event,
      () => {
        if (document.visibilityState === 'visible') onReturn();
      },
      { signal: stop.signal },
    );
  }
  return () => stop.abort();
}
