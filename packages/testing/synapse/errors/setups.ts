import type { ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import type { Fixture } from '../../test/helpers/fixture.ts';
import type { Account } from '../../test/test-homeserver.ts';
import type { RealHomeserver, SynapseOptions } from '../open-synapse.ts';
import { requestJson } from '../request-json.ts';
import type { RealServers, serverChanges } from './server-changes.ts';

/** How to make a real homeserver send the response of a case. Without any of these, the action alone is enough. */
export interface Setup {
  /** The user's account; a new one by default. */
  readonly account?: (homeserver: RealHomeserver) => Promise<Account>;
  readonly options?: (homeserver: RealHomeserver, account: Account) => Partial<ThreepidsOptions>;
  /** What the user types, instead of what the case says. */
  readonly typed?: string;
  /** Runs before the user starts. */
  readonly beforeAction?: (servers: RealServers, fixture: Fixture) => Promise<void>;
  /** Runs right before the request that the case is about. */
  readonly beforeRequest?: (homeserver: RealHomeserver, fixture: Fixture) => Promise<void>;
  /** How the servers change before that request, once for all users who wait for it. */
  readonly serverChange?: keyof typeof serverChanges;
  /** The app's access token from that request on. */
  readonly accessToken?: (homeserver: RealHomeserver, fixture: Fixture) => Promise<string>;
  /** Changes the URL of that request and all later ones, as a misconfigured proxy would. */
  readonly rewriteUrl?: (url: string) => string;
}

/** The initial configuration for all setups. It prevents no response that another setup needs. */
export const INITIAL_OPTIONS: SynapseOptions = {
  synapse: {
    // Synapse's default limits. They are per IP address, and each user has their own.
    rc_3pid_validation: undefined,
    allowed_local_3pids: [
      { medium: 'email', pattern: '^(?!.*@denied\\.example$)' },
      { medium: 'msisdn', pattern: '^(?!337)' },
    ],
    allow_guest_access: true,
    account_validity: { enabled: true, period: '6w' },
  },
  sms: { 'msisdn.ratelimit.burst': '2', 'smsrule.44': 'reject' },
  singleSignOn: true,
};

const TokenResponse = v.object({ access_token: v.string() });

/** Creates an account with single sign-on, whose user can only enter a wrong password. */
const newSignOnAccount = async (homeserver: RealHomeserver): Promise<Account> => ({
  ...(await homeserver.newSignOnAccount()),
  password: 'none',
});

/** Requests mails or text messages until the homeserver responds with a rate limit. */
async function useUpLimit(
  { testServer }: Fixture,
  medium: 'email' | 'msisdn',
  bodyOf: (attempt: number) => object,
): Promise<void> {
  const url = `${testServer.baseUrl}/_matrix/client/v3/account/3pid/${medium}/requestToken`;
  let status = 200;
  for (let attempt = 1; status === 200; attempt += 1) {
    const body = { client_secret: 'too.many', send_attempt: attempt, ...bodyOf(attempt) };
    const response = await testServer.fetch(url, { method: 'POST', body: JSON.stringify(body) });
    ({ status } = response);
  }
  if (status !== 429) throw new Error(`The response from ${url} has status ${status}, not 429`);
}

export const setups = {
  unchanged: {},
  'the address is denied': { typed: 'alice@denied.example' },
  'the number is denied': { typed: 'FR 07 00 11 22 33' },
  // Synapse's case folding turns each of these letters into three, so the address becomes too long.
  'the address is too long': { typed: `${'\u0390'.repeat(200)}@example.org` },
  'the number is too short': { typed: 'FR 1' },
  'the country is rejected': { typed: 'GB 07400 123457' },
  'the mail server refuses': {
    beforeRequest: async (homeserver) => homeserver.acceptMail(false),
  },
  'five mails were sent': {
    beforeRequest: (_, fixture) =>
      useUpLimit(fixture, 'email', (attempt) => ({
        email: `${attempt}-${fixture.addresses.email}`,
      })),
  },
  'two texts were sent': {
    beforeRequest: (_, fixture) =>
      useUpLimit(fixture, 'msisdn', () => ({
        country: 'FR',
        phone_number: fixture.addresses.national,
      })),
  },
  'the account is locked': {
    beforeRequest: (homeserver, { client }) => homeserver.lock(client.account),
  },
  'the account has expired': {
    async beforeRequest({ baseUrl, administrator }, { client }) {
      await requestJson(v.unknown(), `${baseUrl}/_synapse/admin/v1/account_validity/validity`, {
        method: 'POST',
        accessToken: administrator.accessToken,
        body: { user_id: client.account.userId, expiration_ts: 1 },
      });
    },
  },
  'a guest': {
    async accessToken({ baseUrl }) {
      const url = `${baseUrl}/_matrix/client/v3/register?kind=guest`;
      return (await requestJson(TokenResponse, url, { method: 'POST', body: {} })).access_token;
    },
  },
  'the token has expired': {
    async accessToken({ baseUrl, administrator }, { client }) {
      const url = `${baseUrl}/_synapse/admin/v1/users/${client.account.userId}/login`;
      const response = await requestJson(TokenResponse, url, {
        method: 'POST',
        accessToken: administrator.accessToken,
        body: { valid_until_ms: 1 },
      });
      return response.access_token;
    },
  },
  'the device is signed out': {
    beforeRequest: (homeserver, { client }) => homeserver.signOut(client.account),
  },
  'there is no token': { accessToken: async () => '' },
  'two days pass': {
    async beforeRequest(homeserver, { testServer: { fetch }, client }) {
      await homeserver.advanceClocks(49 * 3_600_000);
      // Synapse deletes expired sessions at intervals, and accepts them until then.
      const body = {
        sid: 'none',
        client_secret: 'none',
        auth: { session: client.sessions.at(-1) },
      };
      const isKnown = async () => {
        const response = await fetch(`${homeserver.baseUrl}/_matrix/client/v3/account/3pid/add`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${client.account.accessToken}` },
          body: JSON.stringify(body),
        });
        return !(await response.text()).includes('Unknown session');
      };
      while (await isKnown());
    },
  },
  'the request goes to another path': { rewriteUrl: (url) => url.replace('/v3/', '/r0/') },
  'the request goes to another endpoint': {
    rewriteUrl: (url) => url.replace(/\/3pid$/u, '/3pid/add'),
  },
  'the account has single sign-on': { account: newSignOnAccount },
  'another account signs on': {
    account: newSignOnAccount,
    options: (homeserver) => ({
      openFallback(url, onDone) {
        const mallory = homeserver.newSignOnAccount();
        void mallory.then((account) => homeserver.signOn(url, account)).then(onDone);
        return () => undefined;
      },
    }),
  },
  'no changes are allowed': { serverChange: 'no changes are allowed' },
  'no passwords are taken': { serverChange: 'no passwords are taken, and errors are inhibited' },
  'errors are inhibited': { serverChange: 'no passwords are taken, and errors are inhibited' },
  'the identity server is down': { serverChange: 'the identity server is down' },
  'the identity server of a binding is down': {
    beforeAction: (homeserver, { client, addresses }) =>
      homeserver.bindEmail(client.account, addresses.email),
    serverChange: 'the identity server is down',
  },
  'nothing is sent': { serverChange: 'nothing is sent, and a captcha is required' },
  'a captcha is required': {
    serverChange: 'nothing is sent, and a captcha is required',
    options: (_, { userId: user }) => ({
      authStages: {
        // Stages of a Synapse module require the user in the response.
        'm.login.recaptcha': async () => ({
          response: 'wrong',
          identifier: { type: 'm.id.user', user },
        }),
      },
    }),
  },
  'no password may be tried': { serverChange: 'no password may be tried' },
  'an auth service owns the account': {
    beforeAction: async ({ authService }, { client }) => authService.addAccount(client.account),
    serverChange: 'an auth service owns the accounts',
  },
} satisfies Record<string, Setup>;
