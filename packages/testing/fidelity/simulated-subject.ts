import type { Settings } from '../src/index.ts';
import { signOnPage } from '../synapse/page.ts';
import { openSimulatedWorld } from '../test/simulated-world.ts';
import type { Subject } from './subject.ts';

/** The simulated homeserver, on a clock that can be set ahead. */
export function openSimulatedSubject(settings: Partial<Settings>): Subject {
  let ahead = 0;
  let signedOn = 0;
  const world = openSimulatedWorld({ settings, clock: { now: () => Date.now() + ahead } });
  const { homeserver } = world;
  return {
    ...world,
    serverName: homeserver.serverName,
    identityServer: null,
    get mailed() {
      return homeserver.mailbox.sent.map(({ to }) => to);
    },
    get texted() {
      return homeserver.phone.sent.map(({ to }) => to);
    },
    acceptMail(isAccepting) {
      homeserver.settings.mailServer = isAccepting ? 'working' : 'refusing';
    },
    delegateAnswers() {
      throw new Error('The simulated phone delegate says nothing that it is told');
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
      signedOn += 1;
      const userId = `signed-on-${signedOn}`;
      return homeserver.addAccount({ userId, password: null, usesSingleSignOn: true });
    },
    async givePassword(account) {
      const password = 'a password beside';
      homeserver.setPassword(account.userId, password);
      return { ...account, password };
    },
    async signOn(page, { userId }) {
      const first = await homeserver.fetch(page);
      const body = new URLSearchParams({ account: userId });
      const second = await homeserver.fetch(page, { method: 'POST', body });
      return [
        signOnPage(first.status, await first.text()),
        signOnPage(second.status, await second.text()),
      ];
    },
    async passTime(milliseconds) {
      ahead += milliseconds;
    },
    async stopIdentityServer() {
      homeserver.settings.phoneDelegate = 'down';
      homeserver.settings.identityServer = 'down';
    },
  };
}
