import { addThreepidView, type AddThreepidView, type AuthStageHandler } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import {
  authRequired,
  expectNoSecrets,
  recordPages,
  handleCaptchas,
  startAdding,
  startAddingWithFlows,
} from '../helpers/interactive-auth.ts';
import { at, authAt, once } from '../helpers/client.ts';

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
    const { actor } = await startAddingWithFlows([[SINGLE_SIGN_ON], ['com.b'], [PASSWORD], ['com.a']]);
    const { choices } = await authAt(actor, 'choosingStage');
    const stages = choices.map(({ stage }) => stage);
    expect(stages).toEqual([PASSWORD, 'com.a', 'com.b', SINGLE_SIGN_ON]);
  });

  it('is none where all flows begin alike', async () => {
    const { actor } = await startAddingWithFlows([[PASSWORD, SINGLE_SIGN_ON], [PASSWORD]]);
    await authAt(actor, 'password');
  });

  it('stays after a wrong password, and can be taken back', async () => {
    const { actor, client } = await startAddingWithFlows([[SINGLE_SIGN_ON], [PASSWORD]]);
    (await authAt(actor, 'choosingStage')).choices[0]?.choose();
    client.submitPassword(await authAt(actor, 'password'), 'not my password');
    const again = await authAt(actor, 'password');
    expect(again.fields.password.problem).toEqual({ code: 'passwordWrong' });
    again.back?.();
    (await authAt(actor, 'choosingStage')).choices[1]?.choose();
    expect(await authAt(actor, 'fallback')).toMatchObject({ stage: SINGLE_SIGN_ON });
  });

  it('is kept to once a flow of several stages was begun', async () => {
    const { actor, client } = await startAddingWithFlows([['org.a'], [PASSWORD, SINGLE_SIGN_ON]]);
    (await authAt(actor, 'choosingStage')).choices[0]?.choose();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    expect(await authAt(actor, 'fallback')).toMatchObject({ stage: SINGLE_SIGN_ON, report: null });
  });
});

describe('a stage that needs nobody', () => {
  it.each([
    ['alone', [DUMMY]],
    ['at first', [DUMMY, PASSWORD]],
    ['at last', [PASSWORD, DUMMY]],
  ])('is done silently %s', async (_, flow) => {
    const { actor, client, auths } = await startAddingWithFlows([flow]);
    if (flow.includes(PASSWORD)) {
      client.submitPassword(await authAt(actor, 'password'), client.account.password);
    }
    await at(actor, 'added');
    const sent = auths().map((auth) => auth?.type);
    expect(sent).toEqual([undefined, ...flow]);
  });

  it('is done before a choice, and takes none away', async () => {
    const { actor } = await startAddingWithFlows([[DUMMY, SINGLE_SIGN_ON], [PASSWORD]]);
    const { choices } = await authAt(actor, 'choosingStage');
    expect(choices.map(({ stage }) => stage)).toEqual([PASSWORD, SINGLE_SIGN_ON]);
  });

  it('is sent three times at most where the homeserver never counts it', async () => {
    const answers = Array.from({ length: 9 }, () => authRequired([[DUMMY]]));
    const { actor, requests } = await startAdding({ answers });
    const stuck = await authAt(actor, 'unsupported');
    expect(stuck).toMatchObject(told('authEndless'));
    expect(requests()).toBe(4);
    stuck.back?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    await authAt(actor, 'unsupported');
    expect(requests()).toBe(8);
  });
});

describe('a page of the homeserver', () => {
  it('is opened by the client, does the stage, and is closed', async () => {
    const pages = recordPages();
    const opened = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    const { actor, client, homeserver, testServer, auths } = opened;
    const view = await authAt(actor, 'fallback');
    expect(pages.urls).toEqual([]);
    expect(view).toMatchObject({ isOpen: false, finish: null });
    view.open?.();
    expect(await authAt(actor, 'fallback')).toMatchObject({ isOpen: true });
    const session = client.sessions[0] ?? '';
    const path = `/_matrix/client/v3/auth/m.login.sso/fallback/web?session=${session}`;
    expect(pages.urls).toEqual([homeserver.baseUrl + path]);
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=client-1' });
    pages.finish();
    await at(actor, 'added');
    expect(pages.closed).toEqual(pages.urls);
    expect(auths()).toEqual([undefined, { session }]);
    expectNoSecrets(opened);
  });

  it('has stage and session escaped in its address', async () => {
    const pages = recordPages();
    const { actor } = await startAdding({
      ...pages,
      answers: [authRequired([['org.example/a b']], { session: 'a&b c' })],
    });
    (await authAt(actor, 'fallback')).open?.();
    const url = new URL(pages.urls[0] ?? '');
    expect(url.pathname).toContain('/auth/org.example%2Fa%20b/fallback/web');
    expect([...url.searchParams]).toEqual([['session', 'a&b c']]);
  });

  it('may be closed too early, is requestsTo about once, and can be opened again', async () => {
    const pages = recordPages();
    const { actor, requests, testServer } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    pages.finish();
    const left = await authAt(actor, 'fallback');
    expect(left).toMatchObject({
      report: { role: 'status', problem: { code: 'authNotCompleted' } },
    });
    expect(requests()).toBe(2);
    expect(pages.urls).toHaveLength(1);
    // The page may be open all the same, where the browser parted it from who opened it.
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=client-1' });
    left.finish?.();
    await at(actor, 'added');
  });

  it('may confirm another account, which the same session mends', async () => {
    const pages = recordPages();
    const { actor, testServer } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=somebody' });
    pages.finish();
    const again = await authAt(actor, 'fallback');
    expect(again).toMatchObject(told('authRefused'));
    again.open?.();
    expect(pages.urls[1]).toBe(pages.urls[0]);
    await testServer.fetch(pages.urls[1] ?? '', { method: 'POST', body: 'account=client-1' });
    pages.finish();
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
    const { actor } = await startAddingWithFlows([[SINGLE_SIGN_ON]], { openFallback });
    (await authAt(actor, 'fallback')).open?.();
    const blocked = await authAt(actor, 'fallback');
    expect(blocked).toMatchObject({ ...told('popupBlocked'), isOpen: false, finish: null });
    expect(blocked.open).not.toBeNull();
  });

  it('is closed where the client goes elsewhere', async () => {
    const pages = recordPages();
    const { actor, requests } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    (await authAt(actor, 'fallback')).back?.();
    await at(actor, 'validatingByLink');
    expect(pages.closed).toEqual(pages.urls);
    pages.finish();
    expect(requests()).toBe(1);
  });

  it('is requestsTo for anew where its session has expired', async () => {
    const pages = recordPages();
    const { actor, clock, requests } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    clock.increment(172_800_000);
    pages.finish();
    const anew = await authAt(actor, 'fallback');
    expect(anew).toMatchObject({ ...told('authRepeated'), isOpen: false, finish: null });
    expect(requests()).toBe(3);
  });

  it('is none without a session', async () => {
    const { actor } = await startAdding({
      answers: [authRequired([[SINGLE_SIGN_ON]], { session: '' })],
    });
    expect(await authAt(actor, 'unsupported')).toMatchObject(told('authUnsupported'));
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
    const app = handleCaptchas(solved);
    const opened = await startAddingWithFlows([[CAPTCHA, PASSWORD]], app);
    const { actor, client } = opened;
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(app.questions).toMatchObject([
      { stage: CAPTCHA, params: { public_key: 'simulated-captcha' } },
    ]);
    expectNoSecrets(opened, 'simulated-captcha solved');
  });

  it('that is answered wrongly is tried again by the client alone', async () => {
    const app = handleCaptchas(async () => ({ response: 'no idea' }), solved);
    const { actor, requests } = await startAddingWithFlows([[CAPTCHA]], app);
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
    'that %s asks the homeserver nothing, and is tried again by the client',
    async (_, failing) => {
      const app = handleCaptchas(failing, solved);
      const { actor, requests } = await startAddingWithFlows([[CAPTCHA]], app);
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
    const app = handleCaptchas(() => Promise.reject(new Error('given up')), solved, solved);
    const { actor, homeserver } = await startAddingWithFlows([[CAPTCHA]], app);
    const failed = await once(addThreepidView(actor), isOver);
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
    failed.retry?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    const again = await once(addThreepidView(actor), isOver);
    again.retry?.();
    await at(actor, 'added');
  });

  it('is given up where the client goes elsewhere', async () => {
    const app = handleCaptchas();
    const { actor } = await startAddingWithFlows([[CAPTCHA]], app);
    const view = await authAt(actor, 'appStage');
    expect(view.retry).toBeNull();
    view.back?.();
    await at(actor, 'validatingByLink');
    expect(app.questions[0]?.signal.aborted).toBe(true);
  });
});
