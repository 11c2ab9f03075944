import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { createPendingStore, type PendingStorage } from '../../src/pending/pending-store.ts';
import { Secret } from '../../src/secret.ts';
import { jsonText, odd } from './bodies.ts';
import { disturbed, mutated } from './mutations.ts';
import { checkBodies, TEST_TIMEOUT } from './runs.ts';
import { NOW, pendingShape } from './shapes.ts';

const HOUR = 3_600_000;
const SECRETS = ['secret-client-secret', 'secret-sid'];

/** The stored form of an email address and a phone number that wait. */
const STORED = {
  version: 1,
  pending: [
    {
      keptAt: NOW - HOUR,
      medium: 'email',
      typed: { address: 'alice@example.org', country: '' },
      entry: { medium: 'email', address: 'alice@example.org' },
      clientSecret: SECRETS[0],
      session: {
        sids: [SECRETS[1], 'an older sid'],
        sendAttempt: 2,
        submitUrl: null,
        isTokenAccepted: false,
        msisdn: null,
        intlFmt: null,
        resendAt: NOW,
      },
    },
    {
      keptAt: NOW - HOUR,
      medium: 'msisdn',
      typed: { address: '06 11 22 33 44', country: 'FR' },
      entry: { medium: 'msisdn', country: 'FR', phoneNumber: '0611223344' },
      clientSecret: 'another client secret',
      session: {
        sids: ['another sid'],
        sendAttempt: 1,
        submitUrl: 'https://homeserver.org/submit_token',
        isTokenAccepted: true,
        msisdn: '33611223344',
        intlFmt: '+33 6 11 22 33 44',
        resendAt: NOW,
      },
    },
  ],
};

const stored = fc.oneof(
  { weight: 12, arbitrary: disturbed(jsonText(mutated(fc.constant(STORED), odd))) },
  { weight: 1, arbitrary: jsonText(odd) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** A storage that contains the text, and throws on writes if it is full. */
function storageOf(text: string, isFull: boolean): PendingStorage {
  let item: string | null = text;
  const write = (value: string | null) => {
    if (isFull) throw new DOMException('full', 'QuotaExceededError');
    item = value;
  };
  return {
    getItem: () => item,
    setItem: (_, value) => write(value),
    removeItem: () => write(null),
  };
}

it(
  'loads only valid pending validations from any stored text, and stores them again',
  { timeout: TEST_TIMEOUT },
  async () => {
    const cases = fc.record({ text: stored, isFull: fc.boolean() });
    await checkBodies('pending validations', 1 / 4, cases, ({ text, isFull }) => {
      const storage = storageOf(text, isFull);
      const store = createPendingStore({ storage, owner: '', clock: { now: () => NOW } });
      const loaded = store.load();
      const serialized = JSON.stringify(loaded);
      for (const each of loaded) {
        if (!v.is(pendingShape, each)) expect.fail(`not declared: ${serialized}`);
        store.save(each);
      }
      if (SECRETS.some((each) => serialized.includes(each)))
        expect.fail(`contains a secret: ${serialized}`);
      if (!isFull && JSON.stringify(store.load()) !== serialized)
        expect.fail(`lost: ${serialized}`);
      for (const { clientSecret } of loaded) store.forget({ clientSecret });
      store.forget({ clientSecret: new Secret('of no validation') });
      if (!isFull && store.load().length > 0) expect.fail('still stored after forget');
    });
  },
);
