import type { Journey } from '../journey.ts';

/** Network failures, and homeservers that lack a capability. */
export const failures: readonly Journey[] = [
  {
    title: 'reads the list when the response to an addition is lost',
    needs: ['faults'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await controls.nextRequest('arrives, but the response is lost');
      await alice.entersPassword();
      await alice.seesStatus({ type: 'added', medium: 'email', address: fresh });
      await alice.seesTheList(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'automatically retries a list request that never arrived',
    needs: ['faults'],
    async run(alice, { home, work }, controls) {
      await controls.nextRequest('never arrives');
      await alice.reloads();
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'lets the user retry a list that cannot be read',
    needs: ['faults'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      // The list, the capabilities, and the list twice again.
      for (let time = 0; time < 4; time += 1) await controls.nextRequest('never arrives');
      await alice.reloads();
      await alice.seesError({ code: 'network' });
      await alice.retriesTheList();
      await alice.seesTheList(home, work);
      await alice.sees('validatingByLink');
    },
  },
  {
    title: 'lets the user retry an email that could not be sent',
    needs: ['sends no mail'],
    async run(alice, { fresh }, controls) {
      await controls.homeserver('sends no mail');
      await alice.addsEmail(fresh);
      await alice.sees('editing');
      await alice.seesError({ code: 'sendFailed', medium: 'email' });
      await alice.findsInField('address', fresh);
      await controls.homeserver('sends no mail', false);
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
    },
  },
  {
    title: 'shows the list without buttons, and why, when the homeserver allows no changes',
    needs: ['allows no changes'],
    async run(alice, { home, work }, controls) {
      await alice.seesTheList(home, work);
      await controls.homeserver('allows no changes');
      await alice.reloads();
      await alice.canChangeNothing();
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'links to the page that manages the account',
    needs: ['manages accounts elsewhere'],
    async run(alice, { home, work }, controls) {
      await controls.homeserver('manages accounts elsewhere');
      await alice.reloads();
      await alice.canChangeOnlyAt(
        'https://account.homeserver.org/account/?action=org.matrix.profile',
      );
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'removes the buttons from the list after the homeserver refused an addition for good',
    needs: ['allows no changes'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.seesTheList(home, work);
      await controls.homeserver('allows no changes');
      await alice.addsEmail(fresh);
      await alice.sees('editing');
      await alice.seesError({ code: 'changesDisabled' });
      await alice.cancels();
      await alice.canChangeNothing();
      await alice.seesTheList(home, work);
    },
  },
  {
    title:
      'links to the page that manages the account after the homeserver refused a removal for good',
    needs: ['manages accounts elsewhere'],
    async run(alice, { home, work }, controls) {
      await alice.seesTheList(home, work);
      await controls.homeserver('manages accounts elsewhere');
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.seesError({ code: 'changesDisabled' });
      await alice.cancelsTheRemoval();
      await alice.canChangeOnlyAt(
        'https://account.homeserver.org/account/?action=org.matrix.profile',
      );
      await alice.seesTheList(home, work);
    },
  },
];
