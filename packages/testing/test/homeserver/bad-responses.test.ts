import { addThreepidView, type Problem } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../src/index.ts';
import { at, authAt, confirming } from '../helpers/client.ts';
import { attemptsFor } from '../helpers/attempts.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

/** What a homeserver, or a proxy before it, may answer to anything. */
const answers: readonly (readonly [string, Fault['outcome'], Problem])[] = [
  [
    'a page instead of JSON',
    { status: 200, body: '<p>Hello' },
    { code: 'unreadable', status: 200 },
  ],
  ['JSON of another shape', { status: 200, body: ['sid'] }, { code: 'unreadable', status: 200 }],
  [
    'an error with a page',
    { status: 502, body: '<h1>Bad gateway</h1>' },
    { code: 'serverError', status: 502 },
  ],
  [
    'an errcode that nobody knows',
    { status: 418, body: { errcode: 'ORG_EXAMPLE_TEAPOT', error: 'short and stout' } },
    { code: 'unknown', status: 418, errcode: 'ORG_EXAMPLE_TEAPOT' },
  ],
  [
    'an errcode that is none',
    { status: 418, body: { errcode: 7 } },
    { code: 'unknown', status: 418, errcode: null },
  ],
  [
    'a limit',
    { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2000 } },
    { code: 'rateLimited', until: Date.UTC(2026, 0, 1) + 2000 },
  ],
  [
    'a limit without an end',
    { status: 429, body: { errcode: 'M_UNKNOWN' } },
    { code: 'rateLimited', until: Date.UTC(2026, 0, 1) + 60_000 },
  ],
  [
    'a session that ended',
    { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: true } },
    { code: 'signedOut', soft: true },
  ],
  ['a lost connection', 'connectionLost', { code: 'network' }],
];

describe.each(answers)('%s', (_, outcome, problem) => {
  it('keeps the address, and the same request may be made again', async () => {
    const { failNext, advanceUntil, requestsTo, editing } = await createSimulatedFixture();
    const { actor, view } = await editing('email');
    const requests = attemptsFor(problem.code);
    failNext('requestEmailToken', outcome, requests);
    view.submit?.('alice@example.org');
    const again = await advanceUntil(at(actor, 'editing'));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(again.fields.address.value).toBe('alice@example.org');
    expect(requestsTo('requestEmailToken')).toHaveLength(requests);

    again.submit?.('alice@example.org');
    await at(actor, 'validatingByLink');
    const [first, ...later] = requestsTo('requestEmailToken');
    expect(later).toEqual(Array.from({ length: requests }, () => first));
  });

  it('keeps the code to be sent again', async () => {
    const { requestsTo, client, validatingByToken, failNext, advanceUntil } = await createSimulatedFixture();
    const { actor, view, text } = await validatingByToken();
    const requests = attemptsFor(problem.code);
    failNext('submitMsisdnToken', outcome, requests);
    view.submit?.(text.code);
    const again = await advanceUntil(at(actor, 'validatingByToken'));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(requestsTo('submitMsisdnToken')).toHaveLength(requests);

    again.submit?.(text.code);
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
  });

  it('keeps the validation, and the addition may be requestsTo for again', async () => {
    const { homeserver, requestsTo, client, testServer, validatingByLink } = await createSimulatedFixture();
    const { actor, view, mail } = await validatingByLink();
    await testServer.openLink(mail.link);
    homeserver.faults.add({ endpoint: 'addThreepid', outcome });
    view.proceed?.();
    const again = await at(actor, 'validatingByLink');
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(requestsTo('addThreepid')).toHaveLength(1);

    again.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
  });

  it('keeps the threepid, and its removal may be requestsTo for again', async () => {
    const { homeserver, requestsTo, client } = await createSimulatedFixture();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    homeserver.addThreepid(client.account.userId, threepid);
    (await client.settled()).read?.();
    const actor = await client.remove(threepid);
    homeserver.faults.add({ endpoint: 'deleteThreepid', outcome });
    (await confirming(actor)).confirm?.();
    const again = await confirming(actor);
    const told = again.report?.problem;
    // Where nobody knows whether it was removed, the list was requestsTo.
    expect([problem, { code: 'notRemoved' }]).toContainEqual(told);
    expect(requestsTo('deleteThreepid')).toHaveLength(1);

    again.confirm?.();
    expect((await client.removed()).rows).toEqual([]);
  });

  it('keeps the list as it was', async () => {
    const { homeserver, advanceUntil, requestsTo, client } = await createSimulatedFixture();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    homeserver.addThreepid(client.account.userId, threepid);
    (await client.settled()).read?.();
    expect(await client.listed()).toEqual([threepid]);
    const requests = attemptsFor(problem.code);
    for (let time = 0; time < requests; time += 1) {
      homeserver.faults.add({ endpoint: 'listThreepids', outcome });
    }
    (await client.settled()).read?.();
    const rest = client.settled();
    const again = await (requests === 1 ? rest : advanceUntil(rest));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(await client.listed()).toEqual([threepid]);
    expect(requestsTo('listThreepids')).toHaveLength(2 + requests);

    again.read?.();
    expect((await client.settled()).report).toBeNull();
  });
});

it.each([
  ['no sid', {}, { code: 'unreadable', status: 200 }],
  ['an empty sid', { sid: '' }, { code: 'unreadable', status: 200 }],
  [
    'the error of an old phone delegate in an answer of success',
    { errcode: 'M_UNKNOWN', error: 'no such provider' },
    { code: 'sendFailed', medium: 'email' },
  ],
])('does not go on with %s', async (_, body, problem) => {
  const { failNext, advanceUntil, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('email');
  failNext('requestEmailToken', { status: 200, body });
  view.submit?.('alice@example.org');
  const { report } = await advanceUntil(at(actor, 'editing'));
  expect(report?.problem).toEqual(problem);
});

it.each([
  ['nowhere', undefined, 'submitUrlMissing'],
  ['to another homeserver', 'https://elsewhere.example/submit', 'submitUrlUntrusted'],
  ['to no address', 'not a URL', 'submitUrlUntrusted'],
])('does not ask for a code that would go %s', async (_, url, code) => {
  const { homeserver, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('msisdn');
  homeserver.faults.add({
    endpoint: 'requestMsisdnToken',
    outcome: { status: 200, body: { sid: 'sid', ...(url && { submit_url: url }) } },
  });
  view.submit?.('611223344', 'FR');
  const { report, cancel } = await at(actor, 'editing');
  expect(report?.problem).toEqual({ code });
  expect(cancel).not.toBeNull();
});

it('asks for the code again where the homeserver says that it is not right with an answer of success', async () => {
  const { homeserver, validatingByToken } = await createSimulatedFixture();
  const { actor, view, text } = await validatingByToken();
  homeserver.faults.add({
    endpoint: 'submitMsisdnToken',
    outcome: { status: 200, body: { success: false } },
  });
  view.submit?.(text.code);
  const { fields } = await at(actor, 'validatingByToken');
  expect(fields.token.problem).toEqual({ code: 'tokenWrong' });
});

it('waits half a minute for an answer, not longer, and tells it then', async () => {
  const { homeserver, clock, requestsTo, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('email');
  homeserver.faults.add({ endpoint: 'requestEmailToken', outcome: 'silence' });
  view.submit?.('alice@example.org');
  await vi.waitUntil(() => requestsTo('requestEmailToken').length === 1);
  clock.increment(29_999);
  const { busy } = addThreepidView(actor).getSnapshot();
  expect(busy).toBe('requestingToken');
  clock.increment(1);
  const { report, submit } = await at(actor, 'editing');
  expect(report?.problem).toEqual({ code: 'timeout' });
  expect(requestsTo('requestEmailToken')).toHaveLength(1);
  submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
});

it('sees in the list that an addition was carried out whose answer was lost', async () => {
  const { homeserver, client, requestsTo, testServer, authenticating } = await createSimulatedFixture();
  const { actor, view, mail } = await authenticating();
  await testServer.openLink(mail.link);
  homeserver.faults.add({
    endpoint: 'addThreepid',
    carriedOut: true,
    outcome: 'connectionLost',
  });
  client.submitPassword(view, client.account.password);
  await at(actor, 'added');
  expect(requestsTo('addThreepid')).toHaveLength(2);
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
});

it('sees in the list that a removal was carried out whose answer was lost', async () => {
  const { homeserver, client, requestsTo } = await createSimulatedFixture();
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  homeserver.addThreepid(client.account.userId, threepid);
  (await client.settled()).read?.();
  homeserver.faults.add({
    endpoint: 'deleteThreepid',
    carriedOut: true,
    outcome: { status: 502, body: '<h1>Bad gateway</h1>' },
  });
  (await confirming(await client.remove(threepid))).confirm?.();
  const { rows, notice } = await client.removed();
  expect(rows).toEqual([]);
  expect(notice).toMatchObject({ unbindResult: null });
  expect(requestsTo('deleteThreepid')).toHaveLength(1);
});

it('never sends an auth of null', async () => {
  const { client, testServer, homeserver, polling } = await createSimulatedFixture();
  const { actor, view, mail } = await polling();
  await testServer.openLink(mail.link);
  // A homeserver that forgot the session wants the client to authenticate once more.
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 400, body: { errcode: 'M_UNKNOWN', error: 'Unknown session ID' } },
  });
  view.proceed?.();
  const again = await authAt(actor, 'password');
  expect(again.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
  client.submitPassword(again, client.account.password);
  await at(actor, 'added');
  for (const { body } of homeserver.requests) expect(JSON.stringify(body)).not.toContain(':null');
});

it('does not call a password wrong that nobody typed', async () => {
  const { homeserver, polling } = await createSimulatedFixture();
  const { actor, view } = await polling();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: {
      status: 401,
      body: {
        errcode: 'M_FORBIDDEN',
        error: 'UIAA session does not exist',
        session: 'another',
        flows: [{ stages: ['m.login.password'] }],
        params: {},
      },
    },
  });
  view.proceed?.();
  const again = await authAt(actor, 'password');
  expect(again.fields.password.problem).toBeNull();
  expect(again.report?.problem).toEqual({ code: 'authRepeated' });
});

it('asks for the password each time where the homeserver has no session for it', async () => {
  const { homeserver, clock, client, testServer, requestsTo, validatingByLink } = await createSimulatedFixture();
  const { actor, view, mail } = await validatingByLink();
  const outcome = { status: 401, body: { flows: [{ stages: ['m.login.password'] }], params: {} } };
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
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

it.each([
  ['too soon', { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED' } }, 'rateLimited'],
  [
    'for want of consent',
    { status: 403, body: { errcode: 'M_CONSENT_NOT_GIVEN' } },
    'termsNotSigned',
  ],
  ['for another reason', { status: 400, body: { errcode: 'M_INVALID_PARAM' } }, 'unknown'],
])('asks for the password again where it was refused %s', async (_, outcome, code) => {
  const { homeserver, client, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  client.submitPassword(view, client.account.password);
  const again = await authAt(actor, 'password');
  expect(again.report).toMatchObject({ role: 'alert', problem: { code } });
});

it('does not count a password without a verdict as an authentication', async () => {
  const { homeserver, clock, client, requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  client.submitPassword(view, client.account.password);
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting).toMatchObject({ isPolling: false, report: { problem: { code: 'network' } } });
  clock.increment(60_000);
  expect(requestsTo('addThreepid')).toHaveLength(2);
  waiting.proceed?.();
  expect((await authAt(actor, 'password')).report?.problem).toEqual({ code: 'authRepeated' });
});

it('says so where a password was right and another is requestsTo for all the same', async () => {
  const { homeserver, client, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  const flows = [{ stages: ['m.login.password'] }];
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 401, body: { session: 'another', flows, params: {} } },
  });
  client.submitPassword(view, client.account.password);
  const again = await authAt(actor, 'password');
  expect(again.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
});

it('keeps the session of an interactive auth where a later answer has none', async () => {
  const { homeserver, client, requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: {
      status: 401,
      body: { errcode: 'M_FORBIDDEN', flows: [{ stages: ['m.login.password'] }], session: '' },
    },
  });
  client.submitPassword(view, 'not the password');
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  await at(actor, 'validatingByLink');
  expect(requestsTo('addThreepid').map(Object).at(-1).auth.session).toBe(client.sessions[0]);
});

it('sends to an address anew that was in use when it was to be added', async () => {
  const { homeserver, testServer, client, requestsTo, authenticating } = await createSimulatedFixture();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 400, body: { errcode: 'M_THREEPID_IN_USE' } },
  });
  client.submitPassword(view, client.account.password);
  const editing = await at(actor, 'editing');
  expect(editing.fields.address).toMatchObject({
    value: 'alice@example.org',
    problem: { code: 'inUse' },
  });
  editing.submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
  expect(testServer.sentTo('alice@example.org')).toBe(2);
  const [first, second] = requestsTo('requestEmailToken').map(Object);
  expect(second.client_secret).not.toBe(first.client_secret);
});
