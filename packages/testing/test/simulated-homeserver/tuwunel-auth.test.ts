import { expect, it } from 'vitest';
import { profiles } from '../../src/index.ts';
import { openHomeserver } from './open-homeserver.ts';

/** An error with any text. */
const rejected = (status: number, errcode: string) => ({
  status,
  body: { errcode, error: expect.any(String) },
});

/** Interactive auth comes before validation, so these tests need no validated threepid. */
const UNVALIDATED = { sid: 'any', client_secret: 'any' };
const PASSED = rejected(403, 'M_THREEPID_AUTH_FAILED');
const CHALLENGE = { flows: [{ stages: ['m.login.password'] }], params: {} };

// Tuwunel, src/service/uiaa/mod.rs, as all of these.
it('deletes a completed session, so that each addition needs the password', async () => {
  const { add, beginAuth, completeAuth, passwordStage } = openHomeserver(profiles.tuwunel);
  const used = await completeAuth();
  const forgotten = rejected(403, 'M_FORBIDDEN');
  expect(await add({ ...UNVALIDATED, auth: { session: used } })).toEqual(forgotten);
  const again = passwordStage({ session: used });
  expect(await add({ ...UNVALIDATED, auth: again })).toEqual(forgotten);
  const next = passwordStage({ session: await beginAuth() });
  expect(await add({ ...UNVALIDATED, auth: next })).toEqual(PASSED);
});

it('lists completed stages if there are any, and keeps the session until then', async () => {
  const { homeserver, add, beginAuth, passwordStage } = openHomeserver(profiles.tuwunel);
  const session = await beginAuth();
  const send = (auth: object) => add({ ...UNVALIDATED, auth: { session, ...auth } });
  expect(await send({})).toEqual({ status: 401, body: { session, ...CHALLENGE } });
  const wrong = { errcode: 'M_FORBIDDEN', error: expect.any(String) };
  expect(await send(passwordStage({ password: 'wrong' }))).toEqual({
    status: 401,
    body: { session, ...CHALLENGE, ...wrong },
  });
  expect(await send({ type: 'm.login.nope' })).toEqual({
    status: 401,
    body: { session, ...CHALLENGE },
  });
  homeserver.settings.authFlows = [['m.login.password', 'm.login.sso']];
  expect(await send(passwordStage())).toMatchObject({
    status: 401,
    body: { session, completed: ['m.login.password'] },
  });
});

it('rejects an unknown session', async () => {
  const { add, passwordStage } = openHomeserver(profiles.tuwunel);
  const auth = passwordStage({ session: 'unknown' });
  expect(await add({ ...UNVALIDATED, auth })).toEqual(rejected(403, 'M_FORBIDDEN'));
});
