import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { createFetchHomeserver } from '../src/homeserver/fetch-homeserver.ts';
import type { AuthData } from '../src/homeserver/homeserver.ts';
import { Secret } from '../src/secret.ts';

const notValidated = Response.json({ errcode: 'M_THREEPID_AUTH_FAILED' }, { status: 400 });
const added = Response.json({});

const payload = {
  medium: 'email',
  sids: [new Secret('newest'), new Secret('older'), new Secret('oldest')],
  clientSecret: new Secret('client secret'),
} as const;

const proof = {
  stage: 'm.login.password',
  userId: '@alice:example.org',
  password: new Secret('a password'),
} as const;

const sentProof = {
  type: 'm.login.password',
  user: '@alice:example.org',
  identifier: { type: 'm.id.user', user: '@alice:example.org' },
  password: 'a password',
};

/** Calls `/add` on a homeserver that sends these responses in turn. Resolves with the result and the bodies of the requests. */
async function add(auth: AuthData | null, responses: readonly Response[]) {
  const bodies: unknown[] = [];
  const { addThreepid } = createFetchHomeserver({
    baseUrl: 'https://homeserver.org',
    prefix: '/_matrix/client/v3',
    clock: { ...systemClock, now: () => 0 },
    lifetime: new AbortController().signal,
    trustsSubmitUrl: () => false,
    getAccessToken: () => 'an access token',
    fetch: async (_, init) => {
      const response = responses[bodies.length];
      bodies.push(JSON.parse(String(init?.body)));
      return response?.clone() ?? Response.error();
    },
  });
  const result = await addThreepid({ payload, auth }, new AbortController().signal);
  return { result, bodies };
}

function bodyOf(sid: string, auth?: object) {
  return { sid, client_secret: 'client secret', ...(auth && { auth }) };
}

describe('/add', () => {
  it('tries the sids newest first, until one is validated', async () => {
    expect(await add(null, [notValidated, added])).toEqual({
      result: { type: 'settled', result: null },
      bodies: [bodyOf('newest'), bodyOf('older')],
    });
  });

  it('is refused as not validated after it tried every sid', async () => {
    expect(await add(null, [notValidated, notValidated, notValidated])).toEqual({
      result: { type: 'refused', problem: { code: 'notValidated', medium: 'email' } },
      bodies: [bodyOf('newest'), bodyOf('older'), bodyOf('oldest')],
    });
  });

  it('tries no other sid after a challenge or another refusal', async () => {
    const challenge = Response.json({ flows: [{ stages: ['m.login.password'] }] }, { status: 401 });
    const inUse = Response.json({ errcode: 'M_THREEPID_IN_USE' }, { status: 400 });
    for (const [response, type] of [
      [challenge, 'authRequired'],
      [inUse, 'refused'],
    ] as const) {
      const { result, bodies } = await add(null, [response]);
      expect(result.type).toBe(type);
      expect(bodies).toEqual([bodyOf('newest')]);
    }
  });

  it('sends the proof with the first sid, and the session alone with the others', async () => {
    const auth = { session: new Secret('auth session'), proof };
    const { bodies } = await add(auth, [notValidated, notValidated, added]);
    expect(bodies).toEqual([
      bodyOf('newest', { ...sentProof, session: 'auth session' }),
      bodyOf('older', { session: 'auth session' }),
      bodyOf('oldest', { session: 'auth session' }),
    ]);
  });

  it('sends the proof with each sid if the homeserver keeps no session', async () => {
    const { bodies } = await add({ session: null, proof }, [notValidated, notValidated, added]);
    expect(bodies).toEqual([
      bodyOf('newest', sentProof),
      bodyOf('older', sentProof),
      bodyOf('oldest', sentProof),
    ]);
  });
});
