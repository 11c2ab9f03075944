import { SimulatedClock } from 'xstate';
import type { Clock } from '../src/clock.ts';
import {
  addThreepidView,
  createThreepids,
  threepidsView,
  type AddThreepidView,
  type PendingStorage,
  type ThreepidsActor,
} from '../src/index.ts';
import type { ThreepidsOptions } from '../src/create-threepids.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const START = Date.UTC(2026, 9, 12, 12);
export const KEY = 'threepid.pending @alice:example.org https://matrix.example.org/';

/** A clock whose timers run with `increment`, and whose time of day can be set. */
export function testClock() {
  const timers = new SimulatedClock();
  const pending = new Set<number>();
  let start = START;
  const clock: Clock = {
    now: () => start + timers.now(),
    setTimeout: (callback, milliseconds) => {
      const id = timers.setTimeout(() => {
        pending.delete(id);
        callback();
      }, milliseconds);
      pending.add(id);
      return id;
    },
    clearTimeout: (id) => {
      pending.delete(id);
      timers.clearTimeout(id);
    },
  };
  return {
    clock,
    pending,
    increment: (milliseconds: number) => timers.increment(milliseconds),
    /** Sets the time of day, as a user or the network does. No timer runs. */
    setBack: (milliseconds: number) => {
      start -= milliseconds;
    },
  };
}

/** A storage like a browser's, without its persistence. */
export function testStorage(entries: Readonly<Record<string, unknown>> = {}) {
  const items = new Map(
    Object.entries(entries).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const storage: PendingStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
  return { storage, items };
}

/** A stored validation of a mail; `over` replaces its fields. */
export function storedEmail(over: object = {}, session: object = {}) {
  return {
    keptAt: START - HOUR,
    medium: 'email',
    typed: { address: 'alice@example.org', country: '' },
    entry: { medium: 'email', address: 'alice@example.org' },
    clientSecret: 'client-secret',
    session: {
      sids: ['sid'],
      sendAttempt: 1,
      submitUrl: null,
      isTokenAccepted: false,
      msisdn: null,
      intlFmt: null,
      resendAt: START - HOUR + 30_000,
      ...session,
    },
    ...over,
  };
}

export function storedPhone(over: object = {}, session: object = {}) {
  return storedEmail(
    {
      medium: 'msisdn',
      typed: { address: '06 11 22 33 44', country: 'FR' },
      entry: { medium: 'msisdn', country: 'FR', phoneNumber: '0611223344' },
      clientSecret: 'phone-secret',
      ...over,
    },
    { submitUrl: 'https://matrix.example.org/submit', ...session },
  );
}

export function form(...pending: readonly object[]) {
  return { version: 1, pending };
}

/** Lets every response arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

export type Responses = (path: string, body: unknown) => { status?: number; body: unknown };

/** The list of an account whose homeserver responds as given; else with an empty list and a mail. */
export function start(options: Partial<ThreepidsOptions> & { readonly respond?: Responses }) {
  const { respond, ...rest } = options;
  const requests: { readonly path: string; readonly body: unknown }[] = [];
  const threepids = createThreepids({
    baseUrl: 'https://matrix.example.org',
    userId: '@alice:example.org',
    getAccessToken: () => 'access-token',
    watchPage: () => () => undefined,
    fetch: async (url, init) => {
      const path = String(url).replace(/^https:\/\/[^/]*(?:\/_matrix\/client\/v3)?/u, '');
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
      requests.push({ path, body });
      const { status = 200, body: responded } = respond?.(path, body) ?? usual(path);
      return new Response(JSON.stringify(responded), { status });
    },
    ...rest,
  });
  return { threepids, requests };
}

export function usual(path: string): { status?: number; body: unknown } {
  return { body: path.endsWith('/requestToken') ? { sid: 'sid' } : {} };
}

/** The views of the running additions. */
export function additions(threepids: ThreepidsActor): readonly AddThreepidView[] {
  const view = threepidsView(threepids).getSnapshot();
  if (view.step !== 'ready') return [];
  return view.additions.map((addition) => addThreepidView(addition).getSnapshot());
}

export async function open(threepids: ThreepidsActor): Promise<void> {
  threepids.send({ type: 'list.open' });
  await settle();
}
