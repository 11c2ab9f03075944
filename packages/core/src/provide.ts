import { assign, fromCallback, type EventObject } from 'xstate';
import type { AddThreepidEvent } from './add/context.ts';
import { addThreepidMachine } from './add/machine.ts';
import { addAuthMachine } from './add/setup.ts';
import type { Clock } from './clock.ts';
import type { Homeserver, ListedThreepid } from './homeserver/homeserver.ts';
import type { AccountRequest, AccountResponse, ThreepidsEvent } from './list/context.ts';
import { threepidsMachine } from './list/machine.ts';
import { LONGEST_WAIT } from './parsing.ts';
import type { PendingStore } from './pending/pending-store.ts';
import type { PendingValidation } from './pending/pending-validation.ts';
import {
  attempt,
  authImplementations,
  request,
  type AuthEnvironment,
} from './provide-interactive-auth.ts';
import { removeThreepidMachine } from './remove/machine.ts';
import { generateSecret } from './secret.ts';
import { hasEntry } from './threepid.ts';

/** What the machines need from the outside world. */
export interface Environment extends AuthEnvironment {
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly watchPage: (onReturn: () => void) => () => void;
  readonly pending: PendingStore | undefined;
}

/** How long a cancelled flow waits for the response to its change, in milliseconds. After that, the list waits alone. */
const RECONCILE_WAIT = 5_000;

/** How long to wait for a response that the list can do without, in milliseconds. */
const OPTIONAL_TIMEOUT = 5_000;

/** Delay before the first retry, in milliseconds. Doubles with each retry. */
const RETRY_DELAY = 1_000;

/**
 * The same for a mail. Synapse stores a session only when its mail is out: an earlier retry would send a
 * second mail, and the link of the first one would not count.
 */
const MAIL_RETRY_DELAY = 10_000;

/** Browsers fire several events when the user comes back to the page. One request per interval is enough. */
const RETURN_INTERVAL = 5_000;

/** Provides the actors, guards, delays and actions of the list machine and its children. */
export function provideThreepids(homeserver: Homeserver, environment: Environment) {
  const { clock, random, watchPage, pending } = environment;
  const listThreepids = request((_: void, signal) => homeserver.listThreepids(signal));
  const reconcileList = request((_: void, signal) =>
    homeserver.listThreepids(signal, RECONCILE_WAIT),
  );
  /** Milliseconds until the moment, `longest` at most: the clock may be set back. */
  const delayUntil = (moment: number, longest: number) =>
    Math.min(Math.max(moment - clock.now(), 0), longest);

  /** Returns a function that stops watching. */
  function watchReturns(onReturn: () => void): () => void {
    let stop: (() => void) | undefined;
    try {
      stop = watchPage(onReturn);
    } catch {
      // Polling still runs if page events are unavailable.
    }
    return () => attempt(stop);
  }

  /** The longest that each moment is still away. No wait is longer than the one before it. */
  const remaining = new Map<number, number>();

  const waitUntil = (moment: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const delay = delayUntil(moment, remaining.get(moment) ?? LONGEST_WAIT);
      remaining.set(moment, delay);
      const timer = clock.setTimeout(end, delay);
      // A timer stops while the device sleeps.
      const stopWatching = watchReturns(() => {
        if (clock.now() >= moment) end();
      });
      function stop(): void {
        clock.clearTimeout(timer);
        stopWatching();
      }
      function end(): void {
        remaining.set(moment, 0);
        resolve();
        stop();
      }
      signal.addEventListener('abort', stop);
    });

  /** Up to half as long again, so that not all clients of a homeserver retry at the same time. */
  const retryDelay = (shortest: number, attempts: number) => {
    const [byte = 0] = random(1);
    return shortest * 2 ** (attempts - 1) * (1 + byte / 512);
  };

  /** The response, or null if it takes too long; the request is then aborted. */
  async function optional<Value>(
    send: (signal: AbortSignal) => Promise<Value | null>,
    left: AbortSignal,
  ): Promise<Value | null> {
    const limit = new AbortController();
    const end = () => limit.abort();
    left.addEventListener('abort', end);
    const timer = clock.setTimeout(end, OPTIONAL_TIMEOUT);
    const late = new Promise<null>((resolve) => {
      limit.signal.addEventListener('abort', () => resolve(null));
    });
    const value = await Promise.race([send(limit.signal), late]);
    clock.clearTimeout(timer);
    left.removeEventListener('abort', end);
    return value;
  }

  /** If the address is on the account, an earlier request whose response was lost has added it. */
  function pendingNotAdded(threepids: readonly ListedThreepid[]): PendingValidation[] {
    return (pending?.load() ?? []).filter((validation) => {
      const isAdded = hasEntry(threepids, validation.entry, validation.session.msisdn);
      if (isAdded) pending?.forget(validation);
      return !isAdded;
    });
  }

  function pageWatch<Event extends EventObject>() {
    return fromCallback<Event>(({ sendBack }) => {
      const earliest = clock.now() + RETURN_INTERVAL;
      let timer: number | null = null;
      const onReturn = () => {
        timer ??= clock.setTimeout(
          () => sendBack({ type: 'page.return' }),
          delayUntil(earliest, RETURN_INTERVAL),
        );
      };
      const stop = watchReturns(onReturn);
      return () => {
        if (timer !== null) clock.clearTimeout(timer);
        stop();
      };
    });
  }

  async function readAccount(
    { mayChange: known, assumed }: AccountRequest,
    signal: AbortSignal,
  ): Promise<AccountResponse> {
    const [list, said] = await Promise.all([
      homeserver.listThreepids(signal),
      // The list is useful without the capabilities, and an attempt to change it shows them as well.
      known ?? optional(homeserver.mayChangeThreepids, signal),
    ]);
    if (list.type === 'refused') return { ...list, mayChange: said };
    const { threepids } = list;
    const mayChange = said ?? assumed;
    const accountManagementUrl = mayChange
      ? null
      : await optional(homeserver.accountManagementUrl, signal);
    return {
      type: 'read',
      threepids,
      mayChange,
      accountManagementUrl,
      pending: pendingNotAdded(threepids),
    };
  }

  return threepidsMachine.provide({
    delays: { retryDelay: ({ context }) => retryDelay(RETRY_DELAY, context.attempts) },
    actors: {
      listThreepids,
      watchPage: pageWatch<ThreepidsEvent>(),
      readAccount: request(readAccount),
      removeThreepid: removeThreepidMachine.provide({
        actors: {
          listThreepids: reconcileList,
          deleteThreepid: request(homeserver.deleteThreepid),
        },
      }),
      addThreepid: addThreepidMachine.provide({
        delays: {
          retryDelay: ({ context: { token, attempts } }) =>
            retryDelay(token === null ? MAIL_RETRY_DELAY : RETRY_DELAY, attempts),
        },
        actors: {
          listThreepids: reconcileList,
          requestToken: request(homeserver.requestToken),
          submitToken: request(homeserver.submitToken),
          addThreepid: request(homeserver.addThreepid),
          interactiveAuth: addAuthMachine.provide(
            authImplementations(homeserver.addThreepid, homeserver.authPageUrl, environment),
          ),
          waitUntil: request(waitUntil),
          watchPage: pageWatch<AddThreepidEvent>(),
        },
        actions: {
          generateClientSecret: assign({
            draft: ({ context: { draft } }) =>
              draft && { ...draft, clientSecret: generateSecret(random) },
          }),
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
