import type { Journey } from '../journey.ts';

/** What goes wrong on the way to the homeserver, and what a homeserver does not do. */
export const trouble: readonly Journey[] = [
  {
    title: 'an addition whose answer is lost is looked for on the list',
    needs: ['faults'],
    async tell(alice, { fresh, home, work }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await fate.nextRequest('arrives, but its answer does not');
      await alice.entersPassword();
      await alice.isInformed({ type: 'added', medium: 'email', address: fresh });
      await alice.lists(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'a list that is lost on its way is read again by itself',
    needs: ['faults'],
    async tell(alice, { home, work }, fate) {
      await fate.nextRequest('never arrives');
      await alice.reloads();
      await alice.lists(home, work);
    },
  },
  {
    title: 'a list that cannot be read can be read again',
    needs: ['faults'],
    async tell(alice, { fresh, home, work }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      // The list, what may be changed, and the list twice more.
      for (let time = 0; time < 4; time += 1) await fate.nextRequest('never arrives');
      await alice.reloads();
      await alice.isWarned({ code: 'network' });
      await alice.readsTheListAgain();
      await alice.lists(home, work);
      await alice.sees('validatingByLink');
    },
  },
  {
    title: 'a mail that could not be sent is asked for again with the same address',
    needs: ['sends no mail'],
    async tell(alice, { fresh }, fate) {
      await fate.homeserver('sends no mail');
      await alice.addsEmail(fresh);
      await alice.sees('editing');
      await alice.isWarned({ code: 'sendFailed', medium: 'email' });
      await alice.findsInField('address', fresh);
      await fate.homeserver('sends no mail', false);
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
    },
  },
  {
    title: 'where nobody may change the list, it is there to be read, with the reason',
    needs: ['allows no changes'],
    async tell(alice, { home, work }, fate) {
      await alice.lists(home, work);
      await fate.homeserver('allows no changes');
      await alice.reloads();
      await alice.mayChangeNothing();
      await alice.lists(home, work);
    },
  },
  {
    title: 'where the account is managed elsewhere, there is a link to that page',
    needs: ['manages accounts elsewhere'],
    async tell(alice, { home, work }, fate) {
      await fate.homeserver('manages accounts elsewhere');
      await alice.reloads();
      await alice.mayChangeOnlyAt(
        'https://account.homeserver.org/account/?action=org.matrix.profile',
      );
      await alice.lists(home, work);
    },
  },
  {
    title:
      'whoever is told that nothing may be changed any more finds the list without its buttons',
    needs: ['allows no changes'],
    async tell(alice, { fresh, home, work }, fate) {
      await alice.lists(home, work);
      await fate.homeserver('allows no changes');
      await alice.addsEmail(fresh);
      await alice.sees('editing');
      await alice.isWarned({ code: 'changesDisabled' });
      await alice.cancels();
      await alice.mayChangeNothing();
      await alice.lists(home, work);
    },
  },
  {
    title: 'whoever removes where the account is managed elsewhere by now finds the link to there',
    needs: ['manages accounts elsewhere'],
    async tell(alice, { home, work }, fate) {
      await alice.lists(home, work);
      await fate.homeserver('manages accounts elsewhere');
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.isWarned({ code: 'changesDisabled' });
      await alice.cancelsTheRemoval();
      await alice.mayChangeOnlyAt(
        'https://account.homeserver.org/account/?action=org.matrix.profile',
      );
      await alice.lists(home, work);
    },
  },
];
