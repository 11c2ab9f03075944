import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../src/index.ts';
import { at, confirming } from './person.ts';
import { simulatedPerson } from './simulated-person.ts';

type Table = Awaited<ReturnType<typeof simulatedPerson>>;

/** Waits until the request is under way, and then for as long as a homeserver may take. */
async function wait({ homeserver, clock }: Table, endpoint: EndpointName, start: () => void) {
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
    const table = await simulatedPerson();
    const { actor } = await table.validatingByLink();
    const ready = await table.cooledDown(actor);
    await wait(table, 'requestEmailToken', () => ready.resend?.());
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('to a code leads back to the code', async () => {
    const table = await simulatedPerson();
    const { actor, view, text } = await table.validatingByToken();
    await wait(table, 'submitMsisdnToken', () => view.submit?.(text.code));
    expect((await at(actor, 'validatingByToken')).report).toEqual(timeout);
  });

  it('to the addition leads back to waiting, once the list was read', async () => {
    const table = await simulatedPerson();
    const { actor, view } = await table.validatingByLink();
    await wait(table, 'addThreepid', () => view.proceed?.());
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('to a password leads back to waiting, once the list was read', async () => {
    const table = await simulatedPerson();
    const { actor, view } = await table.authenticating();
    const { person } = table;
    await wait(table, 'addThreepid', () => person.typePassword(view, person.account.password));
    expect((await at(actor, 'validatingByLink')).report).toEqual(timeout);
  });

  it('to the addition and then to the list leads back to waiting', async () => {
    const table = await simulatedPerson();
    const { actor, view } = await table.validatingByLink();
    await wait(table, 'listThreepids', () => {
      table.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'connectionLost' });
      view.proceed?.();
    });
    const { report, proceed } = await at(actor, 'validatingByLink');
    expect(report?.problem).toEqual({ code: 'network' });
    expect(proceed).not.toBeNull();
  });

  it('to a removal leads back to the question, once the list was read', async () => {
    const table = await simulatedPerson();
    const threepid = { medium: 'email', address: 'alice@example.org' } as const;
    table.homeserver.addThreepid(table.person.account.userId, threepid);
    (await table.person.settled()).read?.();
    const actor = await table.person.remove(threepid);
    const view = await confirming(actor);
    await wait(table, 'deleteThreepid', () => view.confirm?.());
    const again = await confirming(actor);
    expect(again.report?.problem).toEqual({ code: 'notRemoved' });
  });

  it('to the list keeps it as it was', async () => {
    const table = await simulatedPerson();
    const { read } = await table.person.settled();
    await wait(table, 'listThreepids', () => read?.());
    expect((await table.person.settled()).report).toEqual(timeout);
  });

  it('to the list after a cancelled addition ends the addition, and the list is read again', async () => {
    const table = await simulatedPerson();
    const { actor, view } = await table.validatingByLink();
    table.homeserver.faults.add({ endpoint: 'addThreepid', outcome: 'silence' });
    view.proceed?.();
    await wait(table, 'listThreepids', () => actor.send({ type: 'flow.cancel' }));
    await at(actor, 'cancelled');
    expect((await table.person.settled()).additions).toEqual([]);
  });
});
