import type { Problem } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/index.ts';
import { attemptsFor } from '../helpers/attempts.ts';
import { at, authAt, confirming } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

/** What a homeserver, or a proxy in front of it, may respond to any request. */
const responses: readonly (readonly [string, Fault['outcome'], Problem])[] = [
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
    'an unknown errcode',
    { status: 418, body: { errcode: 'ORG_EXAMPLE_TEAPOT', error: 'short and stout' } },
    { code: 'unknown', status: 418, errcode: 'ORG_EXAMPLE_TEAPOT' },
  ],
  [
    'an errcode of another type',
    { status: 418, body: { errcode: 7 } },
    { code: 'unknown', status: 418, errcode: null },
  ],
  [
    'a rate limit',
    { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2000 } },
    { code: 'rateLimited', until: Date.UTC(2026, 0, 1) + 2000 },
  ],
  [
    'a rate limit without an end',
    { status: 429, body: { errcode: 'M_UNKNOWN' } },
    { code: 'rateLimited', until: Date.UTC(2026, 0, 1) + 60_000 },
  ],
  [
    'an expired access token',
    { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: true } },
    { code: 'signedOut', soft: true },
  ],
  ['a lost connection', 'connectionLost', { code: 'network' }],
];

describe.each(responses)('%s', (_, outcome, problem) => {
  it('to a request for a mail keeps the address, and the same request may be repeated', async () => {
    const { failNext, advanceUntil, requestsTo, editing } = await createSimulatedFixture();
    const { actor, view } = await editing('email');
    const attempts = attemptsFor(problem.code);
    failNext('requestEmailToken', outcome, attempts);
    view.submit?.('alice@example.org');
    const again = await advanceUntil(at(actor, 'editing'));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(again.fields.address.value).toBe('alice@example.org');
    expect(requestsTo('requestEmailToken')).toHaveLength(attempts);

    again.submit?.('alice@example.org');
    await at(actor, 'validatingByLink');
    const [first, ...later] = requestsTo('requestEmailToken');
    expect(later).toEqual(Array.from({ length: attempts }, () => first));
  });

  it('to a code lets the user submit it again', async () => {
    const { requestsTo, client, validatingByToken, failNext, advanceUntil } =
      await createSimulatedFixture();
    const { actor, view, text } = await validatingByToken();
    const attempts = attemptsFor(problem.code);
    failNext('submitMsisdnToken', outcome, attempts);
    view.submit?.(text.code);
    const again = await advanceUntil(at(actor, 'validatingByToken'));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(requestsTo('submitMsisdnToken')).toHaveLength(attempts);

    again.submit?.(text.code);
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
  });

  it('to an addition keeps the validation, and the user may continue again', async () => {
    const { homeserver, requestsTo, client, testServer, validatingByLink } =
      await createSimulatedFixture();
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

  it('to a removal keeps the threepid, and the user may confirm again', async () => {
    const { homeserver, requestsTo, client, giveAndRead } = await createSimulatedFixture();
    const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
    const actor = await client.remove(threepid);
    homeserver.faults.add({ endpoint: 'deleteThreepid', outcome });
    (await confirming(actor)).confirm?.();
    const again = await confirming(actor);
    // The list was read if the outcome was unknown.
    expect([problem, { code: 'notRemoved' }]).toContainEqual(again.report?.problem);
    expect(requestsTo('deleteThreepid')).toHaveLength(1);

    again.confirm?.();
    expect((await client.removed()).rows).toEqual([]);
  });

  it('to the list keeps the rows, and the user may read it again', async () => {
    const { failNext, advanceUntil, requestsTo, client, giveAndRead } =
      await createSimulatedFixture();
    const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
    expect(await client.listed()).toEqual([threepid]);
    const attempts = attemptsFor(problem.code);
    failNext('listThreepids', outcome, attempts);
    (await client.settled()).read?.();
    const settled = client.settled();
    const again = await (attempts === 1 ? settled : advanceUntil(settled));
    expect(again.report).toEqual({ role: 'alert', problem });
    expect(await client.listed()).toEqual([threepid]);
    expect(requestsTo('listThreepids')).toHaveLength(2 + attempts);

    again.read?.();
    expect((await client.settled()).report).toBeNull();
  });
});

it.each([
  ['no sid', {}, { code: 'unreadable', status: 200 }],
  ['an empty sid', { sid: '' }, { code: 'unreadable', status: 200 }],
  [
    'the error of an old phone delegate',
    { errcode: 'M_UNKNOWN', error: 'no such provider' },
    { code: 'sendFailed', medium: 'email' },
  ],
])('reports a problem if a 200 to a request for a mail has %s', async (_, body, problem) => {
  const { failNext, advanceUntil, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('email');
  failNext('requestEmailToken', { status: 200, body });
  view.submit?.('alice@example.org');
  const { report } = await advanceUntil(at(actor, 'editing'));
  expect(report?.problem).toEqual(problem);
});

it.each([
  ['is missing', undefined, 'submitUrlMissing'],
  ['is of another server', 'https://elsewhere.example/submit', 'submitUrlUntrusted'],
  ['is not a URL', 'not a URL', 'submitUrlUntrusted'],
])('does not ask for a code if its `submit_url` %s', async (_, url, code) => {
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

it('reports a wrong code after a 200 with `success: false`', async () => {
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

it('never sends null', async () => {
  const { client, testServer, homeserver, polling } = await createSimulatedFixture();
  const { actor, view, mail } = await polling();
  await testServer.openLink(mail.link);
  // The user authenticates again if the homeserver has forgotten the session.
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
