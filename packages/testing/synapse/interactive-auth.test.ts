import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignOnAccount } from '../fidelity/compared-homeserver.ts';
import { recordPages } from '../test/helpers/interactive-auth.ts';
import {
  callAs,
  changePassword,
  deleteDevice,
  logsIn,
  responseOf,
  startInteractiveAuth,
} from '../test/helpers/standalone-auth.ts';
import type { Account } from '../test/test-homeserver.ts';
import { openSynapse, type RealHomeserver } from './open-synapse.ts';
import { requestJson } from './request-json.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';
const NEW_PASSWORD = 'the new password';

const Login = v.object({ device_id: v.string() });
const Devices = v.object({ devices: v.array(v.object({ device_id: v.string() })) });

describe('interactive auth for other endpoints of a real Synapse', () => {
  let homeserver: RealHomeserver;

  beforeAll(async () => {
    homeserver = await openSynapse({ singleSignOn: true });
  });
  afterAll(() => homeserver.close());

  /** Signs the account in on another device. */
  async function addDevice({ userId: user, password }: Account): Promise<string> {
    const identifier = { type: 'm.id.user', user };
    const login = await requestJson(Login, `${homeserver.baseUrl}/_matrix/client/v3/login`, {
      method: 'POST',
      body: { type: PASSWORD, identifier, password },
    });
    return login.device_id;
  }

  async function devicesOf(account: Pick<Account, 'accessToken'>): Promise<readonly string[]> {
    const response = await callAs(homeserver, account, { method: 'GET', path: '/devices' });
    return v.parse(Devices, await response.json()).devices.map((device) => device.device_id);
  }

  /** Deletes another device of an account with a password. */
  async function startDeleting() {
    const account = await homeserver.newAccount();
    const deviceId = await addDevice(account);
    const auth = startInteractiveAuth(homeserver, account, deleteDevice(deviceId));
    const isDone = async () => !(await devicesOf(account)).includes(deviceId);
    return { ...auth, account, isDone };
  }

  /** Changes the password of an account. */
  async function startChanging() {
    const account = await homeserver.newAccount();
    const auth = startInteractiveAuth(homeserver, account, changePassword(NEW_PASSWORD));
    const isDone = () => logsIn(homeserver, { ...account, password: NEW_PASSWORD });
    return { ...auth, account, isDone };
  }

  describe.each([
    ['deleting a device', startDeleting],
    ['changing the password', startChanging],
  ])('for %s', (_, start) => {
    it('settles with a readable response after the right password', async () => {
      const { account, at, auths, output, isDone, expectNoSecrets } = await start();
      const view = await at('password');
      expect(await isDone()).toBe(false);
      view.submit?.(account.password);
      expect(await responseOf(output)).toEqual({ status: 200, body: {} });
      expect(await isDone()).toBe(true);
      expect(auths).toHaveLength(2);
      expectNoSecrets();
    });

    it('asks for the password again after a wrong one', async () => {
      const { account, at, output, isDone, expectNoSecrets } = await start();
      (await at('password')).submit?.('not my password');
      const again = await at('password');
      expect(again.fields.password.problem).toEqual({ code: 'passwordWrong' });
      expect(await isDone()).toBe(false);
      again.submit?.(account.password);
      expect(await responseOf(output)).toMatchObject({ status: 200 });
      expect(await isDone()).toBe(true);
      expectNoSecrets();
    });

    it('ends as cancelled if the user goes back, and changes nothing', async () => {
      const { at, auths, output, isDone } = await start();
      (await at('password')).back?.();
      expect(await output).toEqual({ type: 'cancelled' });
      expect(await isDone()).toBe(false);
      expect(auths).toHaveLength(1);
    });
  });

  /** Opens the page of single sign-on, and signs on there as that account. */
  async function signOnAs(
    pages: ReturnType<typeof recordPages>,
    open: (() => void) | null,
    account: SignOnAccount,
  ): Promise<void> {
    open?.();
    await homeserver.signOn(pages.urls.at(-1) ?? '', account);
    pages.finish();
  }

  describe('with single sign-on', () => {
    it('deletes a device after the user has signed on', async () => {
      const account = await homeserver.newSignOnAccount();
      const [deviceId = ''] = await devicesOf(account);
      const pages = recordPages();
      const { at, output, auths, expectNoSecrets } = startInteractiveAuth(
        homeserver,
        account,
        deleteDevice(deviceId),
        { openFallback: pages.openFallback },
      );
      const view = await at('fallback');
      expect(view.stage).toBe(SINGLE_SIGN_ON);
      await signOnAs(pages, view.open, account);
      expect(await responseOf(output)).toEqual({ status: 200, body: {} });
      expect(auths).toHaveLength(2);
      // The account had no other device, so its access token is gone.
      const list = await callAs(homeserver, account, { method: 'GET', path: '/devices' });
      expect(list.status).toBe(401);
      expectNoSecrets();
    });

    it('refuses another account, and accepts the right one after that', async () => {
      const account = await homeserver.newSignOnAccount();
      const pages = recordPages();
      const { at, output } = startInteractiveAuth(
        homeserver,
        account,
        changePassword(NEW_PASSWORD),
        { openFallback: pages.openFallback },
      );
      const view = await at('fallback');
      await signOnAs(pages, view.open, await homeserver.newSignOnAccount());
      const refused = await at('fallback');
      expect(refused.report?.problem).toEqual({ code: 'authRefused' });
      await signOnAs(pages, refused.open, account);
      expect(await responseOf(output)).toEqual({ status: 200, body: {} });
      expect(await logsIn(homeserver, { ...account, password: NEW_PASSWORD })).toBe(true);
    });

    it('offers a choice once the account has a password, too', async () => {
      const account = await homeserver.givePassword(await homeserver.newSignOnAccount());
      const deviceId = await addDevice(account);
      const { at, output } = startInteractiveAuth(homeserver, account, deleteDevice(deviceId));
      const { choices } = await at('choosingStage');
      expect(choices.map(({ stage }) => stage)).toEqual([PASSWORD, SINGLE_SIGN_ON]);
      choices[0]?.choose();
      (await at('password')).submit?.(account.password);
      expect(await responseOf(output)).toMatchObject({ status: 200 });
      expect(await devicesOf(account)).not.toContain(deviceId);
    });
  });
});
