import { describe, expect, it } from 'vitest';
import type { PendingStorage } from '../src/index.ts';
import { createPendingStore } from '../src/pending/pending-store.ts';
import { Secret } from '../src/secret.ts';
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

function loaded(...pending: readonly object[]) {
  const { storage } = testStorage({ [KEY]: form(...pending) });
  const owner = KEY.replace('threepid.pending ', '');
  return createPendingStore({ storage, owner, clock: { now: () => START } }).load();
}

describe('a stored validation', () => {
  it('is loaded as it was stored', () => {
    expect(loaded(storedEmail(), storedPhone())).toHaveLength(2);
  });

  it.each([
    ['that is null', null],
    ['of another medium than its entry', storedEmail({ medium: 'msisdn' })],
    ['of a phone number without a URL for the code', storedPhone({}, { submitUrl: null })],
    ['with a URL that is too long', storedPhone({}, { submitUrl: 'x'.repeat(2_001) })],
    ['without a sid', storedEmail({}, { sids: [] })],
    ['with odd sids only', storedEmail({}, { sids: [null, '', 's'.repeat(1_001)] })],
    ['with a secret that is too long', storedEmail({ clientSecret: 's'.repeat(1_001) })],
    [
      'with an address that is too long',
      storedEmail({ entry: { medium: 'email', address: 'a'.repeat(255) } }),
    ],
    [
      'with an odd phone number',
      storedPhone({ entry: { medium: 'msisdn', country: 'FR', phoneNumber: 'a' } }),
    ],
    [
      'with an odd country',
      storedPhone({ entry: { medium: 'msisdn', country: 'France', phoneNumber: '1' } }),
    ],
    ['with an odd moment', storedEmail({ keptAt: 1e300 })],
  ])('%s is left out, and the others are kept', (_, odd) => {
    const all = loaded(Object(odd), storedEmail({ clientSecret: 'good' }));
    expect(all.map(({ clientSecret }) => clientSecret.reveal())).toEqual(['good']);
  });

  it('counts once', () => {
    expect(loaded(storedEmail(), storedEmail(), storedEmail())).toHaveLength(1);
  });

  it('is one of 20 at most', () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      storedEmail({ clientSecret: `${index}` }),
    );
    expect(loaded(...many)).toHaveLength(20);
  });

  it('has six sids at most', () => {
    const sids = Array.from({ length: 300 }, (_, index) => `sid-${index}`);
    const [pending] = loaded(storedEmail({}, { sids }));
    expect(pending?.session.sids.map((sid) => sid.reveal())).toEqual(sids.slice(0, 6));
  });

  it('counts odd texts as empty', () => {
    const typed = { address: 'a'.repeat(10_000), country: 5 };
    const [pending] = loaded(storedPhone({ typed }, { intlFmt: 'x'.repeat(5_000), msisdn: 'x' }));
    expect(pending?.typed).toEqual({ address: '', country: '' });
    expect(pending?.session).toMatchObject({ intlFmt: null, msisdn: null });
  });

  it('delays another mail for a day at most', () => {
    const [pending] = loaded(storedEmail({}, { resendAt: START + 300 * DAY }));
    expect(pending?.session.resendAt).toBe(START + DAY);
  });

  it('delays no mail after the clock was set back', () => {
    const keptAt = START + HOUR;
    const [pending] = loaded(storedEmail({ keptAt }, { resendAt: keptAt + 30_000 }));
    expect(pending?.session.resendAt).toBe(START);
  });

  it('is left as it is if a newer version stored it', async () => {
    const { clock, increment } = testClock();
    const { storage, items } = testStorage({ [KEY]: { version: 2, pending: [] } });
    const { threepids } = start({ storage, clock });
    await open(threepids);
    increment(2 * DAY);
    expect(items.get(KEY)).toBe('{"version":2,"pending":[]}');
  });
});

it('sends six requests at most for one password', async () => {
  const sids = Array.from({ length: 300 }, (_, index) => `sid-${index}`);
  const { storage } = testStorage({ [KEY]: form(storedEmail({}, { sids })) });
  const { clock } = testClock();
  const flows = [{ stages: ['m.login.password'] }];
  const { threepids, requests } = start({
    storage,
    clock,
    respond: (path, body) => {
      if (!path.endsWith('/add')) return usual(path);
      if (!Object.hasOwn(Object(body), 'auth'))
        return { status: 401, body: { session: 's', flows } };
      return { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };
    },
  });
  await open(threepids);
  const [view] = additions(threepids);
  if (view?.step !== 'validatingByLink') throw new Error('Not waiting for the link');
  view.proceed?.();
  await settle();
  const [authenticating] = additions(threepids);
  if (authenticating?.step !== 'authenticating') throw new Error('Not authenticating');
  const password = new Secret('password');
  authenticating.auth.send({ type: 'auth.submit', password });
  await settle();
  expect(requests.filter(({ path }) => path.endsWith('/add'))).toHaveLength(7);
  threepids.stop();
});

it('offers exits if the stored URL for the code is no longer trusted', async () => {
  const submitUrl = 'https://evil.example/submit';
  const { storage } = testStorage({ [KEY]: form(storedPhone({}, { submitUrl })) });
  const { clock, increment } = testClock();
  const { threepids, requests } = start({ storage, clock });
  await open(threepids);
  const [view] = additions(threepids);
  if (view?.step !== 'validatingByToken') throw new Error('Not waiting for the code');
  view.submit?.('123456');
  await settle();
  increment(0);
  await settle();
  const [after] = additions(threepids);
  if (after?.step !== 'validatingByToken') throw new Error('Not waiting for the code');
  expect(after.report?.problem.code).toBe('submitUrlUntrusted');
  expect(after.editAddress).not.toBeNull();
  expect(after.cancel).not.toBeNull();
  expect(after.resend).not.toBeNull();
  expect(requests.some(({ path }) => path.includes('submit'))).toBe(false);
  threepids.stop();
});

describe('the lifetime of a stored validation', () => {
  const others = {
    [`threepid.pending @bob:example.org https://matrix.example.org/`]: form(storedEmail()),
    [`threepid.pending @carol:example.org https://other.example.org/`]: form(
      storedEmail({ keptAt: START - 2 * DAY }),
    ),
    'threepid.pending @dave:example.org https://other.example.org/': 'not JSON',
    theme: 'dark',
  };

  it('ends for every account on the storage when the list is created', () => {
    const { storage, items } = testStorage({
      ...others,
      [KEY]: form(storedEmail({ keptAt: START - DAY })),
    });
    const { threepids } = start({ storage, clock: testClock().clock });
    expect([...items.keys()]).toEqual([Object.keys(others)[0], 'theme']);
    threepids.stop();
  });

  it('ends by a timer, also for other accounts', () => {
    const { clock, increment, pending } = testClock();
    const { storage, items } = testStorage({
      ...others,
      [KEY]: form(storedEmail({ keptAt: START })),
    });
    const { threepids } = start({ storage, clock });
    increment(23 * HOUR - 1);
    expect(items.size).toBe(3);
    increment(1);
    expect([...items.keys()]).toEqual(['theme', KEY]);
    increment(HOUR);
    expect([...items.keys()]).toEqual(['theme']);
    expect(pending.size).toBe(0);
    threepids.stop();
  });

  it('ends a day after the first mail, however often it is stored again', async () => {
    const { clock, increment } = testClock();
    const { storage, items } = testStorage();
    const { threepids } = start({ storage, clock });
    await open(threepids);
    threepids.send({ type: 'threepid.add', medium: 'email' });
    const [form] = additions(threepids);
    if (form?.step !== 'editing') throw new Error('Not editing');
    form.submit?.('alice@example.org');
    await settle();
    expect(items.has(KEY)).toBe(true);
    for (const delay of [13 * HOUR, 11 * HOUR - 1]) {
      increment(delay);
      await settle();
      const [view] = additions(threepids);
      if (view?.step !== 'validatingByLink') throw new Error('Not waiting for the link');
      view.resend?.();
      await settle();
      expect(items.has(KEY)).toBe(true);
    }
    increment(1);
    expect(items.has(KEY)).toBe(false);
    increment(HOUR);
    await settle();
    const [view] = additions(threepids);
    if (view?.step !== 'validatingByLink') throw new Error('Not waiting for the link');
    view.resend?.();
    await settle();
    expect(additions(threepids)[0]).toMatchObject({ step: 'validatingByLink', isResent: true });
    expect(items.has(KEY)).toBe(false);
    threepids.stop();
  });

  it('is not extended by a moment in the future', () => {
    const { clock, increment } = testClock();
    const { storage, items } = testStorage({
      [KEY]: form(storedEmail({ keptAt: START + 20 * HOUR })),
    });
    const { threepids } = start({ storage, clock });
    increment(DAY);
    expect(items.size).toBe(0);
    threepids.stop();
  });

  it('ends within an hour after the device slept', () => {
    const { clock, increment, setBack } = testClock();
    const { storage, items } = testStorage({ [KEY]: form(storedEmail()) });
    const { threepids } = start({ storage, clock });
    setBack(-2 * DAY);
    increment(HOUR);
    expect(items.size).toBe(0);
    threepids.stop();
  });

  it('has no timer after the list stopped, or if nothing is stored', () => {
    const { clock, pending } = testClock();
    const { threepids } = start({ storage: testStorage().storage, clock });
    expect(pending.size).toBe(0);
    threepids.stop();
    const { storage } = testStorage({ [KEY]: form(storedEmail()) });
    const other = start({ storage, clock });
    expect(pending.size).toBe(1);
    other.threepids.stop();
    expect(pending.size).toBe(0);
  });

  it('ends for the own account on a storage that lists no keys', () => {
    const { storage, items } = testStorage({ ...others, [KEY]: form(storedEmail()) });
    const { getItem, setItem, removeItem } = storage;
    const plain: PendingStorage = { getItem, setItem, removeItem };
    const { clock, increment } = testClock();
    const { threepids } = start({ storage: plain, clock });
    increment(DAY);
    expect([...items.keys()]).toEqual(Object.keys(others));
    threepids.stop();
  });
});
