import { describe, expect, it } from 'vitest';
import { profiles, type Settings } from '../../src/index.ts';
import { at, authAt } from '../helpers/client.ts';
import { authRequired, expectNoSecrets, startAdding } from '../helpers/interactive-auth.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

const PASSWORD = 'm.login.password';
const wrong = { fields: { password: { problem: { code: 'passwordWrong' } } } };
const repeated = { report: { role: 'status', problem: { code: 'authRepeated' } } };

const endpoints: readonly (readonly [string, Partial<Settings>])[] = [
  ['devices', profiles.dendriteDevices],
  ['the password', { ...profiles.dendrite, notServed: [], mailServer: 'working' }],
];

describe.each(endpoints)("with Dendrite's interactive auth for %s", (_, settings) => {
  it('accepts the right password after wrong ones', async () => {
    const fixture = await startAdding({ settings });
    const { actor, client, requestCount } = fixture;
    for (const password of ['not my password', 'nor this one']) {
      client.submitPassword(await authAt(actor, 'password'), password);
      expect(await authAt(actor, 'password')).toMatchObject(wrong);
    }
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(requestCount()).toBe(4);
    expectNoSecrets(fixture);
  });

  it('asks for the password again after it was accepted, and says why', async () => {
    const { polling, client, testServer, requestsTo } = await createSimulatedFixture({ settings });
    const { actor, mail, view } = await polling();
    await testServer.openLink(mail.link);
    const before = requestsTo('addThreepid').length;
    view.proceed?.();
    const again = await authAt(actor, 'password');
    expect(again).toMatchObject(repeated);
    expect(requestsTo('addThreepid').length - before).toBe(2);
    client.submitPassword(again, client.account.password);
    await at(actor, 'added');
  });
});

it.each([
  ['`params` and `completed` that are null', { session: '', params: null, completed: null }],
  ['only flows', { session: undefined }],
  ['`params` of another type', { session: '', params: { [PASSWORD]: 'text', another: [1] } }],
])('asks for the password without a session after a 401 with %s', async (_, more) => {
  const responses = [authRequired([[PASSWORD]], more)];
  const { actor, client, auths } = await startAdding({ responses });
  const view = await authAt(actor, 'password');
  expect(view.report).toBeNull();
  client.submitPassword(view, client.account.password);
  await at(actor, 'added');
  expect(auths().map((auth) => auth && 'session' in auth)).toEqual([undefined, false]);
});

it('keeps the completed stages after a 401 without `completed`', async () => {
  const flow = [PASSWORD, 'org.a', 'org.b'];
  const { actor, client } = await startAdding({
    responses: [
      authRequired([flow]),
      authRequired([flow], { completed: [PASSWORD] }),
      authRequired([flow], { completed: null }),
    ],
    openFallback: () => () => undefined,
  });
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  (await authAt(actor, 'fallback')).open?.();
  (await authAt(actor, 'fallback')).finish?.();
  const left = await authAt(actor, 'fallback');
  expect(left).toMatchObject({ stage: 'org.a', report: { problem: { code: 'authNotCompleted' } } });
});

it('sends the session once after a 401 in which a flow is complete', async () => {
  const { actor, client, auths } = await startAdding({
    responses: [
      authRequired([[PASSWORD]]),
      authRequired([[PASSWORD]], { completed: [PASSWORD] }),
      { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } },
    ],
  });
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  expect(await at(actor, 'validatingByLink')).toMatchObject({ isPolling: true });
  expect(auths().at(-1)).toEqual({ session: 'given' });
  expect(auths()).toHaveLength(3);
});

it.each([
  ['is unknown', { status: 400, body: { errcode: 'M_UNKNOWN' } }],
  ['belongs to another request', { status: 403, body: { errcode: 'M_UNKNOWN' } }],
  ['is rejected as malformed', { status: 400, body: { errcode: 'M_BAD_JSON' } }],
])('starts another session if the homeserver says that it %s, and says why', async (_, outcome) => {
  const { actor, client, homeserver, requestCount } = await startAdding();
  const view = await authAt(actor, 'password');
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  client.submitPassword(view, client.account.password);
  const again = await authAt(actor, 'password');
  expect(again).toMatchObject(repeated);
  expect(requestCount()).toBe(3);
  expect(new Set(client.sessions).size).toBe(2);
  client.submitPassword(again, client.account.password);
  await at(actor, 'added');
});

it('reports that changes are disabled, and not a wrong password', async () => {
  const { actor, client, homeserver } = await startAdding();
  const view = await authAt(actor, 'password');
  homeserver.settings.changesEnabled = false;
  client.submitPassword(view, client.account.password);
  const refused = await at(actor, 'validatingByLink');
  expect(refused.report).toEqual({ role: 'alert', problem: { code: 'changesDisabled' } });
});

it.each([
  ['no flows', { authFlows: [] }],
  ['no flow for an account without a password', { passwordLogin: false }],
])('reports %s as unsupported, and lets the user go back', async (_, settings) => {
  const { actor } = await startAdding({ settings });
  const view = await authAt(actor, 'unsupported');
  expect(view.report).toEqual({ role: 'alert', problem: { code: 'authUnsupported' } });
  view.back?.();
  await at(actor, 'validatingByLink');
});

it('adds with one request if the homeserver requires no interactive auth', async () => {
  const { actor, requestCount } = await startAdding({ settings: { interactiveAuth: null } });
  await at(actor, 'added');
  expect(requestCount()).toBe(1);
});

it('completes a stage without input that is required after the password was accepted', async () => {
  const { polling, homeserver, requestsTo } = await createSimulatedFixture();
  const { actor, view } = await polling();
  const outcome = authRequired([['m.login.dummy']]);
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: { status: 200, body: {} } });
  const before = requestsTo('addThreepid').length;
  view.proceed?.();
  await at(actor, 'added');
  const [check, first, last, ...more] = requestsTo('addThreepid').slice(before);
  expect(check).toMatchObject({ auth: { session: expect.any(String) } });
  // The challenge needs nothing from the user, so it is no progress: `/add` starts without a session.
  expect(first).not.toHaveProperty('auth');
  expect(last).toMatchObject({ auth: { type: 'm.login.dummy', session: 'given' } });
  expect(more).toEqual([]);
});

it('does not report a wrong password if none was sent', async () => {
  const { homeserver, polling } = await createSimulatedFixture();
  const { actor, view } = await polling();
  const outcome = authRequired([[PASSWORD]], {
    errcode: 'M_FORBIDDEN',
    error: 'UIAA session does not exist',
    session: 'another',
  });
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  view.proceed?.();
  const again = await authAt(actor, 'password');
  expect(again.fields.password.problem).toBeNull();
  expect(again.report?.problem).toEqual({ code: 'authRepeated' });
});

describe('on a homeserver that keeps no session', () => {
  const withoutSession = authRequired([[PASSWORD]], { session: undefined });

  it('asks for the password each time, and does not poll', async () => {
    const { homeserver, clock, client, testServer, requestsTo, validatingByLink } =
      await createSimulatedFixture();
    const { actor, view, mail } = await validatingByLink();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: withoutSession });
    view.proceed?.();
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } },
    });
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    const waiting = await at(actor, 'validatingByLink');
    expect(waiting.isPolling).toBe(false);
    clock.increment(60_000);
    expect(requestsTo('addThreepid')).toHaveLength(2);
    expect(requestsTo('addThreepid').map(Object)[1].auth).not.toHaveProperty('session');

    await testServer.openLink(mail.link);
    (await at(actor, 'validatingByLink')).proceed?.();
    await authAt(actor, 'password');
    expect(requestsTo('addThreepid').map(Object)[2]).not.toHaveProperty('auth');
  });

  it('adds with one password although the latest of two mails was not opened', async () => {
    const { homeserver, client, testServer, requestsTo, validatingByLink, cooledDown } =
      await createSimulatedFixture();
    const { actor, mail } = await validatingByLink();
    const ready = await cooledDown(actor);
    // Synapse assigns a new sid to a mail that is sent after the link was opened.
    await testServer.openLink(mail.link);
    ready.resend?.();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: withoutSession });
    (await at(actor, 'validatingByLink')).proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    const [challenged, ...withPassword] = requestsTo('addThreepid').map(Object);
    expect(challenged).not.toHaveProperty('auth');
    expect(withPassword.map(({ auth }) => auth)).toMatchObject([
      { password: client.account.password },
      { password: client.account.password },
    ]);
    expect(withPassword[1].sid).not.toBe(withPassword[0].sid);
  });
});

it('stays on the password screen if the rate limit is reached', async () => {
  const { homeserver, client, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED' } },
  });
  client.submitPassword(view, client.account.password);
  const again = await authAt(actor, 'password');
  expect(again.report).toMatchObject({ role: 'alert', problem: { code: 'rateLimited' } });
});

it.each([
  [
    'consent is missing',
    { status: 403, body: { errcode: 'M_CONSENT_NOT_GIVEN' } },
    'termsNotSigned',
  ],
  [
    'it is refused for an unknown reason',
    { status: 400, body: { errcode: 'M_INVALID_PARAM' } },
    'unknown',
  ],
])('returns to the link if a password is sent and %s', async (_, outcome, code) => {
  const { homeserver, client, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  client.submitPassword(view, client.account.password);
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting.report).toMatchObject({ role: 'alert', problem: { code } });
  waiting.proceed?.();
  await authAt(actor, 'password');
});

it('says so if another password is required after the right one', async () => {
  const { homeserver, client, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: authRequired([[PASSWORD]], { session: 'another' }),
  });
  client.submitPassword(view, client.account.password);
  expect(await authAt(actor, 'password')).toMatchObject(repeated);
});

it('keeps the session if a later 401 has none', async () => {
  const { homeserver, client, requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: authRequired([[PASSWORD]], { errcode: 'M_FORBIDDEN', session: '' }),
  });
  client.submitPassword(view, 'not the password');
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  await at(actor, 'validatingByLink');
  expect(requestsTo('addThreepid').map(Object).at(-1).auth.session).toBe(client.sessions[0]);
});
