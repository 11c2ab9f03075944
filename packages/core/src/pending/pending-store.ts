import * as v from 'valibot';
import { moment, read, secret } from '../parsing.ts';
import type { PendingValidation } from './pending-validation.ts';

/** Where an app lets pending validations be stored: `sessionStorage`, `localStorage`, or an object of that shape. */
export type PendingStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The pending validations of one account on one homeserver. */
export interface PendingStore {
  load(): PendingValidation[];
  save(pending: PendingValidation): void;
  forget(pending: Pick<PendingValidation, 'clientSecret'>): void;
}

export interface PendingStoreOptions {
  readonly storage: PendingStorage;
  /** The account and its homeserver. */
  readonly owner: string;
  /** `now` returns milliseconds since the epoch. */
  readonly clock: { now(): number };
}

/** A day: how long identity servers keep a validation session (specification, identity service API, "Sessions"). */
const LIFETIME = 86_400_000;

const storedForm = v.object({
  version: v.literal(1),
  pending: v.array(
    v.object({
      keptAt: v.number(),
      medium: v.picklist(['email', 'msisdn']),
      typed: v.object({ address: v.string(), country: v.string() }),
      entry: v.variant('medium', [
        v.object({ medium: v.literal('email'), address: v.string() }),
        v.object({ medium: v.literal('msisdn'), country: v.string(), phoneNumber: v.string() }),
      ]),
      clientSecret: secret,
      session: v.object({
        sids: v.pipe(v.array(secret), v.minLength(1), v.readonly()),
        sendAttempt: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
        submitUrl: v.nullable(v.string()),
        isTokenAccepted: v.boolean(),
        msisdn: v.nullable(v.string()),
        intlFmt: v.nullable(v.string()),
        resendAt: moment,
      }),
    }),
  ),
});

/** The stored form of a newer version of this library. An app that was downgraded keeps it untouched. */
const newerForm = v.object({ version: v.pipe(v.number(), v.minValue(2)) });

type StoredValidation = v.InferOutput<typeof storedForm>['pending'][number];

function serialize(stored: StoredValidation) {
  const { clientSecret, session } = stored;
  return {
    ...stored,
    clientSecret: clientSecret.reveal(),
    session: { ...session, sids: session.sids.map((sid) => sid.reveal()) },
  };
}

/**
 * Creates the store of what a validation needs after a reload: the client secret and the sids. With a
 * validated session, they let anyone who has them add the address to an account. So storing is the
 * app's choice, lasts a day at most, and never includes a password or an interactive auth session. A
 * storage that fails, is full or holds something else stores nothing, and the flow continues.
 */
export function createPendingStore({ storage, owner, clock }: PendingStoreOptions): PendingStore {
  const key = `threepid.pending ${owner}`;

  function stored(): unknown {
    try {
      return JSON.parse(storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  function load(): StoredValidation[] {
    return read(storedForm, stored())?.pending ?? [];
  }

  function isFresh({ keptAt }: StoredValidation): boolean {
    return Math.abs(clock.now() - keptAt) < LIFETIME;
  }

  function write(pending: readonly StoredValidation[]): void {
    if (read(newerForm, stored()) !== null) return;
    try {
      if (pending.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify({ version: 1, pending: pending.map(serialize) }));
    } catch {
      // Private windows and full storages refuse. The validation then ends with its page.
    }
  }

  function replace(
    { clientSecret }: Pick<StoredValidation, 'clientSecret'>,
    by: (before: StoredValidation | undefined) => readonly StoredValidation[],
  ): void {
    const fresh = load().filter(isFresh);
    const before = fresh.find((each) => each.clientSecret.equals(clientSecret));
    write([...fresh.filter((each) => each !== before), ...by(before)]);
  }

  return {
    load: () => {
      const all = load();
      const fresh = all.filter(isFresh);
      if (fresh.length < all.length) write(fresh);
      return fresh;
    },
    // Saving again does not extend the lifetime.
    save: (pending) =>
      replace(pending, (before) => [{ ...pending, keptAt: before?.keptAt ?? clock.now() }]),
    forget: (pending) => replace(pending, () => []),
  };
}
