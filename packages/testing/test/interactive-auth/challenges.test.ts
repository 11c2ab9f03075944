import { describe, expect, it } from 'vitest';
import { profiles, type Settings } from '../../src/index.ts';
import { authRequired, expectNoSecrets, startAdding } from '../helpers/interactive-auth.ts';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

const PASSWORD = 'm.login.password';
const wrong = { fields: { password: { problem: { code: 'passwordWrong' } } } };
const repeated = { report: { role: 'status', problem: { code: 'authRepeated' } } };

const places: readonly (readonly [string, Partial<Settings>])[] = [
  ['a device is removed', profiles.dendriteDevices],
  ['a password is changed', { ...profiles.dendrite, notServed: [], mailServer: 'working' }],
];

describe.each(places)('interactive auth as Dendrite does it where %s', (_, settings) => {
  it('takes the right password after wrong ones', async () => {
    const opened = await startAdding({ settings });
    const { actor, client, requests } = opened;
    for (const password of ['not my password', 'nor this one']) {
      client.submitPassword(await authAt(actor, 'password'), password);
      expect(await authAt(actor, 'password')).toMatchObject(wrong);
    }
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(requests()).toBe(4);
    expectNoSecrets(opened);
  });

  it('asks once more where it was complete, and the client is told why', async () => {
    const { polling, client, testServer, requestsTo } = await createSimulatedFixture({ settings });
    const { actor, mail, view } = await polling();
    await testServer.openLink(mail.link);
    const before = requestsTo('addThreepid').length;
    view.proceed?.();
    const again = await authAt(actor, 'password');
    expect(again).toMatchObject(repeated);
    expect(requestsTo('addThreepid').length - before).toBeLessThanOrEqual(3);
    client.submitPassword(again, client.account.password);
    await at(actor, 'added');
  });
});

it.each([
  ['params and completed that are null', { session: '', params: null, completed: null }],
  ['flows alone', { session: undefined }],
  ['params that are no objects', { session: '', params: { [PASSWORD]: 'text', another: [1] } }],
])('a 401 with %s asks for the password, which needs no session', async (_, more) => {
  const answers = [authRequired([[PASSWORD]], more)];
  const { actor, client, auths } = await startAdding({ answers });
  const view = await authAt(actor, 'password');
  expect(view.report).toBeNull();
  client.submitPassword(view, client.account.password);
  await at(actor, 'added');
  expect(auths().map((auth) => auth && 'session' in auth)).toEqual([undefined, false]);
});

it('a 401 that says nothing of what is completed leaves it as it was', async () => {
  const flow = [PASSWORD, 'org.a', 'org.b'];
  const { actor, client } = await startAdding({
    answers: [
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

it('a 401 that holds a whole flow at last is answered by the session, once', async () => {
  const { actor, client, auths } = await startAdding({
    answers: [
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
  ['unknown', { status: 400, body: { errcode: 'M_UNKNOWN' } }],
  ['of another request', { status: 403, body: { errcode: 'M_UNKNOWN' } }],
  ['refused as malformed', { status: 400, body: { errcode: 'M_BAD_JSON' } }],
])('a session that is %s is left for another, and the client is told', async (_, answer) => {
  const { actor, client, homeserver, requests } = await startAdding();
  const view = await authAt(actor, 'password');
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: answer });
  client.submitPassword(view, client.account.password);
  const again = await authAt(actor, 'password');
  expect(again).toMatchObject(repeated);
  expect(requests()).toBe(3);
  expect(new Set(client.sessions).size).toBe(2);
  client.submitPassword(again, client.account.password);
  await at(actor, 'added');
});

it('changes that are not allowed are no wrong password', async () => {
  const { actor, client, homeserver } = await startAdding();
  const view = await authAt(actor, 'password');
  homeserver.settings.changesEnabled = false;
  client.submitPassword(view, client.account.password);
  const refused = await authAt(actor, 'password');
  expect(refused.report).toEqual({ role: 'alert', problem: { code: 'changesDisabled' } });
});

it.each([
  ['flows that are none', { authFlows: [] }],
  ['no password and nothing else', { passwordLogin: false }],
])('%s are told, with a way back', async (_, settings) => {
  const { actor } = await startAdding({ settings });
  const view = await authAt(actor, 'unsupported');
  expect(view.report).toEqual({ role: 'alert', problem: { code: 'authUnsupported' } });
  view.back?.();
  await at(actor, 'validatingByLink');
});

it('a homeserver that asks nobody adds at once', async () => {
  const { actor, requests } = await startAdding({ settings: { interactiveAuth: null } });
  await at(actor, 'added');
  expect(requests()).toBe(1);
});
