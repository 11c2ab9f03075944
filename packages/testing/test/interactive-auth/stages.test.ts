import {
  interactiveAuthView,
  type AddThreepidActor,
  type AuthStageHandler,
  type InteractiveAuthView,
  type StepView,
} from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { at, authAt, once } from '../helpers/client.ts';
import {
  authRequired,
  expectNoSecrets,
  handleCaptchas,
  recordPages,
  startAdding,
  startAddingWithFlows,
} from '../helpers/interactive-auth.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';
const CAPTCHA = 'm.login.recaptcha';
const DUMMY = 'm.login.dummy';

const reporting = (code: string) => ({ report: { problem: { code } } });

/** The view of the app's stage once its handler has ended without a result. */
async function retryable(
  actor: AddThreepidActor,
): Promise<StepView<InteractiveAuthView, 'appStage'>> {
  const { auth } = await at(actor, 'authenticating');
  return await once(
    interactiveAuthView(auth),
    (view): view is StepView<InteractiveAuthView, 'appStage'> =>
      view.step === 'appStage' && view.retry !== null,
  );
}

describe('a choice of stages', () => {
  it("lists the password first, whatever the homeserver's order", async () => {
    const { actor } = await startAddingWithFlows([
      [SINGLE_SIGN_ON],
      ['com.b'],
      [PASSWORD],
      ['com.a'],
    ]);
    const { choices } = await authAt(actor, 'choosingStage');
    const stages = choices.map(({ stage }) => stage);
    expect(stages).toEqual([PASSWORD, 'com.a', 'com.b', SINGLE_SIGN_ON]);
  });

  it('is skipped if all flows start with the same stage', async () => {
    const { actor } = await startAddingWithFlows([[PASSWORD, SINGLE_SIGN_ON], [PASSWORD]]);
    await authAt(actor, 'password');
  });

  it('is kept after a wrong password, and can be changed', async () => {
    const { actor, client } = await startAddingWithFlows([[SINGLE_SIGN_ON], [PASSWORD]]);
    (await authAt(actor, 'choosingStage')).choices[0]?.choose();
    client.submitPassword(await authAt(actor, 'password'), 'not my password');
    const again = await authAt(actor, 'password');
    expect(again.fields.password.problem).toEqual({ code: 'passwordWrong' });
    again.back?.();
    (await authAt(actor, 'choosingStage')).choices[1]?.choose();
    expect(await authAt(actor, 'fallback')).toMatchObject({ stage: SINGLE_SIGN_ON });
  });

  it('is not offered again within a flow that was started', async () => {
    const { actor, client } = await startAddingWithFlows([['org.a'], [PASSWORD, SINGLE_SIGN_ON]]);
    (await authAt(actor, 'choosingStage')).choices[0]?.choose();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    expect(await authAt(actor, 'fallback')).toMatchObject({ stage: SINGLE_SIGN_ON, report: null });
  });
});

describe('a stage that needs no input', () => {
  it.each([
    ['as the only stage', [DUMMY]],
    ['as the first stage', [DUMMY, PASSWORD]],
    ['as the last stage', [PASSWORD, DUMMY]],
  ])('is completed without the user %s', async (_, flow) => {
    const { actor, client, auths } = await startAddingWithFlows([flow]);
    if (flow.includes(PASSWORD)) {
      client.submitPassword(await authAt(actor, 'password'), client.account.password);
    }
    await at(actor, 'added');
    const sent = auths().map((auth) => auth?.type);
    expect(sent).toEqual([undefined, ...flow]);
  });

  it('is completed before a choice, and rules out no other flow', async () => {
    const { actor } = await startAddingWithFlows([[DUMMY, SINGLE_SIGN_ON], [PASSWORD]]);
    const { choices } = await authAt(actor, 'choosingStage');
    expect(choices.map(({ stage }) => stage)).toEqual([PASSWORD, SINGLE_SIGN_ON]);
  });

  it('is sent at most three times if the homeserver never accepts it', async () => {
    const responses = Array.from({ length: 9 }, () => authRequired([[DUMMY]]));
    const { actor, requestCount } = await startAdding({ responses });
    const unsupported = await authAt(actor, 'unsupported');
    expect(unsupported).toMatchObject(reporting('authEndless'));
    expect(requestCount()).toBe(4);
    unsupported.back?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    await authAt(actor, 'unsupported');
    expect(requestCount()).toBe(8);
  });
});

describe('a fallback page', () => {
  it('opens at the click, completes the stage, and is closed', async () => {
    const pages = recordPages();
    const fixture = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    const { actor, client, homeserver, testServer, auths } = fixture;
    const view = await authAt(actor, 'fallback');
    expect(pages.urls).toEqual([]);
    expect(view).toMatchObject({ isOpen: false, finish: null });
    view.open?.();
    expect(await authAt(actor, 'fallback')).toMatchObject({ isOpen: true });
    const session = client.sessions[0] ?? '';
    const path = `/_matrix/client/v3/auth/m.login.sso/fallback/web?session=${session}`;
    expect(pages.urls).toEqual([homeserver.baseUrl + path]);
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=person-1' });
    pages.finish();
    await at(actor, 'added');
    expect(pages.closed).toEqual(pages.urls);
    expect(auths()).toEqual([undefined, { session }]);
    expectNoSecrets(fixture);
  });

  it('has an escaped stage and session in its URL', async () => {
    const pages = recordPages();
    const { actor } = await startAdding({
      ...pages,
      responses: [authRequired([['org.example/a b']], { session: 'a&b c' })],
    });
    (await authAt(actor, 'fallback')).open?.();
    const url = new URL(pages.urls[0] ?? '');
    expect(url.pathname).toContain('/auth/org.example%2Fa%20b/fallback/web');
    expect([...url.searchParams]).toEqual([['session', 'a&b c']]);
  });

  it('that is closed too early causes one request, and can be opened again', async () => {
    const pages = recordPages();
    const { actor, requestCount, testServer } = await startAddingWithFlows(
      [[SINGLE_SIGN_ON]],
      pages,
    );
    (await authAt(actor, 'fallback')).open?.();
    pages.finish();
    const left = await authAt(actor, 'fallback');
    expect(left).toMatchObject({
      report: { role: 'status', problem: { code: 'authNotCompleted' } },
    });
    expect(requestCount()).toBe(2);
    expect(pages.urls).toHaveLength(1);
    // A browser that separates the page from its opener reports an open page as closed.
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=person-1' });
    left.finish?.();
    await at(actor, 'added');
  });

  it('on which another account signed on accepts the right one in the same session', async () => {
    const pages = recordPages();
    const { actor, testServer } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=another' });
    pages.finish();
    const again = await authAt(actor, 'fallback');
    expect(again).toMatchObject(reporting('authRefused'));
    again.open?.();
    expect(pages.urls[1]).toBe(pages.urls[0]);
    await testServer.fetch(pages.urls[1] ?? '', { method: 'POST', body: 'account=person-1' });
    pages.finish();
    await at(actor, 'added');
  });

  it.each([
    ['is blocked', () => null],
    [
      'fails to open',
      () => {
        throw new Error('no window');
      },
    ],
  ])('that %s is reported, and may still be opened or finished', async (_, openFallback) => {
    const { actor } = await startAddingWithFlows([[SINGLE_SIGN_ON]], { openFallback });
    (await authAt(actor, 'fallback')).open?.();
    const blocked = await authAt(actor, 'fallback');
    expect(blocked).toMatchObject({ ...reporting('popupBlocked'), isOpen: false });
    expect(blocked.open).not.toBeNull();
    // Some browsers open the page and report that they did not.
    expect(blocked.finish).not.toBeNull();
  });

  it('that is blocked after an earlier attempt keeps the command to finish', async () => {
    const pages = recordPages();
    let isBlocked = false;
    const { actor, testServer } = await startAddingWithFlows([[SINGLE_SIGN_ON]], {
      openFallback: (url, onDone) => (isBlocked ? null : pages.openFallback(url, onDone)),
    });
    (await authAt(actor, 'fallback')).open?.();
    pages.finish();
    const left = await authAt(actor, 'fallback');
    expect(left).toMatchObject(reporting('authNotCompleted'));

    isBlocked = true;
    left.open?.();
    const blocked = await authAt(actor, 'fallback');
    expect(blocked).toMatchObject(reporting('popupBlocked'));
    // The page of the first attempt may be open.
    await testServer.fetch(pages.urls[0] ?? '', { method: 'POST', body: 'account=person-1' });
    blocked.finish?.();
    await at(actor, 'added');
  });

  it('is closed when the user goes back', async () => {
    const pages = recordPages();
    const { actor, requestCount } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    (await authAt(actor, 'fallback')).back?.();
    await at(actor, 'validatingByLink');
    expect(pages.closed).toEqual(pages.urls);
    pages.finish();
    expect(requestCount()).toBe(1);
  });

  it('is required again in another session if its session has expired', async () => {
    const pages = recordPages();
    const { actor, clock, requestCount } = await startAddingWithFlows([[SINGLE_SIGN_ON]], pages);
    (await authAt(actor, 'fallback')).open?.();
    clock.increment(172_800_000);
    pages.finish();
    const again = await authAt(actor, 'fallback');
    expect(again).toMatchObject({ ...reporting('authRepeated'), isOpen: false, finish: null });
    expect(requestCount()).toBe(3);
  });

  it('is not offered without a session', async () => {
    const { actor } = await startAdding({
      responses: [authRequired([[SINGLE_SIGN_ON]], { session: '' })],
    });
    expect(await authAt(actor, 'unsupported')).toMatchObject(reporting('authUnsupported'));
  });
});

const solve: AuthStageHandler = async ({ params }) => ({
  response: `${String(params['public_key'])} solved`,
  // The machine's own fields replace these.
  type: DUMMY,
  session: 'another session',
});

describe("a stage that the app's handler does", () => {
  it('is completed with the fields of the handler, anywhere in a flow', async () => {
    const app = handleCaptchas(solve);
    const fixture = await startAddingWithFlows([[CAPTCHA, PASSWORD]], app);
    const { actor, client } = fixture;
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(app.calls).toMatchObject([
      { stage: CAPTCHA, params: { public_key: 'simulated-captcha' } },
    ]);
    expectNoSecrets(fixture, 'simulated-captcha solved');
  });

  it('is retried only by the user after the homeserver refused its fields', async () => {
    const app = handleCaptchas(async () => ({ response: 'no idea' }), solve);
    const { actor, requestCount } = await startAddingWithFlows([[CAPTCHA]], app);
    const failed = await retryable(actor);
    expect(failed).toMatchObject(reporting('authStageFailed'));
    expect(requestCount()).toBe(2);
    failed.retry?.();
    await at(actor, 'added');
  });

  it.each<[string, AuthStageHandler]>([
    ['rejects', () => Promise.reject(new Error('given up'))],
    [
      'throws',
      () => {
        throw new Error('no captcha');
      },
    ],
    // The types of an app in JavaScript are unchecked.
    ['returns a list', async () => JSON.parse('["solved"]')],
    ['returns null', async () => JSON.parse('null')],
    ['returns a text', async () => JSON.parse('"solved"')],
  ])('sends no request if the handler %s, and lets the user retry', async (_, failing) => {
    const app = handleCaptchas(failing, solve);
    const { actor, requestCount } = await startAddingWithFlows([[CAPTCHA]], app);
    const failed = await retryable(actor);
    expect(failed).toMatchObject(reporting('authStageFailed'));
    expect(requestCount()).toBe(1);
    expect(app.calls).toHaveLength(1);
    failed.retry?.();
    await at(actor, 'added');
    expect(app.calls).toHaveLength(2);
  });

  it('does not run again automatically after its response was lost', async () => {
    const app = handleCaptchas(() => Promise.reject(new Error('given up')), solve, solve);
    const { actor, homeserver } = await startAddingWithFlows([[CAPTCHA]], app);
    const failed = await retryable(actor);
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
    failed.retry?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    const again = await retryable(actor);
    again.retry?.();
    await at(actor, 'added');
  });

  it('is aborted when the user goes back', async () => {
    const app = handleCaptchas();
    const { actor } = await startAddingWithFlows([[CAPTCHA]], app);
    const view = await authAt(actor, 'appStage');
    expect(view.retry).toBeNull();
    view.back?.();
    await at(actor, 'validatingByLink');
    expect(app.calls[0]?.signal.aborted).toBe(true);
  });
});
