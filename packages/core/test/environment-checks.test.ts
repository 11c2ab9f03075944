import { afterEach, describe, expect, it, vi } from 'vitest';
import { createThreepids, threepidsView, type PendingStorage } from '../src/index.ts';
import { en } from '../src/messages/en.ts';
import {
  additions,
  DAY,
  form,
  HOUR,
  KEY,
  open,
  settle,
  start,
  START,
  storedEmail,
  storedPhone,
  testClock,
  testStorage,
  usual,
} from './setting.ts';

const required = {
  baseUrl: 'https://matrix.example.org',
  userId: '@alice:example.org',
  getAccessToken: () => 'access-token',
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const denied = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

describe('an environment without', () => {
  it.each([
    ['crypto', undefined, 'random'],
    ['crypto', {}, 'random'],
    ['fetch', undefined, 'fetch'],
  ])('%s (%j) is found when the list is created', (name, value, option) => {
    vi.stubGlobal(name, value);
    expect(() => createThreepids(required)).toThrow(TypeError);
    expect(() => createThreepids(required)).toThrow(`requires the option ${option}`);
  });

  it('either is fine with the options', () => {
    vi.stubGlobal('crypto', undefined);
    vi.stubGlobal('fetch', undefined);
    createThreepids({
      ...required,
      random: (length) => new Uint8Array(length),
      fetch: async () => new Response(),
    }).stop();
  });
});

it.each(['localhost:8008', 'matrix.example.org:443', 'javascript:alert(1)', 'example.org', ''])(
  'rejects the homeserver address %j',
  (baseUrl) => {
    expect(() => createThreepids({ ...required, baseUrl })).toThrow(TypeError);
  },
);

describe('a storage that', () => {
  const { storage: good } = testStorage();
  const refusing: PendingStorage = {
    getItem: denied,
    setItem: denied,
    removeItem: denied,
    key: denied,
    get length() {
      return denied();
    },
  };

  it.each<[string, PendingStorage]>([
    ['throws in every call', refusing],
    ['is full', { ...good, setItem: denied }],
    ['lists odd keys', { ...good, length: 3, key: () => null }],
  ])('%s behaves as if it were absent', async (_, storage) => {
    const { threepids } = start({ storage });
    await open(threepids);
    threepids.send({ type: 'threepid.add', medium: 'email' });
    const [view] = additions(threepids);
    if (view?.step !== 'editing') throw new Error('Not editing');
    view.submit?.('alice@example.org');
    await settle();
    expect(additions(threepids)[0]?.step).toBe('validatingByLink');
    threepids.stop();
  });
});

it('behaves as if the storage were absent if reading the option throws', async () => {
  const threepids = createThreepids({
    ...required,
    fetch: async () => new Response('{}'),
    get storage(): never {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  await open(threepids);
  expect(threepidsView(threepids).getSnapshot().step).toBe('ready');
  threepids.stop();
});

/** A list that waits for a link, with a page that may return. */
async function waiting(resendAt: number) {
  const time = testClock();
  const { storage } = testStorage({ [KEY]: form(storedEmail({}, { resendAt })) });
  const listeners = new Set<() => void>();
  const { threepids } = start({
    storage,
    clock: time.clock,
    watchPage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    respond: (path) =>
      path.endsWith('/add')
        ? { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } }
        : usual(path),
  });
  await open(threepids);
  const view = () => {
    const [shown] = additions(threepids);
    if (shown?.step !== 'validatingByLink') throw new Error('Not waiting for the link');
    return shown;
  };
  const comeBack = async () => {
    for (const listener of listeners) listener();
    await settle();
  };
  return { ...time, threepids, view, comeBack, listeners };
}

describe('the wait for another mail', () => {
  it('ends a day later at the latest', async () => {
    const { increment, view, threepids } = await waiting(START + 300 * DAY);
    expect(view().resend).toBeNull();
    increment(DAY);
    await settle();
    expect(view().resend).not.toBeNull();
    threepids.stop();
  });

  it('ends when the page returns after the device slept', async () => {
    const { setBack, view, comeBack, threepids, listeners } = await waiting(START + HOUR);
    await comeBack();
    expect(view().resend).toBeNull();
    setBack(-HOUR);
    await comeBack();
    expect(view().resend).not.toBeNull();
    expect(listeners.size).toBe(0);
    threepids.stop();
  });

  it('does not start again when the clock is set back', async () => {
    const { setBack, increment, view, threepids } = await waiting(START + 30_000);
    increment(30_000);
    await settle();
    expect(view().resend).not.toBeNull();
    setBack(HOUR);
    view().proceed?.();
    await settle();
    increment(0);
    await settle();
    expect(view().resend).not.toBeNull();
    threepids.stop();
  });

  it('is no longer than before if the clock is set back and the screen changes', async () => {
    const { setBack, increment, view, threepids } = await waiting(START + 30_000);
    increment(10_000);
    setBack(300 * DAY);
    view().proceed?.();
    await settle();
    expect(view().resend).toBeNull();
    increment(30_000);
    await settle();
    expect(view().resend).not.toBeNull();
    threepids.stop();
  });

  it('goes on when the clock is set back', async () => {
    const { setBack, increment, view, comeBack, threepids } = await waiting(START + 30_000);
    setBack(300 * DAY);
    await comeBack();
    increment(30_000);
    await settle();
    expect(view().resend).not.toBeNull();
    threepids.stop();
  });

  it('leaves no timer and no listener behind', async () => {
    const { pending, listeners, threepids } = await waiting(START + HOUR);
    threepids.stop();
    expect(pending.size).toBe(0);
    expect(listeners.size).toBe(0);
  });
});

it('notices within seconds that the user came back, although the clock was set back', async () => {
  const { clock, increment, setBack } = testClock();
  const { storage } = testStorage({ [KEY]: form(storedPhone()) });
  let comeBack: (() => void) | undefined;
  const { threepids, requests } = start({
    storage,
    clock,
    watchPage: (listener) => {
      comeBack = listener;
      return () => undefined;
    },
    respond: (path) =>
      path.endsWith('/capabilities')
        ? { body: { capabilities: { 'm.3pid_changes': { enabled: false } } } }
        : { body: {} },
  });
  await open(threepids);
  const before = requests.length;
  setBack(DAY);
  comeBack?.();
  increment(5_000);
  await settle();
  expect(requests.length).toBeGreaterThan(before);
  threepids.stop();
});

const message = (until: number) => en.problems.rateLimited({ code: 'rateLimited', until });

describe('a time in a message', () => {
  const noon = new Date(2026, 9, 12, 12).getTime();

  it('names the day unless it is today', () => {
    vi.useFakeTimers({ now: noon });
    expect(message(noon + HOUR)).toBe('Too many attempts. Try again after 1:00:00 PM.');
    expect(message(noon + 12 * HOUR)).toBe(
      'Too many attempts. Try again after 12:00:00 AM on Tuesday, October 13.',
    );
    expect(en.actions.resendAt(noon + DAY)).toBe(
      'You can send another one after 12:00:00 PM on Tuesday, October 13.',
    );
  });
});
