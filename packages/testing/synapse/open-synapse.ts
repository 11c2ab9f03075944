import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ComparedHomeserver } from '../fidelity/compared-homeserver.ts';
import type { Account } from '../test/test-homeserver.ts';
import { createCertificate } from './certificate.ts';
import { mailSettings, type Settings } from './homeserver-config.ts';
import { bind, bindEmail } from './identity-server/bind.ts';
import { startScriptedPhoneDelegate } from './identity-server/scripted-phone-delegate.ts';
import { startSydent, type SmsSettings, type Sydent } from './identity-server/start-sydent.ts';
import { install } from './install.ts';
import { startMailServer } from './mail-server.ts';
import { openLink } from './page.ts';
import { createPausableFetch } from './pausable-fetch.ts';
import { SYDENT, SYNAPSE } from './programs.ts';
import { requestJson } from './request-json.ts';
import { startCasServer } from './single-sign-on/cas-server.ts';
import { newSignOnAccount, signOn, singleSignOnSettings } from './single-sign-on/sign-on.ts';
import { startSynapse, type Synapse } from './start-synapse.ts';

/** A real Synapse and its identity server, with everything that a test can change about them. */
export interface RealHomeserver extends ComparedHomeserver {
  readonly identityServer: Sydent;
  /** An account that may use Synapse's admin API. */
  readonly administrator: Pick<Account, 'accessToken'>;
  /** Creates an account with this name and password. */
  register(account: { readonly username: string; readonly password: string }): Promise<Account>;
  /** Binds an email address to the account at the identity server. */
  bindEmail(account: Account, email: string): Promise<void>;
  /** Restarts Synapse with its initial settings, overridden by these. Requests through `fetch` wait meanwhile. */
  restartSynapse(settings: Settings): Promise<void>;
}

/** What differs from the default: mail and text messages work, and there are no rate limits. */
export interface SynapseOptions {
  readonly synapse?: Settings;
  /** Of Synapse's setting `email`. */
  readonly mail?: Settings;
  /** Of Sydent's section `sms`. */
  readonly sms?: SmsSettings;
  /** The server that validates phone numbers; Sydent by default. */
  readonly phoneDelegate?: 'scripted';
  /** Enables single sign-on. */
  readonly singleSignOn?: true;
}

const Threepids = v.object({
  threepids: v.array(v.object({ medium: v.string(), address: v.string() })),
});

/** Starts a real Synapse with a mail server and a real Sydent, all on this machine. */
export async function openSynapse({
  synapse,
  mail: mailSetting,
  sms,
  phoneDelegate,
  singleSignOn,
}: SynapseOptions = {}): Promise<RealHomeserver> {
  const cleanups: (() => Promise<void>)[] = [];
  async function close() {
    for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
  }
  /** Waits for the start of one part, and remembers how to end it. */
  async function started<Part>(starting: Promise<Part>, end: (part: Part) => Promise<void>) {
    const part = await starting;
    cleanups.push(() => end(part));
    return part;
  }

  try {
    const directory = await started(mkdtemp(join(tmpdir(), 'certificate-')), (path) =>
      rm(path, { recursive: true }),
    );
    const certificate = await createCertificate(await install(SYNAPSE), directory);
    const mail = await started(startMailServer(), ({ close }) => close());
    const scriptedDelegate = await started(startScriptedPhoneDelegate(), ({ close }) => close());
    const sydent = await started(
      startSydent(certificate, { mailPort: mail.port, sms }),
      ({ stop }) => stop(),
    );
    const cas = await started(startCasServer(), ({ close }) => close());
    const delegateUrl = phoneDelegate === 'scripted' ? scriptedDelegate.url : sydent.baseUrl;
    const homeserver = await started(
      startSynapse(certificate, {
        email: { ...mailSettings(mail.port), ...mailSetting },
        account_threepid_delegates: { msisdn: delegateUrl },
        ...(singleSignOn && singleSignOnSettings(cas)),
        ...synapse,
      }),
      ({ stop }) => stop(),
    );
    const { baseUrl, serverName, version } = homeserver;
    const administrator = await newAccount(homeserver, { admin: true });
    const pausable = createPausableFetch();
    const modifyAccount = ({ userId }: Pick<Account, 'userId'>, body: object) =>
      requestJson(v.unknown(), `${baseUrl}/_synapse/admin/v2/users/${userId}`, {
        method: 'PUT',
        accessToken: administrator.accessToken,
        body,
      });
    return {
      name: `Synapse ${version}, Sydent ${SYDENT.version}`,
      baseUrl,
      serverName,
      identityServer: sydent,
      administrator,
      fetch: pausable.fetch,
      newAccount: () => newAccount(homeserver, { admin: false }),
      register: async (account) => ({
        ...(await homeserver.register(account)),
        password: account.password,
      }),
      mailRecipients: mail.mailRecipients,
      nextMail: mail.nextMail,
      acceptMail: mail.setAccepting,
      textRecipients: sydent.textRecipients,
      nextText: sydent.nextText,
      sentTo: (wanted) =>
        [...mail.mailRecipients, ...sydent.textRecipients].filter((address) => address === wanted)
          .length,
      queueDelegateResponse: scriptedDelegate.queueResponse,
      openLink,
      async give(account, threepid) {
        // The admin API replaces the whole list.
        const present = await requestJson(Threepids, `${baseUrl}/_matrix/client/v3/account/3pid`, {
          accessToken: account.accessToken,
        });
        await modifyAccount(account, { threepids: [...present.threepids, threepid] });
      },
      bindEmail: (account, email) =>
        bindEmail({ homeserver, identityServer: sydent }, account, {
          email,
          nextMail: mail.nextMail,
        }),
      bind: (account, validation) =>
        bind({ homeserver, identityServer: sydent }, account, validation),
      async signOut(account) {
        await requestJson(v.unknown(), `${baseUrl}/_matrix/client/v3/logout`, {
          method: 'POST',
          accessToken: account.accessToken,
          body: {},
        });
      },
      async lock(account) {
        await modifyAccount(account, { locked: true });
      },
      newSignOnAccount: () => newSignOnAccount(baseUrl, cas),
      async givePassword(account) {
        const password = newPassword();
        await modifyAccount(account, { password, logout_devices: false });
        return { ...account, password };
      },
      signOn,
      async advanceClocks(milliseconds) {
        await homeserver.advanceClock(milliseconds);
        await sydent.advanceClock(milliseconds);
      },
      stopIdentityServer: sydent.stop,
      restartSynapse: (settings) => pausable.pauseDuring(() => homeserver.restart(settings)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newAccount(
  synapse: Synapse,
  { admin }: { readonly admin: boolean },
): Promise<Account> {
  const username = `person-${randomUUID()}`;
  const password = newPassword();
  return { ...(await synapse.register({ username, password, admin })), password };
}

/** Contains characters that a client could trim or escape by mistake. */
function newPassword(): string {
  return ` "${randomUUID()}" ä `;
}
