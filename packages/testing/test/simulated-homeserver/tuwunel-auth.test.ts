import { expect, it } from 'vitest';
import { profiles } from '../../src/index.ts';
import { openHomeserver } from './open-homeserver.ts';

/** A matrixError, whatever its text. */
const refused = (status: number, errcode: string) => ({
  status,
  body: { errcode, error: expect.any(String) },
});

/** Interactive auth comes first, so these threepids need not be validated. */
const UNVALIDATED = { sid: 'any', client_secret: 'any' };
const PASSED = refused(403, 'M_THREEPID_AUTH_FAILED');
const ASKED = { flows: [{ stages: ['m.login.password'] }], params: {} };

// Tuwunel, src/service/uiaa/mod.rs, as all of these.
it('forgets a session once it was complete, so that each addition needs the password', async () => {
  const { add, beginAuth, completeAuth, passwordStage } = openHomeserver(profiles.tuwunel);
  const used = await completeAuth();
  const forgotten = refused(403, 'M_FORBIDDEN');
  expect(await add({ ...UNVALIDATED, auth: { session: used } })).toEqual(forgotten);
  const again = passwordStage({ session: used });
  expect(await add({ ...UNVALIDATED, auth: again })).toEqual(forgotten);
  const anew = passwordStage({ session: await beginAuth() });
  expect(await add({ ...UNVALIDATED, auth: anew })).toEqual(PASSED);
});

it('says what is completed where there is something, and keeps the session until then', async () => {
  const { homeserver, add, beginAuth, passwordStage } = openHomeserver(profiles.tuwunel);
  const session = await beginAuth();
  const asked = (auth: object) => add({ ...UNVALIDATED, auth: { session, ...auth } });
  expect(await asked({})).toEqual({ status: 401, body: { session, ...ASKED } });
  const wrong = { errcode: 'M_FORBIDDEN', error: expect.any(String) };
  expect(await asked(passwordStage({ password: 'wrong' }))).toEqual({
    status: 401,
    body: { session, ...ASKED, ...wrong },
  });
  expect(await asked({ type: 'm.login.nope' })).toEqual({
    status: 401,
    body: { session, ...ASKED },
  });
  homeserver.settings.authFlows = [['m.login.password', 'm.login.sso']];
  expect(await asked(passwordStage())).toMatchObject({
    status: 401,
    body: { session, completed: ['m.login.password'] },
  });
});

it('refuses a session that nobody opened', async () => {
  const { add, passwordStage } = openHomeserver(profiles.tuwunel);
  const auth = passwordStage({ session: 'nobodys' });
  expect(await add({ ...UNVALIDATED, auth })).toEqual(refused(403, 'M_FORBIDDEN'));
});
