import { addThreepidView, stepMessage, type AddThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { describe, expect, it, vi } from 'vitest';
import { at, authAt } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

function mayResend(actor: AddThreepidActor): boolean {
  const view = addThreepidView(actor).getSnapshot();
  return 'resend' in view && view.resend !== null;
}

describe('another mail', () => {
  it('may be requested after half a minute, with a higher attempt and the same secret', async () => {
    const { testServer, clock, requestsTo, validatingByLink, cooledDown } =
      await createSimulatedFixture();
    const { actor, view } = await validatingByLink();
    expect(view.resend).toBeNull();
    expect(view.resendAt).toBe(clock.now() + 30_000);

    (await cooledDown(actor)).resend?.();
    const again = await at(actor, 'validatingByLink');
    expect(again.resend).toBeNull();
    expect(again.resendAt).toBe(clock.now() + 40_000);
    expect(testServer.sentTo('alice@example.org')).toBe(2);
    const [first, second] = requestsTo('requestEmailToken');
    expect(first).toMatchObject({ send_attempt: 1 });
    expect(second).toEqual({ ...Object(first), send_attempt: 2 });
  });

  it('that was not sent is requested again with the same attempt', async () => {
    const { failNext, advanceUntil, requestsTo, validatingByLink, cooledDown } =
      await createSimulatedFixture();
    const { actor } = await validatingByLink();
    const ready = await cooledDown(actor);
    failNext('requestEmailToken', 'connectionLost');
    ready.resend?.();
    const lost = await advanceUntil(at(actor, 'validatingByLink'));
    expect(lost.report?.problem).toEqual({ code: 'network' });
    (await cooledDown(actor)).resend?.();
    expect((await at(actor, 'validatingByLink')).report).toBeNull();
    const [, second, ...later] = requestsTo('requestEmailToken');
    expect(second).toMatchObject({ send_attempt: 2 });
    expect(later).toEqual([second, second, second]);
  });

  it('that the homeserver refuses because the address is in use is reported, and the address may be changed', async () => {
    const { homeserver, testServer, validatingByLink, cooledDown } = await createSimulatedFixture();
    const { actor } = await validatingByLink();
    const ready = await cooledDown(actor);
    await testServer.give(await testServer.newAccount(), {
      medium: 'email',
      address: 'alice@example.org',
    });
    const before = homeserver.requests.length;
    ready.resend?.();
    const { fields, report, submit } = await at(actor, 'editing');
    expect(fields.address).toMatchObject({
      value: 'alice@example.org',
      problem: { code: 'inUse', medium: 'email' },
    });
    expect(report).toBeNull();
    // The list shows that the address is not the account's own.
    expect(homeserver.requests.slice(before).map(({ endpoint }) => endpoint)).toEqual([
      'requestEmailToken',
      'listThreepids',
    ]);
    submit?.('bob@example.org');
    await at(actor, 'validatingByLink');
  });

  it('that is refused because another device has added the address ends the addition as added', async () => {
    const { testServer, client, validatingByLink, cooledDown } = await createSimulatedFixture();
    const { actor } = await validatingByLink();
    const ready = await cooledDown(actor);
    const added = { medium: 'email', address: 'alice@example.org' } as const;
    await testServer.give(client.account, added);
    ready.resend?.();
    await at(actor, 'added');
    expect(await client.listed()).toEqual([added]);
  });

  it('is marked in the view', async () => {
    const { validatingByLink, cooledDown } = await createSimulatedFixture();
    const { actor, view } = await validatingByLink();
    expect(view.isResent).toBe(false);
    (await cooledDown(actor)).resend?.();
    expect((await at(actor, 'validatingByLink')).isResent).toBe(true);
  });

  it('after a rate limit may be requested at the time that the homeserver gave', async () => {
    const { homeserver, clock, validatingByLink, cooledDown } = await createSimulatedFixture();
    const { actor } = await validatingByLink();
    const ready = await cooledDown(actor);
    homeserver.faults.add({
      endpoint: 'requestEmailToken',
      outcome: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 333_000 } },
    });
    ready.resend?.();
    const refused = await at(actor, 'validatingByLink');
    const until = clock.now() + 333_000;
    expect(refused.report?.problem).toEqual({ code: 'rateLimited', until });
    expect(refused).toMatchObject({ resend: null, resendAt: until });
  });

  it('needs a longer wait each time, and is not possible after the fifth', async () => {
    const { testServer, clock, client, validatingByLink } = await createSimulatedFixture();
    const { actor } = await validatingByLink();
    for (const cooldown of [30, 40, 60, 90, 120]) {
      const waiting = await at(actor, 'validatingByLink');
      expect(waiting).toMatchObject({ isResendSpent: false, resend: null, isOverdue: false });
      expect(waiting.resendAt).toBe(clock.now() + cooldown * 1000);
      clock.increment(cooldown * 1000);
      await vi.waitUntil(() => mayResend(actor));
      const ready = await at(actor, 'validatingByLink');
      expect(ready.isOverdue).toBe(true);
      ready.resend?.();
    }
    const spent = await at(actor, 'validatingByLink');
    expect(spent).toMatchObject({ isResendSpent: true, resend: null, resendAt: null });
    expect(stepMessage(en, spent).hint).toContain("We can't send anything else to this address.");
    clock.increment(3_600_000);
    await expect.poll(() => addThreepidView(actor).getSnapshot()).toHaveProperty('isOverdue', true);
    const later = await at(actor, 'validatingByLink');
    expect(later.resend).toBeNull();
    expect([later.proceed, later.editAddress, later.cancel]).not.toContain(null);
    expect(testServer.sentTo('alice@example.org')).toBe(6);

    later.editAddress?.();
    (await at(actor, 'editing')).submit?.('bob@example.org');
    expect((await at(actor, 'validatingByLink')).isResendSpent).toBe(false);
    client.stop();
  });

  it('after the link was opened keeps the validation', async () => {
    const { testServer, client, requestsTo, validatingByLink, cooledDown } =
      await createSimulatedFixture();
    const { actor, mail } = await validatingByLink();
    const ready = await cooledDown(actor);
    await testServer.openLink(mail.link);
    ready.resend?.();
    (await at(actor, 'validatingByLink')).proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    const sids = requestsTo('addThreepid').map((body) => Object(body).sid);
    // Synapse assigns a new sid, which is not validated, although the earlier one is.
    expect(sids).toHaveLength(3);
    expect(sids[2]).not.toBe(sids[1]);
  });

  it('validates the address with its own link', async () => {
    const { testServer, client, clock, validatingByLink, cooledDown } =
      await createSimulatedFixture();
    const { actor } = await validatingByLink();
    (await cooledDown(actor)).resend?.();
    const { link } = await testServer.nextMail('alice@example.org');
    (await at(actor, 'validatingByLink')).proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'validatingByLink');
    await testServer.openLink(link);
    clock.increment(30_000);
    await at(actor, 'added');
  });

  it('leaves the link of the first mail valid', async () => {
    const { testServer, client, validatingByLink, cooledDown } = await createSimulatedFixture();
    const { actor, mail } = await validatingByLink();
    (await cooledDown(actor)).resend?.();
    await at(actor, 'validatingByLink');
    expect((await testServer.openLink(mail.link)).status).toBe(200);
    (await at(actor, 'validatingByLink')).proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
  });
});

it('accepts the code of another text message', async () => {
  const { testServer, client, requestsTo, validatingByToken, cooledDown } =
    await createSimulatedFixture();
  const { actor } = await validatingByToken();
  (await cooledDown(actor)).resend?.();
  const view = await at(actor, 'validatingByToken');
  const { code } = await testServer.nextText('33611223344');
  view.submit?.(code);
  client.submitPassword(await authAt(actor, 'password'), client.account.password);
  await at(actor, 'added');
  expect(requestsTo('requestMsisdnToken')).toMatchObject([
    { send_attempt: 1 },
    { send_attempt: 2 },
  ]);
});

describe('another address', () => {
  it('may be entered while waiting, and gets a client secret of its own', async () => {
    const { requestsTo, validatingByLink } = await createSimulatedFixture();
    const { actor, view } = await validatingByLink();
    view.editAddress?.();
    const editing = await at(actor, 'editing');
    expect(editing.fields.address.value).toBe('alice@example.org');
    editing.submit?.('bob@example.org');
    expect((await at(actor, 'validatingByLink')).address).toBe('bob@example.org');
    const [first, second] = requestsTo('requestEmailToken').map(Object);
    expect(second).toMatchObject({ email: 'bob@example.org', send_attempt: 1 });
    expect(second.client_secret).not.toBe(first.client_secret);
  });

  it('that is the same one causes no request', async () => {
    const { testServer, requestsTo, validatingByLink } = await createSimulatedFixture();
    const { actor, view } = await validatingByLink();
    view.editAddress?.();
    (await at(actor, 'editing')).submit?.('alice@example.org');
    await at(actor, 'validatingByLink');
    expect(requestsTo('requestEmailToken')).toHaveLength(1);
    expect(testServer.sentTo('alice@example.org')).toBe(1);
  });

  it('may be entered while the password is asked for, and starts without authentication', async () => {
    const { requestsTo, client, testServer, authenticating } = await createSimulatedFixture();
    const { actor } = await authenticating();
    (await at(actor, 'authenticating')).editAddress?.();
    (await at(actor, 'editing')).submit?.('bob@example.org');
    const waiting = await at(actor, 'validatingByLink');
    expect(waiting.isPolling).toBe(false);
    const { link } = await testServer.nextMail('bob@example.org');
    await testServer.openLink(link);
    waiting.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), client.account.password);
    await at(actor, 'added');
    expect(requestsTo('addThreepid').map(Object)[1]).not.toHaveProperty('auth');
    expect(await client.listed()).toEqual([{ medium: 'email', address: 'bob@example.org' }]);
  });

  it('is not polled with the earlier authentication', async () => {
    const { requestsTo, polling } = await createSimulatedFixture();
    const { actor, view } = await polling();
    view.editAddress?.();
    (await at(actor, 'editing')).submit?.('bob@example.org');
    const waiting = await at(actor, 'validatingByLink');
    expect(waiting.isPolling).toBe(false);
    waiting.proceed?.();
    await authAt(actor, 'password');
    expect(requestsTo('addThreepid').map(Object).at(-1)).not.toHaveProperty('auth');
  });
});
