import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { openHomeserver, sessionOf } from './open-homeserver.ts';

/** Interactive auth comes before validation, so these tests need no validated threepid. */
const UNVALIDATED = { sid: 'any', client_secret: 'any' };

const PASSED = { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };
const SINGLE_SIGN_ON = 'm.login.sso';
const CAPTCHA = 'm.login.recaptcha';

const OAuthParams = v.object({
  params: v.object({ 'm.oauth': v.object({ url: v.string() }) }),
});

/** Opens a session with these flows, and returns a client for its requests and pages. */
async function begin(...authFlows: string[][]) {
  const opened = openHomeserver({ authFlows });
  const { homeserver, add } = opened;
  const first = await add(UNVALIDATED);
  const session = sessionOf(first);
  const urlOf = (stage: string, of = session) =>
    `${homeserver.baseUrl}/_matrix/client/v3/auth/${stage}/fallback/web?session=${of}`;
  return {
    ...opened,
    first,
    session,
    urlOf,
    attempt: (auth: object = {}) => add({ ...UNVALIDATED, auth: { session, ...auth } }),
    async page(stage: string) {
      return await (await homeserver.fetch(urlOf(stage))).text();
    },
    async fill(stage: string, body: string) {
      return await (await homeserver.fetch(urlOf(stage), { method: 'POST', body })).text();
    },
  };
}

describe('flows of several stages', () => {
  it('are offered as configured, and complete when each stage is completed', async () => {
    const { first, attempt, passwordStage } = await begin(
      ['m.login.password', 'm.login.dummy'],
      [SINGLE_SIGN_ON],
    );
    const flows = [{ stages: ['m.login.password', 'm.login.dummy'] }, { stages: [SINGLE_SIGN_ON] }];
    expect(first).toMatchObject({ status: 401, body: { flows, params: {} } });
    const completed = ['m.login.password'];
    expect(await attempt(passwordStage())).toMatchObject({ status: 401, body: { completed } });
    expect(await attempt({ type: 'm.login.dummy' })).toMatchObject(PASSED);
    expect(await attempt()).toMatchObject(PASSED);
  });

  it('may have a captcha that accepts one response', async () => {
    const { first, attempt } = await begin([CAPTCHA]);
    const params = { [CAPTCHA]: { public_key: 'simulated-captcha' } };
    expect(first).toMatchObject({ body: { params } });
    expect(await attempt({ type: CAPTCHA, response: 'no idea' })).toMatchObject({
      status: 401,
      body: { completed: [], errcode: 'M_UNAUTHORIZED' },
    });
    expect(await attempt({ type: CAPTCHA, response: 'simulated-captcha solved' })).toMatchObject(
      PASSED,
    );
  });
});

it('challenges in another session after each completed flow if it is set to', async () => {
  const { homeserver, session, attempt } = await begin(['m.login.dummy']);
  homeserver.settings.neverAcceptsAuth = true;
  const again = await attempt({ type: 'm.login.dummy' });
  const flows = [{ stages: ['m.login.dummy'] }];
  expect(again).toMatchObject({ status: 401, body: { flows, completed: [] } });
  expect(sessionOf(again)).not.toBe(session);
  expect(await attempt()).toMatchObject({ status: 400, body: { errcode: 'M_UNKNOWN' } });
});

// Specification, client-server API, "OAuth authentication" (MSC4312).
describe('the stage m.oauth', () => {
  const OAUTH = 'm.oauth';

  /** The URL that the challenge has for the stage. */
  function oauthUrl({ body }: { readonly body: unknown }): string {
    return v.parse(OAuthParams, body).params[OAUTH].url;
  }

  it('is completed when the URL of the challenge is opened', async () => {
    const { homeserver, first, attempt, add } = await begin([OAUTH]);
    const url = oauthUrl(first);
    expect(url).toMatch(/^https:\/\/homeserver\.org\//u);
    expect(await attempt()).toMatchObject({
      status: 401,
      body: { completed: [], params: { [OAUTH]: { url } } },
    });
    const page = await homeserver.fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain('authDone');
    expect(await attempt()).toMatchObject(PASSED);
    expect(oauthUrl(await add(UNVALIDATED))).not.toBe(url);
  });

  it('has no fallback page', async () => {
    const { homeserver, urlOf } = await begin([OAUTH]);
    const response = await homeserver.fetch(urlOf(OAUTH));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errcode: 'M_UNKNOWN' });
  });

  it('completes only for the account of the session', async () => {
    const { homeserver, first, session, add } = await begin([OAUTH]);
    await homeserver.fetch(oauthUrl(first));
    const bob = homeserver.addAccount({ userId: 'bob', password: 'of Bob' });
    const auth = { session };
    expect(await add({ ...UNVALIDATED, auth }, { as: bob.accessToken })).toEqual({
      status: 403,
      body: { errcode: 'M_FORBIDDEN', error: 'Invalid auth' },
    });
  });

  it('requires a known session on its page', async () => {
    const { homeserver, first, session } = await begin([OAUTH]);
    const response = await homeserver.fetch(oauthUrl(first).replace(session, 'unknown'));
    expect(response.status).toBe(400);
  });

  it('can be one of several stages of a flow', async () => {
    const { homeserver, first, attempt, passwordStage } = await begin(
      ['m.login.password', OAUTH],
      [CAPTCHA],
    );
    expect(first).toMatchObject({ body: { params: { [CAPTCHA]: {}, [OAUTH]: {} } } });
    await attempt(passwordStage());
    await homeserver.fetch(oauthUrl(first));
    expect(await attempt()).toMatchObject(PASSED);
  });
});

describe('the page of a stage', () => {
  it.each([CAPTCHA, 'm.login.terms', 'org.example.unknown'])(
    'completes %s, and notifies the page that opened it',
    async (stage) => {
      const { page, fill, attempt } = await begin([stage]);
      expect(await page(stage)).toContain('<form method="post">');
      expect(await attempt()).toMatchObject({ status: 401, body: { completed: [] } });
      expect(await fill(stage, '')).toContain("window.opener.postMessage('authDone', '*')");
      expect(await attempt()).toMatchObject(PASSED);
    },
  );

  it('of single sign-on completes the stage for the account of the session', async () => {
    const { page, fill, attempt } = await begin([SINGLE_SIGN_ON]);
    expect(await page(SINGLE_SIGN_ON)).toContain('name="account"');
    expect(await fill(SINGLE_SIGN_ON, 'account=alice')).toContain('authDone');
    expect(await attempt()).toMatchObject(PASSED);
  });

  // `complete_sso_ui_auth` in `synapse/handlers/sso.py`; observed.
  it('of single sign-on rejects another account until the right one signs in', async () => {
    const { fill, attempt } = await begin([SINGLE_SIGN_ON]);
    for (const body of ['account=bob', '']) {
      expect(await fill(SINGLE_SIGN_ON, body)).not.toContain('authDone');
      expect(await attempt()).toEqual({
        status: 403,
        body: { errcode: 'M_FORBIDDEN', error: 'Invalid auth' },
      });
    }
    await fill(SINGLE_SIGN_ON, 'account=alice');
    expect(await attempt()).toMatchObject(PASSED);
  });

  // Observed on Synapse.
  it.each(['m.login.password', 'm.login.email.identity', 'm.login.msisdn', 'm.login.dummy'])(
    'does not exist for %s',
    async (stage) => {
      const { homeserver, urlOf } = await begin([SINGLE_SIGN_ON]);
      const response = await homeserver.fetch(urlOf(stage));
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        errcode: 'M_UNKNOWN',
        error: 'Unknown auth stage type',
      });
    },
  );

  it.each([
    ['', 'M_MISSING_PARAM'],
    ['?session=unknown', 'M_UNKNOWN'],
  ])('requires a known session, and rejects the query "%s"', async (query, errcode) => {
    const { homeserver, urlOf } = await begin([SINGLE_SIGN_ON]);
    const response = await homeserver.fetch(urlOf(SINGLE_SIGN_ON).replace(/\?.*$/u, query));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errcode });
  });
});
