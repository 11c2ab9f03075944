import type { Settings } from '../src/index.ts';
import { openSimulatedWorld } from '../test/simulated-world.ts';
import type { Subject } from './subject.ts';

/** The simulated homeserver, on a clock that can be set ahead. */
export function openSimulatedSubject(settings: Partial<Settings>): Subject {
  let ahead = 0;
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
    newSignOnAccount: withoutSingleSignOn,
    givePassword: withoutSingleSignOn,
    signOn: withoutSingleSignOn,
    async passTime(milliseconds) {
      ahead += milliseconds;
    },
    async stopIdentityServer() {
      homeserver.settings.phoneDelegate = 'down';
      homeserver.settings.identityServer = 'down';
    },
  };
}

function withoutSingleSignOn(): never {
  throw new Error('Nobody signs on elsewhere for the simulated homeserver');
}
