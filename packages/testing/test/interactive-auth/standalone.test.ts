import { describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../src/index.ts';
import { createClock } from '../client-environment.ts';
import { authRequired, recordPages } from '../helpers/interactive-auth.ts';
import {
  changePassword,
  deleteDevice,
  logsIn,
  responseOf,
  startInteractiveAuth,
} from '../helpers/standalone-auth.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

const PASSWORD = 'm.login.password';
const OAUTH = 'm.oauth';
const NEW_PASSWORD = 'the new password';

type Endpoint = 'deleteDevice' | 'changePassword';

interface StartOptions {
  readonly settings?: Partial<Settings>;
  /** Runs before the first request. */
  readonly prepare?: (
    homeserver: ReturnType<typeof openSimulatedTestHomeserver>['homeserver'],
  ) => void;
}

/** Starts interactive auth for the endpoint on a simulated homeserver. */
async function start(endpoint: Endpoint, { settings = {}, prepare }: StartOptions = {}) {
  const clock = createClock();
  const testServer = openSimulatedTestHomeserver({ clock, settings });
  const { homeserver } = testServer;
  const account = await testServer.newAccount();
  const { deviceId } = homeserver.addDevice(account.userId);
  const request =
    endpoint === 'deleteDevice' ? deleteDevice(deviceId) : changePassword(NEW_PASSWORD);
  prepare?.(homeserver);
  const pages = recordPages();
  const { openFallback } = pages;
  const auth = startInteractiveAuth(testServer, account, request, { clock, openFallback });
  return {
    ...auth,
    pages,
    homeserver,
    clock,
    account,
    /** Whether the device is deleted or the password changed. */
    isDone: async () =>
      endpoint === 'deleteDevice'
        ? !homeserver.devicesOf(account.userId).some((device) => device.deviceId === deviceId)
        : await logsIn(testServer, { ...account, password: NEW_PASSWORD }),
    requestCount: () => homeserver.requests.filter((each) => each.endpoint === endpoint).length,
  };
}

describe.each(['deleteDevice', 'changePassword'] as const)('%s', (endpoint) => {
  it('settles with a readable response after the right password', async () => {
    const { account, at, auths, output, isDone, expectNoSecrets } = await start(endpoint);
    const view = await at('password');
    expect(view).toMatchObject({ userId: account.userId, report: null, focus: 'password' });
    expect(await isDone()).toBe(false);
    view.submit?.(account.password);
    expect(await responseOf(output)).toEqual({ status: 200, body: {} });
    expect(await isDone()).toBe(true);
    expect(await at('settled')).toMatchObject({ back: null });
    const { userId: user, password } = account;
    expect(auths).toEqual([
      undefined,
      {
        type: PASSWORD,
        identifier: { type: 'm.id.user', user },
        user,
        password,
        session: expect.any(String),
      },
    ]);
    expectNoSecrets();
  });

  it('asks for the password again after a wrong one', async () => {
    const { account, at, output, isDone, requestCount, expectNoSecrets } = await start(endpoint);
    (await at('password')).submit?.('not my password');
    const again = await at('password');
    expect(again.fields.password.problem).toEqual({ code: 'passwordWrong' });
    expect(await isDone()).toBe(false);
    again.submit?.(account.password);
    expect(await responseOf(output)).toMatchObject({ status: 200 });
    expect(requestCount()).toBe(3);
    expectNoSecrets();
  });

  it('ends as cancelled if the user goes back from the password', async () => {
    const { at, output, isDone, requestCount } = await start(endpoint);
    (await at('password')).back?.();
    expect(await output).toEqual({ type: 'cancelled' });
    await at('cancelled');
    expect(await isDone()).toBe(false);
    expect(requestCount()).toBe(1);
  });

  it('ends as interrupted if the user goes back during the request, which it aborts', async () => {
    const { actor, homeserver, account, at, output, requestCount, expectNoSecrets } =
      await start(endpoint);
    const view = await at('password');
    homeserver.faults.add({ endpoint, outcome: 'silence' });
    view.submit?.(account.password);
    await vi.waitUntil(() => requestCount() === 2);
    actor.send({ type: 'auth.cancel' });
    expect(await output).toEqual({ type: 'interrupted' });
    await at('interrupted');
    expectNoSecrets();
  });

  it('opens the URL of m.oauth, and settles when the user has approved there', async () => {
    const { homeserver, at, auths, pages, output, isDone } = await start(endpoint, {
      settings: { authFlows: [[OAUTH]] },
    });
    const view = await at('fallback');
    expect(view).toMatchObject({ stage: OAUTH, isOpen: false });
    view.open?.();
    const [url = ''] = pages.urls;
    expect(url).toMatch(new RegExp(`^${homeserver.baseUrl}/account/approve\\?session=`, 'u'));
    await homeserver.fetch(url);
    pages.finish();
    expect(await responseOf(output)).toMatchObject({ status: 200 });
    expect(await isDone()).toBe(true);
    expect(pages.closed).toEqual([url]);
    expect(auths).toEqual([undefined, { session: new URL(url).searchParams.get('session') }]);
  });

  it.each([
    ['is not encrypted', 'http://account.example/approve'],
    ['is a script', 'javascript:alert(1)'],
    ['has credentials', 'https://alice:secret@account.example/approve'],
    ['is missing', undefined],
  ])('does not open a URL of m.oauth that %s', async (_, url) => {
    const outcome = authRequired([[OAUTH]], { params: { [OAUTH]: { url } } });
    const { at, pages } = await start(endpoint, {
      prepare: (homeserver) => homeserver.faults.add({ endpoint, outcome }),
    });
    const view = await at('unsupported');
    expect(view.report).toEqual({ role: 'alert', problem: { code: 'authUnsupported' } });
    expect(pages.urls).toEqual([]);
    view.back?.();
    await at('cancelled');
  });

  it('opens a URL of m.oauth on this machine without encryption', async () => {
    const url = 'http://127.0.0.1:8080/approve';
    const outcome = authRequired([[OAUTH]], { params: { [OAUTH]: { url } } });
    const { at, pages } = await start(endpoint, {
      prepare: (homeserver) => homeserver.faults.add({ endpoint, outcome }),
    });
    (await at('fallback')).open?.();
    expect(pages.urls).toEqual([url]);
  });

  it.each([
    ['the first request', async () => undefined],
    [
      'the password',
      async ({ at, account }: Awaited<ReturnType<typeof start>>) =>
        (await at('password')).submit?.(account.password),
    ],
  ])('is refused after a network error of %s', async (name, act) => {
    const started = await start(endpoint, {
      prepare: ({ faults }) => {
        if (name === 'the first request') faults.add({ endpoint, outcome: 'connectionLost' });
      },
    });
    if (name === 'the password') {
      await started.at('password');
      started.homeserver.faults.add({ endpoint, outcome: 'connectionLost' });
    }
    await act(started);
    expect(await started.output).toMatchObject({ type: 'refused', problem: { code: 'network' } });
    await started.at('refused');
    expect(await started.isDone()).toBe(false);
  });

  it('is refused after half a minute without a response', async () => {
    const { clock, requestCount, output } = await start(endpoint, {
      prepare: ({ faults }) => faults.add({ endpoint, outcome: 'silence' }),
    });
    await vi.waitUntil(() => requestCount() === 1);
    clock.increment(30_000);
    expect(await output).toMatchObject({ type: 'refused', problem: { code: 'timeout' } });
  });

  it("settles with the endpoint's own error, which the app can read", async () => {
    const body = { errcode: 'M_WEAK_PASSWORD', error: 'Too short' };
    const { account, homeserver, at, output } = await start(endpoint);
    const view = await at('password');
    homeserver.faults.add({ endpoint, outcome: { status: 400, body } });
    view.submit?.(account.password);
    expect(await responseOf(output)).toEqual({ status: 400, body });
  });
});
