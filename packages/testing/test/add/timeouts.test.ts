import { addThreepidView, type AddThreepidActor } from '@threepid/core';
import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../../src/index.ts';
import { settle } from '../client-environment.ts';
import { at } from '../helpers/client.ts';
import { createSimulatedFixture, type SimulatedFixture } from '../helpers/simulated-fixture.ts';

/** Starts a request, waits until the homeserver has received it, and lets half a minute pass. */
async function letTimeOut(
  { homeserver, clock, requestsTo }: SimulatedFixture,
  endpoint: EndpointName,
  start: () => void,
) {
  const before = requestsTo(endpoint).length;
  homeserver.faults.add({ endpoint, outcome: 'silence' });
  start();
  await vi.waitUntil(() => requestsTo(endpoint).length > before);
  clock.increment(30_000);
}

/**
 * Asserts that the list is read once the last `/add` is aborted, a second after its state was left.
 * Until then, the homeserver may still carry it out.
 */
async function expectReadAfterAbort(
  { clock, requestsTo }: SimulatedFixture,
  actor: AddThreepidActor,
  before: number,
) {
  clock.increment(999);
  await settle();
  expect(addThreepidView(actor).getSnapshot().busy).toBe('reconciling');
  expect(requestsTo('listThreepids')).toHaveLength(before);
  clock.increment(1);
  expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  expect(requestsTo('listThreepids')).toHaveLength(before + 1);
}

const timeout = { role: 'alert', problem: { code: 'timeout' } };

it('waits exactly half a minute for a response', async () => {
  const { homeserver, clock, requestsTo, editing } = await createSimulatedFixture();
  const { actor, view } = await editing('email');
  homeserver.faults.add({ endpoint: 'requestEmailToken', outcome: 'silence' });
  view.submit?.('alice@example.org');
  await vi.waitUntil(() => requestsTo('requestEmailToken').length === 1);
  clock.increment(29_999);
  const { busy } = addThreepidView(actor).getSnapshot();
  expect(busy).toBe('requestingToken');
  clock.increment(1);
  const { report, submit } = await at(actor, 'editing');
  expect(report?.problem).toEqual({ code: 'timeout' });
  expect(requestsTo('requestEmailToken')).toHaveLength(1);
  submit?.('alice@example.org');
  await at(actor, 'validatingByLink');
});

describe('after a timeout', () => {
  it('of another mail, waits for the link again', async () => {
    const fixture = await createSimulatedFixture();
    const { actor } = await fixture.validatingByLink();
    const ready = await fixture.cooledDown(actor);
    await letTimeOut(fixture, 'requestEmailToken', () => ready.resend?.());
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('of a code, asks for the code again', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view, text } = await fixture.validatingByToken();
    await letTimeOut(fixture, 'submitMsisdnToken', () => view.submit?.(text.code));
    expect((await at(actor, 'validatingByToken')).report).toEqual(timeout);
  });

  it('of the addition, reads the list and waits for the link again', async () => {
    const fixture = await createSimulatedFixture();
    const { requestsTo, validatingByLink } = fixture;
    const { actor, view } = await validatingByLink();
    const before = requestsTo('listThreepids').length;
    await letTimeOut(fixture, 'addThreepid', () => view.proceed?.());
    await expectReadAfterAbort(fixture, actor, before);
  });

  it('of a password, reads the list and waits for the link again', async () => {
    const fixture = await createSimulatedFixture();
    const { client, requestsTo, authenticating } = fixture;
    const { actor, view } = await authenticating();
    const before = requestsTo('listThreepids').length;
    await letTimeOut(fixture, 'addThreepid', () =>
      client.submitPassword(view, client.account.password),
    );
    await expectReadAfterAbort(fixture, actor, before);
  });

  it('of the list that shows whether an addition succeeded, reads the list before it continues', async () => {
    const fixture = await createSimulatedFixture();
    const { homeserver, requestsTo, validatingByLink } = fixture;
    const { actor, view } = await validatingByLink();
    await letTimeOut(fixture, 'listThreepids', () => {
      homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
      view.proceed?.();
    });
    const uncertain = await at(actor, 'validatingByLink');
    expect(uncertain.report?.problem).toEqual({ code: 'network' });
    expect(uncertain.editAddress).toBeNull();

    const before = requestsTo('listThreepids').length;
    uncertain.proceed?.();
    const certain = await at(actor, 'validatingByLink');
    expect(certain.editAddress).not.toBeNull();
    expect(requestsTo('listThreepids')).toHaveLength(before + 1);
    expect(requestsTo('addThreepid')).toHaveLength(1);
  });

  it('of the list after an addition was cancelled, ends the addition, and reads the list again', async () => {
    const fixture = await createSimulatedFixture();
    const { homeserver, client, requestsTo, validatingByLink } = fixture;
    const { actor, view } = await validatingByLink();
    const before = requestsTo('listThreepids').length;
    homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
    await letTimeOut(fixture, 'listThreepids', () => {
      view.proceed?.();
      actor.send({ type: 'flow.cancel' });
    });
    await at(actor, 'unsettled');
    expect((await client.settled()).additions).toEqual([]);
    expect(requestsTo('listThreepids')).toHaveLength(before + 2);
  });
});
