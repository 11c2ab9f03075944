import type { ThreepidsOptions } from '@threepid/core';
import * as v from 'valibot';
import type { Alice } from '../../test/answers/acts.ts';
import type { Account } from '../../test/world.ts';
import { ask } from '../ask.ts';
import type { RealSettings, RealWorld } from '../world.ts';
import type { changes, Servers } from './changes.ts';

/** How a real homeserver is brought to an answer; where nothing is said, what the person does brings it. */
export interface Way {
  /** Who the person is; by default a new account. */
  readonly account?: (world: RealWorld) => Promise<Account>;
  readonly options?: (world: RealWorld, account: Account) => Partial<ThreepidsOptions>;
  /** What they type, instead of what the row says. */
  readonly typed?: string;
  /** What is done before they begin. */
  readonly before?: (servers: Servers, alice: Alice) => Promise<void>;
  /** What is done once they have come as far as the act has them. */
  readonly happens?: (world: RealWorld, alice: Alice) => Promise<void>;
  /** What becomes of the servers then, for all who waited for it. */
  readonly change?: keyof typeof changes;
  /** The access token that the app has from then on. */
  readonly token?: (world: RealWorld, alice: Alice) => Promise<string>;
  /** Where something between them leads a request from then on. */
  readonly detour?: (url: string) => string;
}

/** Of the homeserver that all ways start from: nothing in it is in the way of an answer that it does not bring. */
export const SETTINGS: RealSettings = {
  synapse: {
    // Those that nobody set; each person has an IP address of their own.
    rc_3pid_validation: undefined,
    allowed_local_3pids: [
      { medium: 'email', pattern: '^(?!.*@denied\\.example$)' },
      { medium: 'msisdn', pattern: '^(?!337)' },
    ],
    allow_guest_access: true,
    account_validity: { enabled: true, period: '6w' },
  },
  texts: { 'msisdn.ratelimit.burst': '2', 'smsrule.44': 'reject' },
  singleSignOn: true,
};

const Token = v.object({ access_token: v.string() });

/** Somebody who signs on elsewhere, and whose password is none. */
const signedOnElsewhere = async (world: RealWorld): Promise<Account> => ({
  ...(await world.newSignOnAccount()),
  password: 'none',
});

/** Asks for a mail or a text, until there were too many. */
async function useUp(
  { world }: Alice,
  medium: 'email' | 'msisdn',
  body: (time: number) => object,
): Promise<void> {
  const url = `${world.baseUrl}/_matrix/client/v3/account/3pid/${medium}/requestToken`;
  let status = 200;
  for (let time = 1; status === 200; time += 1) {
    const asked = { client_secret: 'too.many', send_attempt: time, ...body(time) };
    const answer = await world.fetch(url, { method: 'POST', body: JSON.stringify(asked) });
    ({ status } = answer);
  }
  if (status !== 429) throw new Error(`${url} answered ${status}`);
}

export const ways = {
  'as it is': {},
  'the address is denied': { typed: 'alice@denied.example' },
  'the number is denied': { typed: 'FR 07 00 11 22 33' },
  // Folded, each of these letters is three: the address is longer than Synapse takes.
  'the address is too long for it': { typed: `${'ﬃ'.repeat(200)}@example.org` },
  'the number is too short for it': { typed: 'FR 1' },
  'the country is rejected': { typed: 'GB 07400 123457' },
  'the mail server refuses': { happens: async (world) => world.acceptMail(false) },
  'five mails were sent': {
    happens: (_, alice) =>
      useUp(alice, 'email', (time) => ({ email: `${time}-${alice.addresses.email}` })),
  },
  'two texts were sent': {
    happens: (_, alice) =>
      useUp(alice, 'msisdn', () => ({ country: 'FR', phone_number: alice.addresses.national })),
  },
  'the account is locked': { happens: (world, { person }) => world.lock(person.account) },
  'the account has expired': {
    async happens({ baseUrl, administrator }, { person }) {
      await ask(v.unknown(), `${baseUrl}/_synapse/admin/v1/account_validity/validity`, {
        method: 'POST',
        accessToken: administrator.accessToken,
        body: { user_id: person.account.userId, expiration_ts: 1 },
      });
    },
  },
  'a guest': {
    async token({ baseUrl }) {
      const url = `${baseUrl}/_matrix/client/v3/register?kind=guest`;
      return (await ask(Token, url, { method: 'POST', body: {} })).access_token;
    },
  },
  'the token has expired': {
    async token({ baseUrl, administrator }, { person }) {
      const url = `${baseUrl}/_synapse/admin/v1/users/${person.account.userId}/login`;
      const { accessToken } = administrator;
      const body = { valid_until_ms: 1 };
      return (await ask(Token, url, { method: 'POST', accessToken, body })).access_token;
    },
  },
  'the device is signed out': { happens: (world, { person }) => world.signOut(person.account) },
  'there is no token': { token: async () => '' },
  'two days pass': {
    async happens(world, { world: { fetch }, person }) {
      await world.passTime(49 * 3_600_000);
      // Synapse throws old sessions away at intervals, and meanwhile goes on answering.
      const body = {
        sid: 'none',
        client_secret: 'none',
        auth: { session: person.sessions.at(-1) },
      };
      const isKnown = async () => {
        const answer = await fetch(`${world.baseUrl}/_matrix/client/v3/account/3pid/add`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${person.account.accessToken}` },
          body: JSON.stringify(body),
        });
        return !(await answer.text()).includes('Unknown session');
      };
      while (await isKnown());
    },
  },
  'another path is asked': { detour: (url) => url.replace('/v3/', '/r0/') },
  'another endpoint is asked': { detour: (url) => url.replace(/\/3pid$/u, '/3pid/add') },
  'signs on elsewhere': { account: signedOnElsewhere },
  'another signs on': {
    account: signedOnElsewhere,
    options: (world) => ({
      openFallback(url, onDone) {
        const mallory = world.newSignOnAccount();
        void mallory.then((account) => world.signOn(url, account)).then(onDone);
        return () => undefined;
      },
    }),
  },
  'no changes are allowed': { change: 'no changes are allowed' },
  'no passwords are taken': { change: 'no passwords are taken, and nothing is told of others' },
  'nothing is told of others': { change: 'no passwords are taken, and nothing is told of others' },
  'the identity server is down': { change: 'the identity server is down' },
  'an identity server that has it is down': {
    before: (world, { person, addresses }) => world.bindEmail(person.account, addresses.email),
    change: 'the identity server is down',
  },
  'nothing is sent': { change: 'nothing is sent, and a captcha is asked for' },
  'a captcha is asked for': {
    change: 'nothing is sent, and a captcha is asked for',
    options: (_, { userId: user }) => ({
      authStages: {
        // A module of Synapse has to be told who it is.
        'm.login.recaptcha': async () => ({
          response: 'wrong',
          identifier: { type: 'm.id.user', user },
        }),
      },
    }),
  },
  'no password may be tried': { change: 'no password may be tried' },
  'the account lives elsewhere': {
    before: async ({ authService }, { person }) => authService.addAccount(person.account),
    change: 'the accounts live elsewhere',
  },
} satisfies Record<string, Way>;
