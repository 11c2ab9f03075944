import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Account, World } from '../test/world.ts';
import { ask } from './ask.ts';
import { mailSettings } from './homeserver-config.ts';
import { startMailServer } from './mail-server.ts';
import { openPage } from './page.ts';
import { startPhoneDelegate } from './phone-delegate.ts';
import { startSynapse, type Synapse } from './start-synapse.ts';

const Threepids = v.object({
  threepids: v.array(v.object({ medium: v.string(), address: v.string() })),
});

/** A real Synapse with a mail server and an identity server beside it, all on this machine. */
export async function openSynapse(): Promise<World> {
  const mail = await startMailServer();
  const phone = await startPhoneDelegate();
  let synapse: Synapse | undefined;
  async function close() {
    await synapse?.stop();
    await phone.close();
    await mail.close();
  }

  try {
    const homeserver = await startSynapse({
      email: mailSettings(mail.port),
      account_threepid_delegates: { msisdn: phone.baseUrl },
    });
    synapse = homeserver;
    const { baseUrl, version } = homeserver;
    const administrator = await newAccount(homeserver, { admin: true });
    return {
      name: `Synapse ${version}`,
      baseUrl,
      fetch: globalThis.fetch,
      newAccount: () => newAccount(homeserver, { admin: false }),
      nextMail: mail.nextMail,
      nextText: phone.nextText,
      sentTo: (address) => mail.sentTo(address) + phone.sentTo(address),
      openLink: openPage,
      async give(account, threepid) {
        // The administrator's request replaces the whole list.
        const { accessToken } = account;
        const present = await ask(Threepids, `${baseUrl}/_matrix/client/v3/account/3pid`, {
          accessToken,
        });
        await ask(v.unknown(), `${baseUrl}/_synapse/admin/v2/users/${account.userId}`, {
          method: 'PUT',
          accessToken: administrator.accessToken,
          body: { threepids: [...present.threepids, threepid] },
        });
      },
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
  // With what a client might be tempted to trim or to escape.
  const password = ` "${randomUUID()}" ä `;
  return { ...(await synapse.register({ username, password, admin })), password };
}
