import { addThreepidView, type AddThreepidView, type ThreepidsView } from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { confirming, once } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { createStorage } from '../client-environment.ts';

type Unavailable = Extract<ThreepidsView, { step: 'unavailable' }>;

function isTold(view: AddThreepidView): view is Extract<AddThreepidView, { step: 'editing' }> {
  return view.step === 'editing' && view.report !== null;
}

/** Changes are disabled while the page is open, as by a restart of the homeserver. */
async function whileDisabled() {
  const authMetadata = { account_management_uri: 'https://a.example/account' };
  const alice = await createSimulatedFixture({ storage: createStorage() });
  const threepid = { medium: 'email', address: 'alice@example.org' } as const;
  alice.homeserver.addThreepid(alice.client.account.userId, threepid);
  (await alice.client.settled()).read?.();
  await alice.client.settled();
  Object.assign(alice.homeserver.settings, { changesEnabled: false, authMetadata });
  const unavailable = () =>
    once(
      alice.client.list,
      (view): view is Unavailable => view.step === 'unavailable' && view.read !== null,
    );
  return { ...alice, threepid, unavailable };
}

const DISABLED = { role: 'alert', problem: { code: 'changesDisabled' } };

describe('a homeserver that allows no changes any more', () => {
  it('is told in the addition, and once that is left the list leads elsewhere', async () => {
    const { editing, threepid, unavailable } = await whileDisabled();
    const { actor, view } = await editing('email');
    view.submit?.('alice@work.example');
    const refused = await once(addThreepidView(actor), isTold);
    expect(refused.report).toEqual(DISABLED);
    refused.cancel?.();
    const { accountManagementUrl, problem, rows } = await unavailable();
    expect(accountManagementUrl).toBe('https://a.example/account');
    expect(problem).toEqual({ code: 'changedElsewhere' });
    expect(rows).toMatchObject([{ threepid, remove: null, removal: null }]);
  });

  it('is all that is told then, whatever went wrong with the list before', async () => {
    const { client, failNext, advanceUntil, editing, unavailable } = await whileDisabled();
    const { actor, view } = await editing('email');
    view.submit?.('alice@work.example');
    const refused = await once(addThreepidView(actor), isTold);
    failNext('listThreepids', 'connectionLost');
    (await client.settled()).read?.();
    expect((await advanceUntil(client.settled())).report?.problem).toEqual({ code: 'network' });
    refused.cancel?.();
    expect((await unavailable()).report).toBeNull();
  });

  it('is told in the removal, and once that is left nothing else goes on', async () => {
    const { client, homeserver, editing, threepid, unavailable } = await whileDisabled();
    const { actor: other } = await editing('msisdn');
    const actor = await client.remove(threepid);
    (await confirming(actor)).confirm?.();
    const refused = await confirming(actor);
    expect(refused.report).toEqual(DISABLED);
    refused.cancel?.();
    const { read } = await unavailable();
    expect(other.getSnapshot().status).toBe('stopped');

    homeserver.settings.changesEnabled = true;
    read?.();
    const { additions, rows } = await client.settled();
    expect(additions).toEqual([]);
    expect(rows).toMatchObject([{ threepid, removal: null }]);
  });

  it('ends no validation that waits: it goes on where changes are allowed again', async () => {
    const { client, homeserver, validatingByLink, editing, unavailable } = await whileDisabled();
    homeserver.settings.changesEnabled = true;
    await validatingByLink('alice@work.example');
    homeserver.settings.changesEnabled = false;
    const { actor, view } = await editing('email');
    view.submit?.('alice@home.example');
    const refused = await once(addThreepidView(actor), isTold);
    refused.cancel?.();
    const { read } = await unavailable();
    homeserver.settings.changesEnabled = true;
    read?.();
    const { additions } = await client.settled();
    expect(additions.map((each) => addThreepidView(each).getSnapshot())).toMatchObject([
      { step: 'validatingByLink', address: 'alice@work.example' },
    ]);
  });
});
