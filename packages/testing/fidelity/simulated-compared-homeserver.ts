import type { Settings } from '../src/index.ts';
import { signOnPage } from '../synapse/page.ts';
import { openSimulatedTestHomeserver } from '../test/simulated-test-homeserver.ts';
import type { ComparedHomeserver } from './compared-homeserver.ts';

/** Opens a simulated homeserver on the system clock plus the time that a test adds. */
export function openSimulatedComparedHomeserver(settings: Partial<Settings>): ComparedHomeserver {
  let ahead = 0;
  let signOnAccounts = 0;
  const testHomeserver = openSimulatedTestHomeserver({
    settings,
    clock: { now: () => Date.now() + ahead },
  });
  const { homeserver } = testHomeserver;
  return {
    ...testHomeserver,
    serverName: homeserver.serverName,
    identityServer: null,
    get mailRecipients() {
      return homeserver.mailbox.sent.map(({ to }) => to);
    },
    get textRecipients() {
      return homeserver.phone.sent.map(({ to }) => to);
    },
    acceptMail(isAccepting) {
      homeserver.settings.mailServer = isAccepting ? 'working' : 'refusing';
    },
    queueDelegateResponse() {
      throw new Error('The simulated homeserver has no scripted phone delegate');
    },
    async bind({ userId }, { msisdn }) {
      homeserver.bindThreepid(userId, { medium: 'msisdn', address: msisdn });
    },
    async signOut({ accessToken }) {
      homeserver.signOut(accessToken);
    },
    async lock({ userId }) {
      homeserver.lockAccount(userId);
    },
    async newSignOnAccount() {
      signOnAccounts += 1;
      const userId = `signed-on-${signOnAccounts}`;
      return homeserver.addAccount({ userId, password: null, usesSingleSignOn: true });
    },
    async givePassword(account) {
      const password = 'a password as well';
      homeserver.setPassword(account.userId, password);
      return { ...account, password };
    },
    async signOn(pageUrl, { userId }) {
      const first = await homeserver.fetch(pageUrl);
      const body = new URLSearchParams({ account: userId });
      const second = await homeserver.fetch(pageUrl, { method: 'POST', body });
      return [
        signOnPage(first.status, await first.text()),
        signOnPage(second.status, await second.text()),
      ];
    },
    async advanceClocks(milliseconds) {
      ahead += milliseconds;
    },
    async stopIdentityServer() {
      homeserver.settings.phoneDelegate = 'down';
      homeserver.settings.identityServer = 'down';
    },
  };
}
