import {
  addThreepidView,
  createThreepids,
  interactiveAuthView,
  threepidsView,
  type AddThreepidView,
} from '@threepid/core';
import { createSimulatedHomeserver, type LoggedRequest } from '@threepid/testing';
import * as v from 'valibot';
import { waitFor } from 'xstate';
import { median, repeated, timed, type Figure } from './figures.ts';

/** Must be odd, because the median of an even number of runs is none of them. */
const RUNS = 301;

const ADDRESS = 'alice@example.org';
const PASSWORD = 'a password';

const Validation = v.object({ sid: v.string() });
const Auth = v.object({ session: v.string() });

type Simulation = ReturnType<typeof createSimulation>;

/** A homeserver that responds at once, and an account on it. */
function createSimulation() {
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

/** Adds the address as an app does. Measures from the submitted address to the list that contains it. */
async function addByMachine({ homeserver, account, openLink }: Simulation) {
  const { baseUrl, fetch } = homeserver;
  const { userId, accessToken } = account;
  const list = createThreepids({ baseUrl, userId, getAccessToken: () => accessToken, fetch });
  const listView = () => threepidsView(list).getSnapshot();
  const rows = () => {
    const view = listView();
    return view.step === 'ready' && view.read !== null ? view.rows : null;
  };
  list.send({ type: 'list.open' });
  await waitFor(list, () => rows() !== null);
  list.send({ type: 'threepid.add', medium: 'email' });
  const view = listView();
  const [addition] = view.step === 'ready' ? view.additions : [];
  if (addition === undefined) throw new Error('no addition was started');
  const additionView = () => addThreepidView(addition).getSnapshot();
  const waitForStep = (step: string) =>
    waitFor(addition, () => additionView().step === step && additionView().busy === null);

  const before = homeserver.requests.length;
  const { milliseconds } = await timed(async () => {
    addition.send({ type: 'address.submit', address: ADDRESS, country: '' });
    await waitForStep('validatingByLink');
    await openLink();
    addition.send({ type: 'validation.continue' });
    await waitForStep('authenticating');
    submitPassword(additionView());
    await waitFor(list, () => rows()?.length === 1);
  });
  list.stop();
  return { milliseconds, requests: endpointsOf(homeserver.requests.slice(before)) };
}

function submitPassword(view: AddThreepidView): void {
  const auth = view.step === 'authenticating' ? interactiveAuthView(view.auth).getSnapshot() : null;
  if (auth?.step !== 'password') throw new Error('no password is required');
  auth.submit?.(PASSWORD);
}

/** Adds the address with as few requests as the protocol allows, and reads the list. */
async function addByHand({ homeserver, account, openLink }: Simulation) {
  async function send(path: string, body?: object): Promise<unknown> {
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
    const tokenRequest = { client_secret, email: ADDRESS, send_attempt: 1 };
    const { sid } = v.parse(Validation, await send('/email/requestToken', tokenRequest));
    await openLink();
    const { session } = v.parse(Auth, await send('/add', { client_secret, sid }));
    const identifier = { type: 'm.id.user', user: account.userId };
    const auth = { type: 'm.login.password', identifier, password: PASSWORD, session };
    await send('/add', { client_secret, sid, auth });
    await send('');
  });
  if (homeserver.threepidsOf(account.userId).length !== 1) throw new Error('nothing was added');
  return { milliseconds, requests: endpointsOf(homeserver.requests) };
}

/** The endpoints in order, without the link's, which the user opens: `requestEmailToken, addThreepid`. */
function endpointsOf(requests: readonly LoggedRequest[]): string {
  const endpoints = requests.map(({ endpoint }) => endpoint);
  return endpoints.filter((endpoint) => endpoint !== 'submitEmailToken').join(', ');
}

/** Measures an email address that is added without errors, alternately by the machine and by hand. */
export async function measureAdditions() {
  const runs = await repeated(RUNS, async () => ({
    byHand: await addByHand(createSimulation()),
    byMachine: await addByMachine(createSimulation()),
  }));
  const hasFewestRequests = runs.every(
    ({ byHand, byMachine }) => byMachine.requests === byHand.requests,
  );
  const time = median(runs.map(({ byMachine }) => byMachine.milliseconds));
  const ratio = median(
    runs.map(({ byHand, byMachine }) => byMachine.milliseconds / byHand.milliseconds),
  );
  const figures: Figure[] = [
    { what: 'time', value: `${time.toFixed(2)} ms`, ratio: `${ratio.toFixed(1)} times by hand` },
    { what: 'same requests as by hand', value: hasFewestRequests ? 'yes' : 'no' },
  ];
  const requests = runs[0]?.byMachine.requests ?? '';
  return {
    title: `An email address added with ${requests}; median of ${RUNS} runs`,
    figures,
    hasFewestRequests,
  };
}
