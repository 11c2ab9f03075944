import type { Journey } from '../journey.ts';

/** Removing a threepid: the steps S9, S10 and S15, and failures. */
export const removal: readonly Journey[] = [
  {
    title: 'S9: removes an email address, and says that people may still find the user by it',
    async run(alice, { home, work }) {
      await alice.removes(home);
      await alice.isAskedWhetherToRemove(home, { isLast: false });
      await alice.confirmsTheRemoval();
      await alice.seesTheList(work);
      await alice.seesStatus({
        type: 'removed',
        threepid: { medium: 'email', address: home },
        unbindResult: 'no-support',
      });
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'S10: removes an address from the identity server too',
    needs: ['identityServer'],
    async run(alice, { home, work }) {
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.seesTheList(home);
      await alice.seesStatus({
        type: 'removed',
        threepid: { medium: 'email', address: work },
        unbindResult: 'success',
      });
    },
  },
  {
    title: 'S15: removes a phone number, and adds it again',
    async run(alice, { number, home, work }) {
      for (let times = 0; times < 2; times += 1) {
        await alice.addsPhone(number);
        const { code } = await alice.readsTheText(number);
        await alice.entersCode(code);
        await alice.entersPassword();
        await alice.seesTheList(home, work, number.listed);
        await alice.removes(number.listed);
        await alice.isAskedWhetherToRemove(number.listed, { isLast: true });
        await alice.confirmsTheRemoval();
        await alice.seesTheList(home, work);
        await alice.seesStatus({
          type: 'removed',
          threepid: { medium: 'msisdn', address: number.listed.slice(1) },
          unbindResult: 'no-support',
        });
      }
    },
  },
  {
    title: 'removes nothing without confirmation',
    async run(alice, { home, work }) {
      await alice.removes(home);
      await alice.isAskedWhetherToRemove(home, { isLast: false });
      await alice.cancelsTheRemoval();
      await alice.seesNothingOpen();
      await alice.seesTheList(home, work);
      await alice.reloads();
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'warns before the user removes their last email address',
    async run(alice, { home, work }) {
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.seesTheList(home);
      await alice.removes(home);
      await alice.isAskedWhetherToRemove(home, { isLast: true });
      await alice.confirmsTheRemoval();
      await alice.seesTheList();
    },
  },
  {
    // element-web#24884: the client said "Failed to fetch", and users did not know whether the address was removed.
    title: 'lets the user repeat a removal that never arrived',
    needs: ['faults'],
    async run(alice, { home, work }, controls) {
      await alice.removes(home);
      await controls.nextRequest('never arrives');
      await alice.confirmsTheRemoval();
      await alice.seesError({ code: 'notRemoved' });
      await alice.isAskedWhetherToRemove(home, { isLast: false });
      await alice.seesTheList(home, work);
      await alice.confirmsTheRemoval();
      await alice.seesTheList(work);
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'reads the list when the response to a removal is lost',
    needs: ['faults'],
    async run(alice, { home, work }, controls) {
      await alice.removes(home);
      await controls.nextRequest('arrives, but the response is lost');
      await alice.confirmsTheRemoval();
      await alice.seesTheList(work);
      await alice.seesStatus({
        type: 'removed',
        threepid: { medium: 'email', address: home },
        unbindResult: null,
      });
    },
  },
];
