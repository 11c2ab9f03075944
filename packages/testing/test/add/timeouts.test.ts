import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../../src/index.ts';
import { at, confirming } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

type SimulatedFixture = Awaited<ReturnType<typeof createSimulatedFixture>>;

/** Waits until the request is under way, and then for as long as a homeserver may take. */
async function wait({ homeserver, clock }: SimulatedFixture, endpoint: EndpointName, start: () => void) {
  const count = () => homeserver.requests.filter((each) => each.endpoint === endpoint).length;
  const before = count();
  homeserver.faults.add({ endpoint, outcome: 'silence' });
  start();
  await vi.waitUntil(() => count() > before);
  clock.increment(30_000);
}

const timeout = { role: 'alert', problem: { code: 'timeout' } };

describe('an answer that does not come within half a minute', () => {
  it('to the request for another mail leads back to waiting', async () => {
    const fixture = await createSimulatedFixture();
    const { actor } = await fixture.validatingByLink();
    const ready = await fixture.cooledDown(actor);
    await wait(fixture, 'requestEmailToken', () => ready.resend?.());
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('to a code leads back to the code', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view, text } = await fixture.validatingByToken();
    await wait(fixture, 'submitMsisdnToken', () => view.submit?.(text.code));
    expect((await at(actor, 'validatingByToken')).report).toEqual(timeout);
  });

  it('to the addition leads back to waiting, once the list was read', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view } = await fixture.validatingByLink();
    await wait(fixture, 'addThreepid', () => view.proceed?.());
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('to a password leads back to waiting, once the list was read', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view } = await fixture.authenticating();
    const { client } = fixture;
    await wait(fixture, 'addThreepid', () => client.submitPassword(view, client.account.password));
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('to the addition and then to the list leads back to waiting', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view } = await fixture.validatingByLink();
    await wait(fixture, 'listThreepids', () => {
      fixture.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
      view.proceed?.();
    });
    const { report, proceed } = await at(actor, 'validatingByLink');
    expect(report?.problem).toEqual({ code: 'network' });
    expect(proceed).not.toBeNull();
  });

  it('to a removal leads back to the question, once the list was read', async () => {
    const fixture = await createSimulatedFixture();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    fixture.homeserver.addThreepid(fixture.client.account.userId, threepid);
    (await fixture.client.settled()).read?.();
    const actor = await fixture.client.remove(threepid);
    const view = await confirming(actor);
    await wait(fixture, 'deleteThreepid', () => view.confirm?.());
    const again = await confirming(actor);
    expect(again.report?.problem).toEqual({ code: 'notRemoved' });
  });

  it('to the list keeps it as it was', async () => {
    const fixture = await createSimulatedFixture();
    const { read } = await fixture.client.settled();
    await wait(fixture, 'listThreepids', () => read?.());
    expect((await fixture.client.settled()).report).toEqual(timeout);
  });

  it('to the list after a cancelled addition ends the addition, and the list is read again', async () => {
    const fixture = await createSimulatedFixture();
    const { actor, view } = await fixture.validatingByLink();
    fixture.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    view.proceed?.();
    await wait(fixture, 'listThreepids', () => actor.send({ type: 'flow.cancel' }));
    await at(actor, 'cancelled');
    expect((await fixture.client.settled()).additions).toEqual([]);
  });
});
