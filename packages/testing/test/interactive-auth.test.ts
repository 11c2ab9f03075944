import { addThreepidView, type AddThreepidView, type AuthStageHandler } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import {
  authRequired,
  expectNoSecrets,
  openingPages,
  solvingCaptchas,
  whoAsks,
  whoIsAsked,
} from './interactive-auth.ts';
import { at, once } from './person.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';
const CAPTCHA = 'm.login.recaptcha';
const DUMMY = 'm.login.dummy';

const told = (code: string) => ({ report: { problem: { code } } });

type Handled = Extract<AddThreepidView, { step: 'authHandled' }>;

function isOver(view: AddThreepidView): view is Handled {
  return view.step === 'authHandled' && view.retry !== null;
}

describe('a choice of ways', () => {
  it('is offered with the password first, whatever the order of the homeserver', async () => {
    const { actor } = await whoIsAsked([[SINGLE_SIGN_ON], ['com.b'], [PASSWORD], ['com.a']]);
    const { choices } = await at(actor, 'authChoosing');
    const stages = choices.map(({ stage }) => stage);
    expect(stages).toEqual([PASSWORD, 'com.a', 'com.b', SINGLE_SIGN_ON]);
  });

  it('is none where all flows begin alike', async () => {
    const { actor } = await whoIsAsked([[PASSWORD, SINGLE_SIGN_ON], [PASSWORD]]);
    await at(actor, 'authenticating');
  });

  it('stays after a wrong password, and can be taken back', async () => {
    const { actor, person } = await whoIsAsked([[SINGLE_SIGN_ON], [PASSWORD]]);
    (await at(actor, 'authChoosing')).choices[0]?.choose();
    person.typePassword(await at(actor, 'authenticating'), 'not my password');
    const again = await at(actor, 'authenticating');
    expect(again.fields.password.problem).toEqual({ code: 'passwordWrong' });
    again.back?.();
    (await at(actor, 'authChoosing')).choices[1]?.choose();
    expect(await at(actor, 'authFallback')).toMatchObject({ stage: SINGLE_SIGN_ON });
  });

  it('is kept to once a flow of several stages was begun', async () => {
    const { actor, person } = await whoIsAsked([['org.a'], [PASSWORD, SINGLE_SIGN_ON]]);
    (await at(actor, 'authChoosing')).choices[0]?.choose();
    person.typePassword(await at(actor, 'authenticating'), person.account.password);
    expect(await at(actor, 'authFallback')).toMatchObject({ stage: SINGLE_SIGN_ON, report: null });
  });
});

describe('a stage that needs nobody', () => {
  it.each([
    ['alone', [DUMMY]],
    ['at first', [DUMMY, PASSWORD]],
    ['at last', [PASSWORD, DUMMY]],
  ])('is done silently %s', async (_, flow) => {
    const { actor, person, auths } = await whoIsAsked([flow]);
    if (flow.includes(PASSWORD)) {
      person.typePassword(await at(actor, 'authenticating'), person.account.password);
    }
    await at(actor, 'added');
    const sent = auths().map((auth) => auth?.type);
    expect(sent).toEqual([undefined, ...flow]);
  });

  it('is done before a choice, and takes none away', async () => {
    const { actor } = await whoIsAsked([[DUMMY, SINGLE_SIGN_ON], [PASSWORD]]);
    const { choices } = await at(actor, 'authChoosing');
    expect(choices.map(({ stage }) => stage)).toEqual([PASSWORD, SINGLE_SIGN_ON]);
  });

  it('is sent three times at most where the homeserver never counts it', async () => {
    const answers = Array.from({ length: 9 }, () => authRequired([[DUMMY]]));
    const { actor, requests } = await whoAsks({ answers });
    const stuck = await at(actor, 'authUnsupported');
    expect(stuck).toMatchObject(told('authEndless'));
    expect(requests()).toBe(4);
    stuck.back?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    await at(actor, 'authUnsupported');
    expect(requests()).toBe(8);
  });
});

describe('a page of the homeserver', () => {
  it('is opened by the person, does the stage, and is closed', async () => {
    const pages = openingPages();
    const opened = await whoIsAsked([[SINGLE_SIGN_ON]], pages);
    const { actor, person, homeserver, world, auths } = opened;
    const view = await at(actor, 'authFallback');
    expect(pages.urls).toEqual([]);
    expect(view).toMatchObject({ isOpen: false, finish: null });
    view.open?.();
    expect(await at(actor, 'authFallback')).toMatchObject({ isOpen: true });
    const session = person.sessions[0] ?? '';
    const path = `/_matrix/client/v3/auth/m.login.sso/fallback/web?session=${session}`;
    expect(pages.urls).toEqual([homeserver.baseUrl + path]);
    await world.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=person-1' });
    pages.saysDone();
    await at(actor, 'added');
    expect(pages.closed).toEqual(pages.urls);
    expect(auths()).toEqual([undefined, { session }]);
    expectNoSecrets(opened);
  });

  it('has stage and session escaped in its address', async () => {
    const pages = openingPages();
    const { actor } = await whoAsks({
      ...pages,
      answers: [authRequired([['org.example/a b']], { session: 'a&b c' })],
    });
    (await at(actor, 'authFallback')).open?.();
    const url = new URL(pages.urls[0] ?? '');
    expect(url.pathname).toContain('/auth/org.example%2Fa%20b/fallback/web');
    expect([...url.searchParams]).toEqual([['session', 'a&b c']]);
  });

  it('may be closed too early, is asked about once, and can be opened again', async () => {
    const pages = openingPages();
    const { actor, requests, world } = await whoIsAsked([[SINGLE_SIGN_ON]], pages);
    (await at(actor, 'authFallback')).open?.();
    pages.saysDone();
    const left = await at(actor, 'authFallback');
    expect(left).toMatchObject({
      report: { role: 'status', problem: { code: 'authNotCompleted' } },
    });
    expect(requests()).toBe(2);
    expect(pages.urls).toHaveLength(1);
    // The page may be open all the same, where the browser parted it from who opened it.
    await world.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=person-1' });
    left.finish?.();
    await at(actor, 'added');
  });

  it('may confirm another account, which the same session mends', async () => {
    const pages = openingPages();
    const { actor, world } = await whoIsAsked([[SINGLE_SIGN_ON]], pages);
    (await at(actor, 'authFallback')).open?.();
    await world.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=somebody' });
    pages.saysDone();
    const again = await at(actor, 'authFallback');
    expect(again).toMatchObject(told('authRefused'));
    again.open?.();
    expect(pages.urls[1]).toBe(pages.urls[0]);
    await world.fetch(pages.urls[1] ?? '', { method: 'POST', body: 'account=person-1' });
    pages.saysDone();
    await at(actor, 'added');
  });

  it.each([
    ['is blocked', () => null],
    [
      'throws',
      () => {
        throw new Error('no window');
      },
    ],
  ])('that %s is told, and can be tried again', async (_, openFallback) => {
    const { actor } = await whoIsAsked([[SINGLE_SIGN_ON]], { openFallback });
    (await at(actor, 'authFallback')).open?.();
    const blocked = await at(actor, 'authFallback');
    expect(blocked).toMatchObject({ ...told('popupBlocked'), isOpen: false, finish: null });
    expect(blocked.open).not.toBeNull();
  });

  it('is closed where the person goes elsewhere', async () => {
    const pages = openingPages();
    const { actor, requests } = await whoIsAsked([[SINGLE_SIGN_ON]], pages);
    (await at(actor, 'authFallback')).open?.();
    (await at(actor, 'authFallback')).back?.();
    await at(actor, 'validatingByLink');
    expect(pages.closed).toEqual(pages.urls);
    pages.saysDone();
    expect(requests()).toBe(1);
  });

  it('is asked for anew where its session has expired', async () => {
    const pages = openingPages();
    const { actor, clock, requests } = await whoIsAsked([[SINGLE_SIGN_ON]], pages);
    (await at(actor, 'authFallback')).open?.();
    clock.increment(172_800_000);
    pages.saysDone();
    const anew = await at(actor, 'authFallback');
    expect(anew).toMatchObject({ ...told('authRepeated'), isOpen: false, finish: null });
    expect(requests()).toBe(3);
  });

  it('is none without a session', async () => {
    const { actor } = await whoAsks({
      answers: [authRequired([[SINGLE_SIGN_ON]], { session: '' })],
    });
    expect(await at(actor, 'authUnsupported')).toMatchObject(told('authUnsupported'));
  });
});

const solved: AuthStageHandler = async ({ params }) => ({
  response: `${String(params['public_key'])} solved`,
  // Whoever answers more is not believed.
  type: DUMMY,
  session: 'another session',
});

describe('a stage that the app does itself', () => {
  it('is answered with what the app found, in any place of a flow', async () => {
    const app = solvingCaptchas(solved);
    const opened = await whoIsAsked([[CAPTCHA, PASSWORD]], app);
    const { actor, person } = opened;
    person.typePassword(await at(actor, 'authenticating'), person.account.password);
    await at(actor, 'added');
    expect(app.questions).toMatchObject([
      { stage: CAPTCHA, params: { public_key: 'simulated-captcha' } },
    ]);
    expectNoSecrets(opened, 'simulated-captcha solved');
  });

  it('that is answered wrongly is tried again by the person alone', async () => {
    const app = solvingCaptchas(async () => ({ response: 'no idea' }), solved);
    const { actor, requests } = await whoIsAsked([[CAPTCHA]], app);
    const failed = await once(addThreepidView(actor), isOver);
    expect(failed).toMatchObject(told('authStageFailed'));
    expect(requests()).toBe(2);
    failed.retry?.();
    await at(actor, 'added');
  });

  it.each<[string, AuthStageHandler]>([
    ['gives up', () => Promise.reject(new Error('given up'))],
    [
      'fails at once',
      () => {
        throw new Error('no captcha');
      },
    ],
    // As an app may answer whose types nobody checked.
    ['answers a list', async () => JSON.parse('["solved"]')],
    ['answers nothing', async () => JSON.parse('null')],
    ['answers a text', async () => JSON.parse('"solved"')],
  ])(
    'that %s asks the homeserver nothing, and is tried again by the person',
    async (_, failing) => {
      const app = solvingCaptchas(failing, solved);
      const { actor, requests } = await whoIsAsked([[CAPTCHA]], app);
      const failed = await once(addThreepidView(actor), isOver);
      expect(failed).toMatchObject(told('authStageFailed'));
      expect(requests()).toBe(1);
      expect(app.questions).toHaveLength(1);
      failed.retry?.();
      await at(actor, 'added');
      expect(app.questions).toHaveLength(2);
    },
  );

  it('stays what the app does where the answer to it was lost', async () => {
    const app = solvingCaptchas(() => Promise.reject(new Error('given up')), solved, solved);
    const { actor, homeserver } = await whoIsAsked([[CAPTCHA]], app);
    const failed = await once(addThreepidView(actor), isOver);
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
    failed.retry?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    const again = await once(addThreepidView(actor), isOver);
    again.retry?.();
    await at(actor, 'added');
  });

  it('is given up where the person goes elsewhere', async () => {
    const app = solvingCaptchas();
    const { actor } = await whoIsAsked([[CAPTCHA]], app);
    const view = await at(actor, 'authHandled');
    expect(view.retry).toBeNull();
    view.back?.();
    await at(actor, 'validatingByLink');
    expect(app.questions[0]?.signal.aborted).toBe(true);
  });
});
