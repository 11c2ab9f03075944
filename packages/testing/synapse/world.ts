import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Subject } from '../fidelity/subject.ts';
import type { Account } from '../test/world.ts';
import { ask } from './ask.ts';
import { makeCertificate } from './certificate.ts';
import { mailSettings, type Settings } from './homeserver-config.ts';
import { bind, bindEmail } from './identity-server/client.ts';
import { startGivenDelegate } from './identity-server/given-delegate.ts';
import { startSydent, type Sydent, type TextSettings } from './identity-server/start-sydent.ts';
import { install } from './install.ts';
import { startMailServer } from './mail-server.ts';
import { openPage } from './page.ts';
import { createPatientFetch } from './patient-fetch.ts';
import { SYDENT, SYNAPSE } from './programs.ts';
import { startCasServer } from './single-sign-on/cas-server.ts';
import { newSignOnAccount, signOn, singleSignOnSettings } from './single-sign-on/sign-on.ts';
import { startSynapse, type Synapse } from './start-synapse.ts';

/** A real homeserver and its identity server, open to a test's hand. */
export interface RealWorld extends Subject {
  readonly identityServer: Sydent;
  /** May use the administration API. */
  readonly administrator: Pick<Account, 'accessToken'>;
  /** A new account of that name. */
  register(account: { readonly username: string; readonly password: string }): Promise<Account>;
  /** Has the identity server know an email address of the account. */
  bindEmail(account: Account, email: string): Promise<void>;
  /** Starts Synapse again with these settings beside those that the world was opened with; whoever asks it meanwhile waits. */
  restartSynapse(settings: Settings): Promise<void>;
}

/** What differs from servers with mail, texts and no limits. */
export interface RealSettings {
  readonly synapse?: Settings;
  /** Of Synapse's setting `email`. */
  readonly mail?: Settings;
  /** Of Sydent. */
  readonly texts?: TextSettings;
  /** Who validates phone numbers; by default Sydent. */
  readonly delegate?: 'given';
  /** People may have accounts that they sign on to elsewhere. */
  readonly singleSignOn?: true;
}

const Threepids = v.object({
  threepids: v.array(v.object({ medium: v.string(), address: v.string() })),
});

/** A real Synapse with a mail server and a real Sydent beside it, all on this machine. */
export async function openSynapse({
  synapse,
  mail: mailSetting,
  texts,
  delegate,
  singleSignOn,
}: RealSettings = {}): Promise<RealWorld> {
  const endings: (() => Promise<void>)[] = [];
  async function close() {
    for (const end of endings.splice(0).toReversed()) await end();
  }
  /** Remembers how to end what was just started. */
  async function started<Part>(starting: Promise<Part>, end: (part: Part) => Promise<void>) {
    const part = await starting;
    endings.push(() => end(part));
    return part;
  }

  try {
    const directory = await started(mkdtemp(join(tmpdir(), 'certificate-')), (path) =>
      rm(path, { recursive: true }),
    );
    const certificate = await makeCertificate(await install(SYNAPSE), directory);
    const mail = await started(startMailServer(), ({ close }) => close());
    const givenDelegate = await started(startGivenDelegate(), ({ close }) => close());
    const sydent = await started(
      startSydent(certificate, { mailPort: mail.port, texts }),
      ({ stop }) => stop(),
    );
    const cas = await started(startCasServer(), ({ close }) => close());
    const delegateUrl = delegate === 'given' ? givenDelegate.url : sydent.baseUrl;
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
    const patient = createPatientFetch();
    const administer = ({ userId }: Pick<Account, 'userId'>, body: object) =>
      ask(v.unknown(), `${baseUrl}/_synapse/admin/v2/users/${userId}`, {
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
      fetch: patient.fetch,
      newAccount: () => newAccount(homeserver, { admin: false }),
      register: async (account) => ({
        ...(await homeserver.register(account)),
        password: account.password,
      }),
      mailed: mail.mailed,
      nextMail: mail.nextMail,
      acceptMail: mail.accept,
      texted: sydent.texted,
      nextText: sydent.nextText,
      sentTo: (wanted) =>
        [...mail.mailed, ...sydent.texted].filter((address) => address === wanted).length,
      delegateAnswers: givenDelegate.answer,
      openLink: openPage,
      async give(account, threepid) {
        // The administrator's request replaces the whole list.
        const present = await ask(Threepids, `${baseUrl}/_matrix/client/v3/account/3pid`, {
          accessToken: account.accessToken,
        });
        await administer(account, { threepids: [...present.threepids, threepid] });
      },
      bindEmail: (account, email) =>
        bindEmail({ homeserver, identityServer: sydent }, account, {
          email,
          nextMail: mail.nextMail,
        }),
      bind: (account, proof) => bind({ homeserver, identityServer: sydent }, account, proof),
      async signOut(account) {
        await ask(v.unknown(), `${baseUrl}/_matrix/client/v3/logout`, {
          method: 'POST',
          accessToken: account.accessToken,
          body: {},
        });
      },
      async lock(account) {
        await administer(account, { locked: true });
      },
      newSignOnAccount: () => newSignOnAccount(baseUrl, cas),
      async givePassword(account) {
        const password = newPassword();
        await administer(account, { password, logout_devices: false });
        return { ...account, password };
      },
      signOn,
      async passTime(milliseconds) {
        await homeserver.passTime(milliseconds);
        await sydent.passTime(milliseconds);
      },
      stopIdentityServer: sydent.stop,
      restartSynapse: (settings) => patient.pauseFor(() => homeserver.restart(settings)),
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

/** With what a client might be tempted to trim or to escape. */
function newPassword(): string {
  return ` "${randomUUID()}" ä `;
}
