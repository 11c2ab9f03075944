import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import {
  intlFmt,
  listOf,
  LONGEST_WAIT,
  moment,
  msisdn,
  parseJson,
  read,
  secret,
  text,
} from '../parsing.ts';
import type { Secret } from '../secret.ts';
import type { PendingValidation } from './pending-validation.ts';

/**
 * Where an app lets pending validations be stored: `sessionStorage`, `localStorage`, or an object of
 * that shape. With `key` and `length`, expired validations of other accounts are deleted too.
 */
export type PendingStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> &
  Partial<Pick<Storage, 'key' | 'length'>>;

/** The pending validations of one account on one homeserver. */
export interface PendingStore {
  load(): readonly PendingValidation[];
  save(pending: PendingValidation): void;
  forget(pending: Pick<PendingValidation, 'clientSecret'>): void;
  /**
   * Deletes the expired validations of every account on the storage. Returns when the next one
   * expires, in milliseconds since the epoch; `Infinity` if none is stored.
   */
  expire(): number;
}

export interface PendingStoreOptions {
  readonly storage: PendingStorage;
  /** The account and its homeserver. */
  readonly owner: string;
  /** `now` returns milliseconds since the epoch. */
  readonly clock: Pick<Clock, 'now'>;
}

const PREFIX = 'threepid.pending ';

/** A day: how long identity servers keep a validation session (specification, identity service API, "Sessions"). */
const LIFETIME = 86_400_000;

/** More than a user adds at the same time. Each one is an actor, and a screen. */
const MAX_PENDING = 20;

/** The sids of the first mail and of five more. Each one costs an `/add`. */
const MAX_SIDS = 6;

/** What a field holds. Only the form shows it, so an odd one counts as empty. */
const typed = v.fallback(v.pipe(v.string(), v.maxLength(1_000)), '');

/** Stored values are as little trusted as a homeserver's: others may have written them. */
const storedValidation = v.pipe(
  v.object({
    keptAt: moment,
    medium: v.picklist(['email', 'msisdn']),
    typed: v.object({ address: typed, country: typed }),
    entry: v.variant('medium', [
      v.object({ medium: v.literal('email'), address: text(254) }),
      v.object({
        medium: v.literal('msisdn'),
        country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/u)),
        phoneNumber: v.pipe(v.string(), v.regex(/^\+?\d{1,40}$/u)),
      }),
    ]),
    clientSecret: secret,
    session: v.object({
      sids: v.pipe(listOf(secret, MAX_SIDS), v.minLength(1), v.readonly()),
      sendAttempt: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      submitUrl: v.nullable(text(2_000)),
      isTokenAccepted: v.boolean(),
      msisdn,
      intlFmt,
      resendAt: moment,
    }),
  }),
  // A phone number without a `submitUrl` would show the screen that waits for a link.
  v.check(
    ({ medium, entry, session }) =>
      medium === entry.medium && (medium === 'email' || session.submitUrl !== null),
  ),
);

const storedForm = v.object({
  version: v.literal(1),
  pending: listOf(storedValidation, MAX_PENDING),
});

/** The stored form of a newer version of this library. An app that was downgraded keeps it untouched. */
const newerForm = v.object({ version: v.pipe(v.number(), v.minValue(2)) });

type StoredValidation = v.InferOutput<typeof storedValidation>;

function serialize(pending: readonly StoredValidation[]): string | null {
  if (pending.length === 0) return null;
  const revealed = pending.map(({ clientSecret, session, ...rest }) => ({
    ...rest,
    clientSecret: clientSecret.reveal(),
    session: { ...session, sids: session.sids.map((sid) => sid.reveal()) },
  }));
  return JSON.stringify({ version: 1, pending: revealed });
}

function without(
  all: readonly StoredValidation[],
  { clientSecret }: Pick<StoredValidation, 'clientSecret'>,
): StoredValidation[] {
  return all.filter((each) => !each.clientSecret.equals(clientSecret));
}

/** With the validation at the end, once. */
function replaced(all: readonly StoredValidation[], by: StoredValidation): StoredValidation[] {
  return [...without(all, by), by];
}

/**
 * Creates the store of what a validation needs after a reload: the client secret and the sids. With a
 * validated session, they let anyone who has them add the address to an account. So storing is the
 * app's choice, lasts a day at most, and never includes a password or an interactive auth session. A
 * storage that fails, is full or holds something else stores nothing, and the flow continues.
 */
export function createPendingStore({ storage, owner, clock }: PendingStoreOptions): PendingStore {
  const ownKey = PREFIX + owner;
  /** When each validation was stored first. The storage forgets it when it expires. */
  const keptSince = new WeakMap<Secret, number>();

  function stored(key: string): string | null {
    try {
      return storage.getItem(key);
    } catch {
      return null;
    }
  }

  /**
   * The validations that have not expired, each one once. A moment in the future means that the clock
   * was set back: it counts as now, so that it neither extends the lifetime nor delays another mail.
   */
  function usable(all: readonly StoredValidation[]): StoredValidation[] {
    const now = clock.now();
    return all
      .filter(({ keptAt }) => Math.abs(now - keptAt) < LIFETIME)
      .reduce<StoredValidation[]>(replaced, [])
      .map(({ keptAt, session, ...rest }) => ({
        ...rest,
        keptAt: Math.min(keptAt, now),
        session: {
          ...session,
          resendAt: Math.min(session.resendAt, keptAt > now ? now : now + LONGEST_WAIT),
        },
      }));
  }

  /** Replaces what a key holds. Without a change, it only deletes what is odd or has expired. */
  function update(
    key: string,
    change: (before: StoredValidation[]) => readonly StoredValidation[] = (before) => before,
  ): readonly StoredValidation[] {
    const before = stored(key);
    const form = before === null ? null : parseJson(before);
    if (read(newerForm, form) !== null) return [];
    const pending = change(usable(read(storedForm, form)?.pending ?? []));
    const after = serialize(pending);
    if (after === before) return pending;
    try {
      if (after === null) storage.removeItem(key);
      else storage.setItem(key, after);
    } catch {
      // Private windows and full storages refuse. The validation then ends with its page.
    }
    return pending;
  }

  function keys(): readonly string[] {
    try {
      return Array.from({ length: storage.length ?? 0 }, (_, index) => storage.key?.(index) ?? '');
    } catch {
      return [];
    }
  }

  return {
    load: () => {
      const pending = update(ownKey);
      for (const { clientSecret, keptAt } of pending) keptSince.set(clientSecret, keptAt);
      return pending;
    },
    // Saving again does not extend the lifetime.
    save: (pending) => {
      const keptAt = keptSince.get(pending.clientSecret) ?? clock.now();
      keptSince.set(pending.clientSecret, keptAt);
      const kept = { ...pending, keptAt };
      update(ownKey, (before) => usable(replaced(before, kept)).slice(-MAX_PENDING));
    },
    forget: (pending) => {
      update(ownKey, (before) => without(before, pending));
    },
    expire: () => {
      const all = [ownKey, ...keys().filter((key) => key.startsWith(PREFIX))];
      const moments = all.flatMap((key) => update(key)).map(({ keptAt }) => keptAt + LIFETIME);
      return Math.min(...moments);
    },
  };
}

/** A timer stops while the device sleeps, so it looks again after an hour at the latest, in milliseconds. */
const MAX_EXPIRY_DELAY = 3_600_000;

/** Deletes expired validations now and by a timer, until the lifetime ends. */
export function expireOnTime(
  store: PendingStore,
  clock: Clock,
  lifetime: AbortSignal,
): PendingStore {
  let timer: number | null = null;
  function stop(): void {
    if (timer !== null) clock.clearTimeout(timer);
  }
  function expire(): void {
    stop();
    const left = store.expire() - clock.now();
    timer = left === Infinity ? null : clock.setTimeout(expire, Math.min(left, MAX_EXPIRY_DELAY));
  }
  expire();
  lifetime.addEventListener('abort', stop);
  return {
    ...store,
    save: (pending) => {
      store.save(pending);
      expire();
    },
  };
}
