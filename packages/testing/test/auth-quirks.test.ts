import { describe, expect, it } from 'vitest';
import { profiles, type Settings } from '../src/index.ts';
import { authRequired, expectNoSecrets, whoAsks } from './interactive-auth.ts';
import { at } from './person.ts';
import { simulatedPerson } from './simulated-person.ts';

const PASSWORD = 'm.login.password';
const wrong = { fields: { password: { problem: { code: 'passwordWrong' } } } };
const repeated = { report: { role: 'status', problem: { code: 'authRepeated' } } };

const places: readonly (readonly [string, Partial<Settings>])[] = [
  ['a device is removed', profiles.dendriteDevices],
  ['a password is changed', { ...profiles.dendrite, notServed: [], mailServer: 'working' }],
];

describe.each(places)('interactive auth as Dendrite does it where %s', (_, settings) => {
  it('takes the right password after wrong ones', async () => {
    const opened = await whoAsks({ settings });
    const { actor, person, requests } = opened;
    for (const password of ['not my password', 'nor this one']) {
      person.typePassword(await at(actor, 'authenticating'), password);
      expect(await at(actor, 'authenticating')).toMatchObject(wrong);
    }
    person.typePassword(await at(actor, 'authenticating'), person.account.password);
    await at(actor, 'added');
    expect(requests()).toBe(4);
    expectNoSecrets(opened);
  });

  it('asks once more where it was complete, and the person is told why', async () => {
    const { watching, person, world, asked } = await simulatedPerson({ settings });
    const { actor, mail, view } = await watching();
    await world.openLink(mail.link);
    const before = asked('addThreepid').length;
    view.proceed?.();
    const again = await at(actor, 'authenticating');
    expect(again).toMatchObject(repeated);
    expect(asked('addThreepid').length - before).toBeLessThanOrEqual(3);
    person.typePassword(again, person.account.password);
    await at(actor, 'added');
  });
});

it.each([
  ['params and completed that are null', { session: '', params: null, completed: null }],
  ['flows alone', { session: undefined }],
  ['params that are no objects', { session: '', params: { [PASSWORD]: 'text', another: [1] } }],
])('a 401 with %s asks for the password, which needs no session', async (_, more) => {
  const answers = [authRequired([[PASSWORD]], more)];
  const { actor, person, auths } = await whoAsks({ answers });
  const view = await at(actor, 'authenticating');
  expect(view.report).toBeNull();
  person.typePassword(view, person.account.password);
  await at(actor, 'added');
  expect(auths().map((auth) => auth && 'session' in auth)).toEqual([undefined, false]);
});

it('a 401 that says nothing of what is completed leaves it as it was', async () => {
  const flow = [PASSWORD, 'org.a', 'org.b'];
  const { actor, person } = await whoAsks({
    answers: [
      authRequired([flow]),
      authRequired([flow], { completed: [PASSWORD] }),
      authRequired([flow], { completed: null }),
    ],
    openFallback: () => () => undefined,
  });
  person.typePassword(await at(actor, 'authenticating'), person.account.password);
  (await at(actor, 'authFallback')).open?.();
  (await at(actor, 'authFallback')).finish?.();
  const left = await at(actor, 'authFallback');
  expect(left).toMatchObject({ stage: 'org.a', report: { problem: { code: 'authNotCompleted' } } });
});

it('a 401 that holds a whole flow at last is answered by the session, once', async () => {
  const { actor, person, auths } = await whoAsks({
    answers: [
      authRequired([[PASSWORD]]),
      authRequired([[PASSWORD]], { completed: [PASSWORD] }),
      { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } },
    ],
  });
  person.typePassword(await at(actor, 'authenticating'), person.account.password);
  expect(await at(actor, 'validatingByLink')).toMatchObject({ isWatching: true });
  expect(auths().at(-1)).toEqual({ session: 'given' });
  expect(auths()).toHaveLength(3);
});

it.each([
  ['unknown', { status: 400, body: { errcode: 'M_UNKNOWN' } }],
  ['of another request', { status: 403, body: { errcode: 'M_UNKNOWN' } }],
  ['refused as malformed', { status: 400, body: { errcode: 'M_BAD_JSON' } }],
])('a session that is %s is left for another, and the person is told', async (_, answer) => {
  const { actor, person, homeserver, requests } = await whoAsks();
  const view = await at(actor, 'authenticating');
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: answer });
  person.typePassword(view, person.account.password);
  const again = await at(actor, 'authenticating');
  expect(again).toMatchObject(repeated);
  expect(requests()).toBe(3);
  expect(new Set(person.sessions).size).toBe(2);
  person.typePassword(again, person.account.password);
  await at(actor, 'added');
});

it('changes that are not allowed are no wrong password', async () => {
  const { actor, person, homeserver } = await whoAsks();
  const view = await at(actor, 'authenticating');
  homeserver.settings.changesEnabled = false;
  person.typePassword(view, person.account.password);
  const refused = await at(actor, 'authenticating');
  expect(refused.report).toEqual({ role: 'alert', problem: { code: 'changesDisabled' } });
});

it.each([
  ['flows that are none', { authFlows: [] }],
  ['no password and nothing else', { passwordLogin: false }],
])('%s are told, with a way back', async (_, settings) => {
  const { actor } = await whoAsks({ settings });
  const view = await at(actor, 'authUnsupported');
  expect(view.report).toEqual({ role: 'alert', problem: { code: 'authUnsupported' } });
  view.back?.();
  await at(actor, 'validatingByLink');
});

it('a homeserver that asks nobody adds at once', async () => {
  const { actor, requests } = await whoAsks({ settings: { interactiveAuth: null } });
  await at(actor, 'added');
  expect(requests()).toBe(1);
});
