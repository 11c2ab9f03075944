import { addThreepidView, type AddThreepidActor } from '@threepid/core';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createClock, settle } from '../client-environment.ts';
import { commandIn } from '../command.ts';
import { at, authAt } from '../helpers/client.ts';
import { createFixture, type Fixture } from '../helpers/fixture.ts';
import { authRequired } from '../helpers/interactive-auth.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';

describe('after the user authenticated before they opened the link', () => {
  it('adds the address when the user returns to the page', async () => {
    const { testServer, clock, requestsTo, polling, returnToPage, client } =
      await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    returnToPage();
    clock.increment(5_000);
    await at(actor, 'added');
    expect(requestsTo('addThreepid')).toHaveLength(3);
    expect(client.sessions).toHaveLength(1);
  });

  it("shows that the user's own request checks the link", async () => {
    const { homeserver, polling } = await createSimulatedFixture();
    const { actor, view } = await polling();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    view.proceed?.();
    expect(addThreepidView(actor).getSnapshot().busy).toBe('checking');
  });

  it('adds the address within half a minute', async () => {
    const { testServer, clock, requestsTo, polling } = await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    clock.increment(30_000);
    await at(actor, 'added');
    expect(requestsTo('addThreepid')).toHaveLength(3);
  });

  it('checks the link once for all events of a return', async () => {
    const { clock, requestsTo, polling, returnToPage } = await createSimulatedFixture();
    const { actor } = await polling();
    returnToPage();
    returnToPage();
    clock.increment(5_000);
    await settle();
    await at(actor, 'validatingByLink');
    expect(requestsTo('addThreepid')).toHaveLength(3);
  });

  it('waits at least five seconds between two checks', async () => {
    const { testServer, clock, requestsTo, polling, returnToPage } = await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    returnToPage();
    clock.increment(4_999);
    await at(actor, 'validatingByLink');
    expect(requestsTo('addThreepid')).toHaveLength(2);
    clock.increment(1);
    await at(actor, 'added');
  });

  it('checks after 2, 3, 5, 8, 13 and 20 seconds, and then every half a minute', async () => {
    const { clock, requestsTo, polling } = await createSimulatedFixture();
    await polling();
    const delays: number[] = [];
    let sinceLast = 0;
    for (let second = 0; second < 120; second += 1) {
      const before = requestsTo('addThreepid').length;
      clock.increment(1_000);
      await settle();
      sinceLast += 1;
      if (requestsTo('addThreepid').length === before) continue;
      delays.push(sinceLast);
      sinceLast = 0;
    }
    expect(delays).toEqual([2, 3, 5, 8, 13, 20, 30, 30]);
  });

  it('checks nothing, and asks for no password, if the homeserver keeps no session', async () => {
    const { homeserver, clock, client, requestsTo, validatingByLink } =
      await createSimulatedFixture();
    const { actor, view } = await validatingByLink();
    const flows = [{ stages: ['m.login.password'] }];
    const notValidated = { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: { status: 401, body: { params: {}, flows } },
    });
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: notValidated });
    view.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    expect((await at(actor, 'validatingByLink')).isPolling).toBe(false);
    for (let check = 0; check < 24; check += 1) {
      clock.increment(30_000);
      await settle();
      expect(addThreepidView(actor).getSnapshot().step).toBe('validatingByLink');
    }
    expect(requestsTo('addThreepid')).toHaveLength(2);
  });

  it('checks for ten minutes, and then only when the user continues', async () => {
    const { clock, requestsTo, polling } = await createSimulatedFixture();
    const { actor } = await polling();
    for (let minute = 0; minute < 40; minute += 1) {
      clock.increment(30_000);
      await settle();
      await at(actor, 'validatingByLink');
    }
    expect(requestsTo('addThreepid')).toHaveLength(2 + 24);
    (await at(actor, 'validatingByLink')).proceed?.();
    await at(actor, 'validatingByLink');
    expect(requestsTo('addThreepid')).toHaveLength(2 + 25);
  });

  it('checks for ten minutes in all if every check is refused', async () => {
    const { homeserver, clock, requestsTo, polling } = await createSimulatedFixture();
    const { actor } = await polling();
    const outcome = { status: 400, body: { errcode: 'M_INVALID_PARAM' } };
    for (let check = 0; check < 40; check += 1) {
      homeserver.faults.add({ endpoint: 'addThreepid', outcome });
      clock.increment(30_000);
      await settle();
    }
    expect((await at(actor, 'validatingByLink')).report?.problem.code).toBe('unknown');
    expect(requestsTo('addThreepid')).toHaveLength(2 + 24);
  });

  it.each([
    { errcode: 'M_USER_DEACTIVATED', status: 403, problem: 'accountDeactivated' },
    { errcode: 'M_TERMS_NOT_SIGNED', status: 403, problem: 'termsNotSigned' },
    { errcode: 'M_UNRECOGNIZED', status: 404, problem: 'unrecognized' },
    { errcode: 'M_SESSION_EXPIRED', status: 400, problem: 'sessionExpired' },
  ])('stops checking after $errcode, and reports it', async ({ errcode, status, problem }) => {
    const { homeserver, clock, requestsTo, polling } = await createSimulatedFixture();
    const { actor } = await polling();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: { status, body: { errcode } } });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    const stopped = await at(actor, 'validatingByLink');
    expect(stopped.report?.problem.code).toBe(problem);
    expect(stopped.isPolling).toBe(false);
    clock.increment(60_000);
    expect((await at(actor, 'validatingByLink')).busy).toBeNull();
    expect(requestsTo('addThreepid')).toHaveLength(3);
  });

  it('checks again after another mail was sent', async () => {
    const { homeserver, testServer, clock, requestsTo, polling, cooledDown } =
      await createSimulatedFixture();
    const { actor } = await polling();
    const expired = { status: 400, body: { errcode: 'M_SESSION_EXPIRED' } };
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: expired });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    (await cooledDown(actor)).resend?.();
    await vi.waitUntil(() => testServer.sentTo('alice@example.org') === 2);
    expect((await at(actor, 'validatingByLink')).isPolling).toBe(true);
    await testServer.openLink((await testServer.nextMail('alice@example.org')).link);
    clock.increment(30_000);
    await at(actor, 'added');
  });

  it('stays on the screen if the homeserver has dropped the session, and says what is needed', async () => {
    const { homeserver, clock, client, polling, testServer, requestsTo } =
      await createSimulatedFixture();
    const { actor, mail } = await polling();
    await testServer.openLink(mail.link);
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Unknown session' } },
    });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    await vi.waitUntil(() => addThreepidView(actor).getSnapshot().report?.role === 'status');
    const view = await at(actor, 'validatingByLink');
    expect(view).toMatchObject({
      isPolling: false,
      report: { role: 'status', problem: { code: 'authRepeated' } },
    });
    clock.increment(60_000);
    await settle();
    expect(requestsTo('addThreepid')).toHaveLength(3);

    view.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
  });

  it('stays on the screen after a 401 to a check, too', async () => {
    const { homeserver, clock, polling, requestsTo } = await createSimulatedFixture();
    const { actor } = await polling();
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: authRequired([['m.login.password']], { session: 'another' }),
    });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    await settle();
    expect(await at(actor, 'validatingByLink')).toMatchObject({
      isPolling: false,
      report: { role: 'status', problem: { code: 'authRepeated' } },
    });
  });

  it('asks for the password at once if the user continues and the session is dropped', async () => {
    const { homeserver, client, polling, testServer } = await createSimulatedFixture();
    const { actor, view, mail } = await polling();
    await testServer.openLink(mail.link);
    homeserver.faults.add({
      endpoint: 'addThreepid',
      outcome: { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'Unknown session' } },
    });
    view.proceed?.();
    const again = await authAt(actor, 'password');
    expect(again.report).toEqual({ role: 'status', problem: { code: 'authRepeated' } });
    client.submitPassword(again, client.account.password);
    await at(actor, 'added');
  });

  it('changes nothing on the screen during a check', async () => {
    const { homeserver, clock, polling, requestsTo, cooledDown } = await createSimulatedFixture();
    const { actor } = await polling();
    await cooledDown(actor);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    const before = await at(actor, 'validatingByLink');
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 4);
    const during = addThreepidView(actor).getSnapshot();
    expect(during).toMatchObject({ step: 'validatingByLink', busy: null, isPolling: true });
    expect(JSON.stringify(during)).toBe(JSON.stringify(before));
    for (const command of ['proceed', 'resend', 'editAddress', 'cancel']) {
      expect(commandIn(during, command), command).not.toBeNull();
    }
  });

  it('shows a check that is in progress when the user continues, and sends no second request', async () => {
    const { homeserver, clock, polling, requestsTo } = await createSimulatedFixture();
    const { actor } = await polling();
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    clock.increment(30_000);
    await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
    commandIn(addThreepidView(actor).getSnapshot(), 'proceed')?.();
    const view = addThreepidView(actor).getSnapshot();
    expect(view).toMatchObject({ step: 'validatingByLink', busy: 'checking' });
    expect(commandIn(view, 'proceed')).toBeNull();
    await settle();
    expect(requestsTo('addThreepid')).toHaveLength(3);
  });
});

it('lets several addresses wait at the same time, each for its own link', async () => {
  const { testServer, client, validatingByLink } = await createSimulatedFixture();
  const first = await validatingByLink('one@example.org');
  const second = await validatingByLink('two@example.org');
  expect((await client.settled()).additions).toEqual([first.actor, second.actor]);
  await testServer.openLink(second.mail.link);
  second.view.proceed?.();
  client.submitPassword(await authAt(second.actor, 'password'), client.account.password);
  await at(second.actor, 'added');
  expect(await client.listed()).toEqual([{ medium: 'email', address: 'two@example.org' }]);
  expect((await client.settled()).additions).toEqual([first.actor]);
  await at(first.actor, 'validatingByLink');
});

it('shows that the address is being added, not checked, after a code was accepted', async () => {
  const { homeserver, requestsTo, client, validatingByToken } = await createSimulatedFixture();
  const { actor, view, text } = await validatingByToken();
  view.submit?.(text.code);
  const authenticating = await authAt(actor, 'password');
  // The homeserver notices a lost validation only after authentication.
  const lost = { status: 400, body: { errcode: 'M_THREEPID_AUTH_FAILED' } };
  homeserver.faults.add({ endpoint: 'addThreepid', carriedOut: true, outcome: lost });
  client.submitPassword(authenticating, client.account.password);
  const again = await at(actor, 'validatingByToken');
  expect(again.fields.token.problem).toEqual({ code: 'sessionExpired', medium: 'msisdn' });
  homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
  again.submit?.(text.code);
  await vi.waitUntil(() => requestsTo('addThreepid').length === 3);
  expect(addThreepidView(actor).getSnapshot().busy).toBe('adding');
});

describe('ends as added if another client added the address', () => {
  const email = { medium: 'email', address: 'alice@example.org' } as const;

  async function expectAdded({ client }: Fixture, actor: AddThreepidActor): Promise<void> {
    await at(actor, 'added');
    expect(await client.listed()).toEqual([email]);
    expect((await client.settled()).additions).toEqual([]);
  }

  it('while it waits for the link', async () => {
    const fixture = await createSimulatedFixture();
    const { actor } = await fixture.validatingByLink();
    await fixture.giveAndRead(email);
    await expectAdded(fixture, actor);
  });

  it('while the password is asked for', async () => {
    const fixture = await createSimulatedFixture();
    const { actor } = await fixture.authenticating();
    await fixture.giveAndRead(email);
    await expectAdded(fixture, actor);
    expect(fixture.requestsTo('addThreepid')).toHaveLength(1);
  });

  it('during an `/add`, as soon as its response arrives', async () => {
    const release = new AbortController();
    const released = once(release.signal, 'abort');
    const testServer = openSimulatedTestHomeserver();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await testServer.fetch(input, init);
      if (String(input).endsWith('/3pid/add')) await released;
      return response;
    };
    const fixture = await createFixture({ ...testServer, fetch }, { clock: createClock() });
    const { client, validatingByLink } = fixture;
    const { actor, view } = await validatingByLink();
    view.proceed?.();
    await testServer.give(client.account, email);
    (await client.settled()).read?.();
    await client.settled();
    expect(addThreepidView(actor).getSnapshot()).toMatchObject({ busy: 'adding' });
    release.abort();
    await expectAdded(fixture, actor);
  });
});

it('does not check the link automatically while the rate limit is reached', async () => {
  const { homeserver, clock, requestsTo, polling, returnToPage } = await createSimulatedFixture();
  const { actor, view } = await polling();
  homeserver.faults.add({
    endpoint: 'addThreepid',
    outcome: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 333_000 } },
  });
  view.proceed?.();
  const limited = await at(actor, 'validatingByLink');
  expect(limited.report?.problem.code).toBe('rateLimited');
  expect(limited.isPolling).toBe(false);
  returnToPage();
  clock.increment(60_000);
  await at(actor, 'validatingByLink');
  expect(requestsTo('addThreepid')).toHaveLength(3);
  limited.proceed?.();
  await at(actor, 'validatingByLink');
  expect(requestsTo('addThreepid')).toHaveLength(4);
});

it('checks the link although page events are unavailable', async () => {
  const { testServer, clock, polling } = await createSimulatedFixture({
    watchPage: () => {
      throw new Error('no page');
    },
  });
  const { actor, mail } = await polling();
  await testServer.openLink(mail.link);
  clock.increment(30_000);
  await at(actor, 'added');
});
