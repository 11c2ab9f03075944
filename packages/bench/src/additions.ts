import { addThreepidView, createThreepids, Secret, threepidsView } from '@threepid/core';
import { createSimulatedHomeserver, type LoggedRequest } from '@threepid/testing';
import * as v from 'valibot';
import { waitFor, type AnyActorRef } from 'xstate';
import { median, repeated, timed, type Figure } from './figures.ts';

/** An odd number. */
const RUNS = 301;

const ADDRESS = 'alice@example.org';
const PASSWORD = 'a password';

const Validation = v.object({ sid: v.string() });
const Auth = v.object({ session: v.string() });

type World = ReturnType<typeof openWorld>;

/** A homeserver that answers at once, and an account on it. */
function openWorld() {
  const homeserver = createSimulatedHomeserver();
  return {
    homeserver,
    account: homeserver.addAccount({ userId: 'alice', password: PASSWORD }),
    async openLink() {
      const mail = homeserver.mailbox.latest(ADDRESS);
      if (mail === undefined) throw new Error('no mail was sent');
      await homeserver.fetch(mail.link);
    },
  };
}

/** As an app does it: from a list that is read to one that has the address. */
async function addByMachine({ homeserver, account, openLink }: World) {
  const { baseUrl, fetch } = homeserver;
  const { userId, accessToken } = account;
  const list = createThreepids({ baseUrl, userId, getAccessToken: () => accessToken, fetch });
  const listView = () => threepidsView(list).getSnapshot();
  const rows = () => {
    const view = listView();
    return view.step === 'ready' && view.read !== null ? view.rows : null;
  };
  list.send({ type: 'list.open' });
  await until(list, () => rows() !== null);
  list.send({ type: 'threepid.add', medium: 'email' });
  const view = listView();
  const [addition] = view.step === 'ready' ? view.additions : [];
  if (addition === undefined) throw new Error('no addition was started');
  const isAt = (step: string) => {
    const there = addThreepidView(addition).getSnapshot();
    return there.step === step && there.busy === null;
  };

  const before = homeserver.requests.length;
  const { milliseconds } = await timed(async () => {
    addition.send({ type: 'address.submit', address: ADDRESS, country: '' });
    await until(addition, () => isAt('validatingByLink'));
    await openLink();
    addition.send({ type: 'validation.continue' });
    await until(addition, () => isAt('authenticating'));
    addition.send({ type: 'auth.submit', password: new Secret(PASSWORD) });
    await until(list, () => rows()?.length === 1);
  });
  list.stop();
  return { milliseconds, asked: askedFor(homeserver.requests.slice(before)) };
}

async function until(actor: AnyActorRef, isSo: () => boolean): Promise<void> {
  await waitFor(actor, isSo);
}

/** The same with the requests alone, as few as the protocol allows, and a look at the list. */
async function addByHand({ homeserver, account, openLink }: World) {
  async function ask(path: string, body?: object): Promise<unknown> {
    const response = await homeserver.fetch(
      `${homeserver.baseUrl}/_matrix/client/v3/account/3pid${path}`,
      {
        headers: { Authorization: `Bearer ${account.accessToken}` },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      },
    );
    return await response.json();
  }

  const { milliseconds } = await timed(async () => {
    const client_secret = 'secret';
    const asked = { client_secret, email: ADDRESS, send_attempt: 1 };
    const { sid } = v.parse(Validation, await ask('/email/requestToken', asked));
    await openLink();
    const { session } = v.parse(Auth, await ask('/add', { client_secret, sid }));
    const identifier = { type: 'm.id.user', user: account.userId };
    const auth = { type: 'm.login.password', identifier, password: PASSWORD, session };
    await ask('/add', { client_secret, sid, auth });
    await ask('');
  });
  if (homeserver.threepidsOf(account.userId).length !== 1) throw new Error('nothing was added');
  return { milliseconds, asked: askedFor(homeserver.requests) };
}

/** `requestEmailToken, addThreepid`; without the link, which the person opens. */
function askedFor(requests: readonly LoggedRequest[]): string {
  const endpoints = requests.map(({ endpoint }) => endpoint);
  return endpoints.filter((endpoint) => endpoint !== 'submitEmailToken').join(', ');
}

/** An email address that nothing goes wrong with, added by the machine and by hand in turns. */
export async function measureAdditions() {
  const runs = await repeated(RUNS, async () => ({
    byHand: await addByHand(openWorld()),
    byMachine: await addByMachine(openWorld()),
  }));
  const isLeast = runs.every(({ byHand, byMachine }) => byMachine.asked === byHand.asked);
  const time = median(runs.map(({ byMachine }) => byMachine.milliseconds));
  const ratio = median(
    runs.map(({ byHand, byMachine }) => byMachine.milliseconds / byHand.milliseconds),
  );
  const figures: Figure[] = [
    { what: 'time', value: `${time.toFixed(2)} ms`, ratio: `${ratio.toFixed(1)} times by hand` },
    { what: 'the requests that it takes by hand', value: isLeast ? 'yes' : 'no' },
  ];
  const asked = runs[0]?.byMachine.asked ?? '';
  return { title: `An email address added with ${asked}; median of ${RUNS}`, figures, isLeast };
}
