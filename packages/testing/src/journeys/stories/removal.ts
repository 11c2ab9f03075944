import type { Journey } from '../journey.ts';

/** Removing a threepid: S9, S10 and S15, and what may go wrong. */
export const removal: readonly Journey[] = [
  {
    title: 'S9: an email address is removed, and it is said that it may still be found',
    async tell(alice, { home, work }) {
      await alice.removes(home);
      await alice.isAskedToRemove(home, { isLast: false });
      await alice.confirmsTheRemoval();
      await alice.lists(work);
      await alice.isInformed({
        type: 'removed',
        threepid: { medium: 'email', address: home },
        unbindResult: 'no-support',
      });
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'S10: one that an identity server knows is removed there as well',
    needs: ['identityServer'],
    async tell(alice, { home, work }) {
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.lists(home);
      await alice.isInformed({
        type: 'removed',
        threepid: { medium: 'email', address: work },
        unbindResult: 'success',
      });
    },
  },
  {
    title: 'S15: a phone number is removed, and can be added again',
    async tell(alice, { number, home, work }) {
      for (let times = 0; times < 2; times += 1) {
        await alice.addsPhone(number);
        const { code } = await alice.readsTheText(number);
        await alice.entersCode(code);
        await alice.entersPassword();
        await alice.lists(home, work, number.listed);
        await alice.removes(number.listed);
        await alice.isAskedToRemove(number.listed, { isLast: true });
        await alice.confirmsTheRemoval();
        await alice.lists(home, work);
        await alice.isInformed({
          type: 'removed',
          threepid: { medium: 'msisdn', address: number.listed.slice(1) },
          unbindResult: 'no-support',
        });
      }
    },
  },
  {
    title: 'nothing is removed that is not confirmed',
    async tell(alice, { home, work }) {
      await alice.removes(home);
      await alice.isAskedToRemove(home, { isLast: false });
      await alice.cancelsTheRemoval();
      await alice.seesNothingOpen();
      await alice.lists(home, work);
      await alice.reloads();
      await alice.lists(home, work);
    },
  },
  {
    title: 'who removes their last email address is told what they lose',
    async tell(alice, { home, work }) {
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.lists(home);
      await alice.removes(home);
      await alice.isAskedToRemove(home, { isLast: true });
      await alice.confirmsTheRemoval();
      await alice.lists();
    },
  },
  {
    // element-web#24884: "Failed to fetch", and nobody knew whether it was gone.
    title: 'a removal that the network refuses can be repeated',
    needs: ['faults'],
    async tell(alice, { home, work }, fate) {
      await alice.removes(home);
      await fate.nextRequest('never arrives');
      await alice.confirmsTheRemoval();
      await alice.isWarned({ code: 'notRemoved' });
      await alice.isAskedToRemove(home, { isLast: false });
      await alice.lists(home, work);
      await alice.confirmsTheRemoval();
      await alice.lists(work);
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'a removal whose answer is lost is looked for on the list',
    needs: ['faults'],
    async tell(alice, { home, work }, fate) {
      await alice.removes(home);
      await fate.nextRequest('arrives, but its answer does not');
      await alice.confirmsTheRemoval();
      await alice.lists(work);
      await alice.isInformed({
        type: 'removed',
        threepid: { medium: 'email', address: home },
        unbindResult: null,
      });
    },
  },
];
