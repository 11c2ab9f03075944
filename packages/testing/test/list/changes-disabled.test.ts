import {
  addThreepidView,
  type AddThreepidView,
  type StepView,
  type ThreepidsView,
} from '@threepid/core';
import { describe, expect, it } from 'vitest';
import { createStorage } from '../client-environment.ts';
import { confirming, once } from '../helpers/client.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';

function isRefused(view: AddThreepidView): view is StepView<AddThreepidView, 'editing'> {
  return view.step === 'editing' && view.report !== null;
}

/** Changes are disabled while the page is open, as by a restart of the homeserver. */
async function disableChanges() {
  const authMetadata = { account_management_uri: 'https://a.example/account' };
  const fixture = await createSimulatedFixture({ storage: createStorage() });
  const { client, homeserver, editing, giveAndRead } = fixture;
  const threepid = await giveAndRead({ medium: 'email', address: 'alice@example.org' });
  Object.assign(homeserver.settings, { changesEnabled: false, authMetadata });
  return {
    ...fixture,
    threepid,
    unavailable: () =>
      once(
        client.list,
        (view): view is StepView<ThreepidsView, 'unavailable'> =>
          view.step === 'unavailable' && view.read !== null,
      ),
    /** Submits an address, which the homeserver refuses. */
    async refusedAddition(address: string) {
      const { actor, view } = await editing('email');
      view.submit?.(address);
      return await once(addThreepidView(actor), isRefused);
    },
  };
}

const DISABLED = { role: 'alert', problem: { code: 'changesDisabled' } };

describe('a homeserver that no longer allows changes', () => {
  it('is reported in the addition; once that is cancelled, the list links to the account page', async () => {
    const { refusedAddition, threepid, unavailable } = await disableChanges();
    const refused = await refusedAddition('alice@work.example');
    expect(refused.report).toEqual(DISABLED);
    refused.cancel?.();
    const { accountManagementUrl, problem, rows } = await unavailable();
    expect(accountManagementUrl).toBe('https://a.example/account');
    expect(problem).toEqual({ code: 'changedElsewhere' });
    expect(rows).toMatchObject([{ threepid, remove: null, removal: null }]);
  });

  it('replaces an earlier problem of the list', async () => {
    const { client, failNext, advanceUntil, refusedAddition, unavailable } = await disableChanges();
    const refused = await refusedAddition('alice@work.example');
    failNext('listThreepids', 'connectionLost');
    (await client.settled()).read?.();
    expect((await advanceUntil(client.settled())).report?.problem).toEqual({ code: 'network' });
    refused.cancel?.();
    expect((await unavailable()).report).toBeNull();
  });

  it('is reported in the removal; once that is cancelled, all other flows end', async () => {
    const { client, homeserver, editing, threepid, unavailable } = await disableChanges();
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

  it('keeps stored validations, which continue once changes are allowed again', async () => {
    const { client, homeserver, validatingByLink, refusedAddition, unavailable } =
      await disableChanges();
    homeserver.settings.changesEnabled = true;
    await validatingByLink('alice@work.example');
    homeserver.settings.changesEnabled = false;
    (await refusedAddition('alice@home.example')).cancel?.();
    const { read } = await unavailable();
    homeserver.settings.changesEnabled = true;
    read?.();
    const { additions } = await client.settled();
    expect(additions.map((each) => addThreepidView(each).getSnapshot())).toMatchObject([
      { step: 'validatingByLink', address: 'alice@work.example' },
    ]);
  });
});
