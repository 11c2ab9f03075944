import { addThreepidView, type Problem } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../src/index.ts';
import { at, confirming } from './person.ts';
import { requestsFor } from './repeated.ts';
import { simulatedPerson } from './simulated-person.ts';

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
    const { lose, passing, asked, editing } = await simulatedPerson();
    const { actor, view } = await editing('email');
    const requests = requestsFor(problem.code);
    lose('requestEmailToken', outcome, requests);
    view.submit?.('alice@example.org');
    const again = await passing(at(actor, 'editing'));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(again.fields.address.value).toBe('alice@example.org');
    expect(asked('requestEmailToken')).toHaveLength(requests);

    again.submit?.('alice@example.org');
    await at(actor, 'validatingByLink');
    const [first, ...later] = asked('requestEmailToken');
    expect(later).toEqual(Array.from({ length: requests }, () => first));
  });

  it('keeps the code to be sent again', async () => {
    const { asked, person, validatingByToken, lose, passing } = await simulatedPerson();
    const { actor, view, text } = await validatingByToken();
    const requests = requestsFor(problem.code);
    lose('submitMsisdnToken', outcome, requests);
    view.submit?.(text.code);
    const again = await passing(at(actor, 'validatingByToken'));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(asked('submitMsisdnToken')).toHaveLength(requests);

    again.submit?.(text.code);
    person.typePassword(await at(actor, 'authenticating'), person.account.password);
    await at(actor, 'added');
  });

  it('keeps the validation, and the addition may be asked for again', async () => {
    const { homeserver, asked, person, world, validatingByLink } = await simulatedPerson();
    const { actor, view, mail } = await validatingByLink();
    await world.openLink(mail.link);
    homeserver.faults.add({ endpoint: 'addThreepid', outcome });
    view.proceed?.();
    const again = await at(actor, 'validatingByLink');
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(asked('addThreepid')).toHaveLength(1);

    again.proceed?.();
    person.typePassword(await at(actor, 'authenticating'), person.account.password);
    await at(actor, 'added');
  });

  it('keeps the threepid, and its removal may be asked for again', async () => {
    const { homeserver, asked, person } = await simulatedPerson();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    homeserver.addThreepid(person.account.userId, threepid);
    (await person.settled()).read?.();
    const actor = await person.remove(threepid);
    homeserver.faults.add({ endpoint: 'deleteThreepid', outcome });
    (await confirming(actor)).confirm?.();
    const again = await confirming(actor);
    const told = again.report?.problem;
    // Where nobody knows whether it was removed, the list was asked.
    expect([problem, { code: 'notRemoved' }]).toContainEqual(told);
    expect(asked('deleteThreepid')).toHaveLength(1);

    again.confirm?.();
    expect((await person.removed()).rows).toEqual([]);
  });

  it('keeps the list as it was', async () => {
    const { homeserver, passing, asked, person } = await simulatedPerson();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    homeserver.addThreepid(person.account.userId, threepid);
    (await person.settled()).read?.();
    expect(await person.listed()).toEqual([threepid]);
    const requests = requestsFor(problem.code);
    for (let time = 0; time < requests; time += 1) {
      homeserver.faults.add({ endpoint: 'listThreepids', outcome });
    }
    (await person.settled()).read?.();
    const rest = person.settled();
    const again = await (requests === 1 ? rest : passing(rest));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(await person.listed()).toEqual([threepid]);
    expect(asked('listThreepids')).toHaveLength(2 + requests);

    again.read?.();
    expect((await person.settled()).report).toBeNull();
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
  const { lose, passing, editing } = await simulatedPerson();
  const { actor, view } = await editing('email');
  lose('requestEmailToken', { status: 200, body });
  view.submit?.('alice@example.org');
  const { report } = await passing(at(actor, 'editing'));
  expect(report?.problem).toEqual(problem);
});

it.each([
  ['nowhere', undefined, 'submitUrlMissing'],
  ['to another homeserver', 'https://elsewhere.example/submit', 'submitUrlUntrusted'],
  ['to no address', 'not a URL', 'submitUrlUntrusted'],
])('does not ask for a code that would go %s', async (_, url, code) => {
  const { homeserver, editing } = await simulatedPerson();
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
  const { homeserver, validatingByToken } = await simulatedPerson();
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
  const { homeserver, clock, asked, editing } = await simulatedPerson();
  const { actor, view } = await editing('email');
  homeserver.faults.add({ endpoint: 'requestEmailToken', outcome: 'silence' });
  view.submit?.('alice@example.org');
  await vi.waitUntil(() => asked('requestEmailToken').length === 1);
  clock.increment(29_999);
  const { busy } = addThreepidView(actor).getSnapshot();
  expect(busy).toBe('requestingToken');
  clock.increment(1);
  const { report, submit } = await at(actor, 'editing');
  expect(report?.problem).toEqual({ code: 'timeout' });
  expect(asked('requestEmailToken')).toHaveLength(1);
  submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
});

it('sees in the list that an addition was carried out whose answer was lost', async () => {
  const { homeserver, person, asked, world, authenticating } = await simulatedPerson();
  const { actor, view, mail } = await authenticating();
  await world.openLink(mail.link);
  homeserver.faults.add({
    endpoint: 'addThreepid',
    carriedOut: true,
    outcome: 'connectionLost',
  });
  person.typePassword(view, person.account.password);
  await at(actor, 'added');
  expect(asked('addThreepid')).toHaveLength(2);
  expect(await person.listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);
});

it('sees in the list that a removal was carried out whose answer was lost', async () => {
  const { homeserver, person, asked } = await simulatedPerson();
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  homeserver.addThreepid(person.account.userId, threepid);
  (await person.settled()).read?.();
  homeserver.faults.add({
    endpoint: 'deleteThreepid',
    carriedOut: true,
    outcome: { status: 502, body: '<h1>Bad gateway</h1>' },
  });
  (await confirming(await person.remove(threepid))).confirm?.();
  const { rows, notice } = await person.removed();
  expect(rows).toEqual([]);
  expect(notice).toMatchObject({ unbindResult: null });
  expect(asked('deleteThreepid')).toHaveLength(1);
});

it('never sends an auth of null', async () => {
  const { person, world, homeserver, watching } = await simulatedPerson();
  const { actor, view, mail } = await watching();
  await world.openLink(mail.link);
  // A homeserver that forgot the session wants the person to authenticate once more.
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 400, body: { errcode: 'M_UNKNOWN', error: 'Unknown session ID' } },
  });
  view.proceed?.();
  const again = await at(actor, 'authenticating');
  expect(again.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
  person.typePassword(again, person.account.password);
  await at(actor, 'added');
  for (const { body } of homeserver.requests) expect(JSON.stringify(body)).not.toContain(':null');
});

it('does not call a password wrong that nobody typed', async () => {
  const { homeserver, watching } = await simulatedPerson();
  const { actor, view } = await watching();
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
  const again = await at(actor, 'authenticating');
  expect(again.fields.password.problem).toBeNull();
  expect(again.report?.problem).toEqual({ code: 'authRepeated' });
});

it('asks for the password each time where the homeserver has no session for it', async () => {
  const { homeserver, clock, person, world, asked, validatingByLink } = await simulatedPerson();
  const { actor, view, mail } = await validatingByLink();
  const outcome = { status: 401, body: { flows: [{ stages: ['m.login.password'] }], params: {} } };
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  view.proceed?.();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } },
  });
  person.typePassword(await at(actor, 'authenticating'), person.account.password);
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting.isWatching).toBe(false);
  clock.increment(60_000);
  expect(asked('addThreepid')).toHaveLength(2);
  expect(asked('addThreepid').map(Object)[1].auth).not.toHaveProperty('session');

  await world.openLink(mail.link);
  (await at(actor, 'validatingByLink')).proceed?.();
  await at(actor, 'authenticating');
  expect(asked('addThreepid').map(Object)[2]).not.toHaveProperty('auth');
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
  const { homeserver, person, authenticating } = await simulatedPerson();
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome });
  person.typePassword(view, person.account.password);
  const again = await at(actor, 'authenticating');
  expect(again.report).toMatchObject({ role: 'alert', problem: { code } });
});

it('does not count a password without a verdict as an authentication', async () => {
  const { homeserver, clock, person, asked, authenticating } = await simulatedPerson();
  const { actor, view } = await authenticating();
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
  person.typePassword(view, person.account.password);
  const waiting = await at(actor, 'validatingByLink');
  expect(waiting).toMatchObject({ isWatching: false, report: { problem: { code: 'network' } } });
  clock.increment(60_000);
  expect(asked('addThreepid')).toHaveLength(2);
  waiting.proceed?.();
  expect((await at(actor, 'authenticating')).report?.problem).toEqual({ code: 'authRepeated' });
});

it('says so where a password was right and another is asked for all the same', async () => {
  const { homeserver, person, authenticating } = await simulatedPerson();
  const { actor, view } = await authenticating();
  const flows = [{ stages: ['m.login.password'] }];
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 401, body: { session: 'another', flows, params: {} } },
  });
  person.typePassword(view, person.account.password);
  const again = await at(actor, 'authenticating');
  expect(again.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
});

it('keeps the session of an interactive auth where a later answer has none', async () => {
  const { homeserver, person, asked, authenticating } = await simulatedPerson();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: {
      status: 401,
      body: { errcode: 'M_FORBIDDEN', flows: [{ stages: ['m.login.password'] }], session: '' },
    },
  });
  person.typePassword(view, 'not the password');
  person.typePassword(await at(actor, 'authenticating'), person.account.password);
  await at(actor, 'validatingByLink');
  expect(asked('addThreepid').map(Object).at(-1).auth.session).toBe(person.sessions[0]);
});

it('sends to an address anew that was in use when it was to be added', async () => {
  const { homeserver, world, person, asked, authenticating } = await simulatedPerson();
  const { actor, view } = await authenticating();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 400, body: { errcode: 'M_THREEPID_IN_USE' } },
  });
  person.typePassword(view, person.account.password);
  const editing = await at(actor, 'editing');
  expect(editing.fields.address).toMatchObject({
    value: 'alice@example.org',
    problem: { code: 'inUse' },
  });
  editing.submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
  expect(world.sentTo('alice@example.org')).toBe(2);
  const [first, second] = asked('requestEmailToken').map(Object);
  expect(second.client_secret).not.toBe(first.client_secret);
});
