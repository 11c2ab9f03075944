import * as v from 'valibot';
import { moment, read, secret } from '../parsing.ts';
import type { PendingValidation } from './pending-validation.ts';

/** Where an app lets pending validations be kept: `sessionStorage`, `localStorage`, or anything of their shape. */
export type PendingStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The validations of one account on one homeserver that are waiting for their person. */
export interface PendingStore {
  load(): PendingValidation[];
  save(pending: PendingValidation): void;
  forget(pending: Pick<PendingValidation, 'clientSecret'>): void;
}

export interface PendingStoreOptions {
  readonly storage: PendingStorage;
  /** Whose validations these are: the account and its homeserver. */
  readonly owner: string;
  /** Says milliseconds since the epoch. */
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

/** Of a later version of this library, which an app went back from: what it kept stays there. */
const laterForm = v.object({ version: v.pipe(v.number(), v.minValue(2)) });

type Kept = v.InferOutput<typeof storedForm>['pending'][number];

function written(kept: Kept) {
  const { clientSecret, session } = kept;
  return {
    ...kept,
    clientSecret: clientSecret.reveal(),
    session: { ...session, sids: session.sids.map((sid) => sid.reveal()) },
  };
}

/**
 * Keeps what a validation needs after a reload: client secret and sid, which together let whoever
 * holds them add the address to an account once it is validated. So it is an app's choice, kept for
 * a day at most, and never a password or an interactive auth session. A store that fails, is full or
 * holds something else keeps nothing, and the flow goes on.
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

  function load(): Kept[] {
    return read(storedForm, stored())?.pending ?? [];
  }

  function isFresh({ keptAt }: Kept): boolean {
    return Math.abs(clock.now() - keptAt) < LIFETIME;
  }

  function write(pending: readonly Kept[]): void {
    if (read(laterForm, stored()) !== null) return;
    try {
      if (pending.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify({ version: 1, pending: pending.map(written) }));
    } catch {
      // Private windows and full stores refuse; the validation then lives as long as its page.
    }
  }

  /** Whoever is kept again is kept no longer for it. */
  function replace(
    { clientSecret }: Pick<Kept, 'clientSecret'>,
    by: (before: Kept | undefined) => readonly Kept[],
  ): void {
    const kept = load().filter(isFresh);
    const before = kept.find((each) => each.clientSecret.equals(clientSecret));
    write([...kept.filter((each) => each !== before), ...by(before)]);
  }

  return {
    load: () => {
      const kept = load();
      const fresh = kept.filter(isFresh);
      // What has expired goes for good.
      if (fresh.length < kept.length) write(fresh);
      return fresh;
    },
    save: (pending) =>
      replace(pending, (before) => [{ ...pending, keptAt: before?.keptAt ?? clock.now() }]),
    forget: (pending) => replace(pending, () => []),
  };
}
