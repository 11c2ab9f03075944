import {
  addThreepidView,
  createThreepids,
  removeThreepidView,
  threepidsView,
  type AddThreepidActor,
  type AddThreepidView,
  type Medium,
} from '@threepid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from 'xstate';
import type { Account, World } from '../test/world.ts';
import { openSynapse } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openSynapse();
});
afterAll(async () => {
  await world.close();
});

/** A person's list on the real homeserver, with every request body and every inspection event that there was. */
async function sitDown(account: Account) {
  const bodies: unknown[] = [];
  const inspected: string[] = [];
  const threepids = createThreepids({
    baseUrl: world.baseUrl,
    userId: account.userId,
    getAccessToken: () => account.accessToken,
    fetch: (input, init) => {
      if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body));
      return world.fetch(input, init);
    },
    inspect: (event) => inspected.push(JSON.stringify({ ...event, actorRef: null, rootId: null })),
  });
  const source = threepidsView(threepids);
  const settled = async () => {
    await waitFor(threepids, (snapshot) => snapshot.matches({ ready: 'settled' }));
    const view = source.getSnapshot();
    if (view.step !== 'ready') throw new Error(`the list is ${view.step}`);
    return view;
  };
  threepids.send({ type: 'list.open' });
  const view = await settled();

  function add(medium: Medium): AddThreepidActor {
    view.add(medium);
    const now = source.getSnapshot();
    const actor = now.step === 'ready' ? now.additions.at(-1) : undefined;
    if (actor === undefined) throw new Error('no addition was started');
    return actor;
  }
  async function listed() {
    return (await settled()).rows.map(({ threepid: { medium, address } }) => ({ medium, address }));
  }
  return { threepids, bodies, inspected, add, listed, settled };
}

/** The view once it has come to rest on a step. */
function at<Step extends AddThreepidView['step']>(actor: AddThreepidActor, step: Step) {
  const isThere = (view: AddThreepidView): view is Extract<AddThreepidView, { step: Step }> =>
    view.step === step && view.busy === null;
  const source = addThreepidView(actor);
  return new Promise<Extract<AddThreepidView, { step: Step }>>((resolve, reject) => {
    const look = (view: AddThreepidView) => {
      if (isThere(view)) resolve(view);
      else if (view.step === 'failed') reject(new Error('the actor failed'));
    };
    source.subscribe({ next: look });
    look(source.getSnapshot());
  });
}

describe('an email address on a real homeserver', () => {
  it('S1: one in use is told, and the address is kept', async () => {
    const [account, other] = [await world.newAccount(), await world.newAccount()];
    await world.give(other, { medium: 'email', address: 'taken@example.org' });
    const { add } = await sitDown(account);
    const actor = add('email');
    (await at(actor, 'editing')).submit?.('taken@example.org');
    const view = await at(actor, 'editing');
    expect(view.fields.address.problem).toEqual({ code: 'inUse', medium: 'email' });
    expect(view.fields.address.value).toBe('taken@example.org');
  });

  it('S1: one of the account itself is told apart', async () => {
    const account = await world.newAccount();
    await world.give(account, { medium: 'email', address: 'mine@example.org' });
    const { add } = await sitDown(account);
    const actor = add('email');
    (await at(actor, 'editing')).submit?.('Mine@example.org');
    const view = await at(actor, 'editing');
    expect(view.fields.address.problem).toEqual({ code: 'alreadyYours', medium: 'email' });
  });

  it('S2 to S9: authenticates once although too early, survives a wrong password, is added and removed', async () => {
    const account = await world.newAccount();
    const { threepids, add, bodies, inspected, listed, settled } = await sitDown(account);
    const actor = add('email');
    (await at(actor, 'editing')).submit?.('alice@example.org');
    const validating = await at(actor, 'validatingByLink');
    const mail = await world.nextMail('alice@example.org');

    validating.proceed?.();
    const password = await at(actor, 'authenticating');
    password.submit?.(' wrong password ');
    const again = await at(actor, 'authenticating');
    expect(again.fields.password.problem).toEqual({ code: 'passwordWrong' });
    expect(again.fields.password.value).toBe('');

    again.submit?.(account.password);
    const waiting = await at(actor, 'validatingByLink');
    expect(waiting.report).toEqual({
      role: 'status',
      problem: { code: 'notValidated', medium: 'email' },
    });

    const page = await world.openLink(mail.link);
    expect(page.status).toBe(200);
    waiting.proceed?.();
    await at(actor, 'added');
    expect(await listed()).toEqual([{ medium: 'email', address: 'alice@example.org' }]);

    const proof = { sid: expect.any(String), client_secret: expect.any(String) };
    const session = expect.any(String);
    const user = account.userId;
    const identity = { user, identifier: { type: 'm.id.user', user } };
    const stage = { session, type: 'm.login.password', ...identity };
    expect(bodies).toEqual([
      { email: 'alice@example.org', client_secret: expect.any(String), send_attempt: 1 },
      proof,
      { ...proof, auth: { ...stage, password: ' wrong password ' } },
      { ...proof, auth: { ...stage, password: account.password } },
      { ...proof, auth: { session } },
    ]);
    for (const secret of [account.password, ' wrong password ']) {
      expect(inspected.filter((event) => event.includes(secret))).toEqual([]);
      expect(JSON.stringify(threepids.getPersistedSnapshot())).not.toContain(secret);
    }
    expect(inspected.length).toBeGreaterThan(0);

    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    (await settled()).rows[0]?.remove?.();
    const removal = (await settled()).rows[0]?.removal;
    if (!removal) throw new Error('no removal was started');
    const confirming = removeThreepidView(removal).getSnapshot();
    expect(confirming).toMatchObject({ step: 'confirming', isLast: true });
    if (confirming.step === 'confirming') confirming.confirm?.();
    await waitFor(threepids, ({ context }) => context.notice?.type === 'removed');
    expect((await settled()).notice).toEqual({
      type: 'removed',
      threepid,
      unbindResult: 'no-support',
    });
    expect(await listed()).toEqual([]);
    expect(bodies.at(-1)).toEqual(threepid);
  });
});

describe('a phone number on a real homeserver', () => {
  it('S12 to S14, S16: a wrong code is asked for again, the right one is added after the password', async () => {
    const account = await world.newAccount();
    const { add, bodies, listed } = await sitDown(account);
    const actor = add('msisdn');
    (await at(actor, 'editing')).submit?.('+33 6 11 22 33 44', 'fr');
    const validating = await at(actor, 'validatingByToken');
    expect(validating.address).toBe('+33 6 11 22 33 44');
    expect(bodies).toEqual([
      {
        country: 'FR',
        phone_number: '611223344',
        client_secret: expect.any(String),
        send_attempt: 1,
      },
    ]);

    const text = await world.nextText('33611223344');
    validating.submit?.(text.code === '111111' ? '222222' : '111111');
    const again = await at(actor, 'validatingByToken');
    expect(again.fields.token.problem).toEqual({ code: 'tokenWrong' });

    again.submit?.(` ${text.code.slice(0, 3)} ${text.code.slice(3)}`);
    (await at(actor, 'authenticating')).submit?.(account.password);
    await at(actor, 'added');
    expect(await listed()).toEqual([{ medium: 'msisdn', address: '33611223344' }]);
  });
});
