import type { Journey } from '../journey.ts';

/** Mistakes of users and of homeservers. */
export const mistakes: readonly Journey[] = [
  {
    title: 'accepts the right password after three wrong ones',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      for (const password of ['not my password', 'nor this one', 'nor that']) {
        await alice.entersPassword(password);
        await alice.sees('password');
        await alice.seesError({ code: 'passwordWrong' }, 'password');
        await alice.findsInField('password', '');
        await alice.seesTheList(home, work);
      }
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'accepts the right password on a homeserver that starts a new session after a wrong one',
    needs: ['starts a new session after a wrong password'],
    async run(alice, { fresh, home, work }, controls) {
      await controls.homeserver('starts a new session after a wrong password');
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword('not my password');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // palpo#228: each response started another session, and clients repeated the password endlessly.
    title: 'never repeats the password automatically when the homeserver asks for it again',
    needs: ['faults'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      const times = [1, 2, 3];
      for (const _ of times) await controls.nextRequest('requires the password again');
      for (const _ of times) {
        await alice.entersPassword();
        await alice.sees('password');
        await alice.seesStatus({ code: 'authRepeated' });
        await alice.findsInField('password', '');
        await alice.seesTheList(home, work);
      }
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'asks for the password again, and says why, when the homeserver has lost the session',
    needs: ['faults'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
      await controls.nextRequest('requires the password again');
      await alice.continues();
      await alice.sees('password');
      await alice.seesStatus({ code: 'authRepeated' });
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(fresh));
      await alice.goesBack();
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'adds another email address from the same form after one that is taken',
    async run(alice, { taken, fresh, home, work }) {
      await alice.addsEmail(taken);
      await alice.seesError({ code: 'inUse', medium: 'email' }, 'address');
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'adds another phone number from the same form after one that is taken',
    async run(alice, { takenNumber, number, home, work }) {
      await alice.addsPhone(takenNumber);
      await alice.seesError({ code: 'inUse', medium: 'msisdn' }, 'address');
      await alice.entersPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    title: 'says that an address may be taken when the homeserver hides it',
    needs: ['hides whether an address is taken'],
    async run(alice, { taken, home, work }, controls) {
      await controls.homeserver('hides whether an address is taken');
      await alice.addsEmail(taken);
      await alice.sees('validatingByLink');
      await alice.wasSent(0, taken);
      await alice.continues();
      await alice.entersPassword();
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'shows a mistyped address on the link screen, and replaces it with the right one',
    async run(alice, { other, fresh, home, work }) {
      await alice.addsEmail(other);
      await alice.sees('validatingByLink');
      await alice.reads(other);
      await alice.changesAddress();
      await alice.sees('editing');
      await alice.findsInField('address', other);
      await alice.hasFocusOn('address');
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      // The recipient of the misdirected email cannot add the address with it.
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(other));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.seesTheList(home, work);
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // element-android#6641: users could not change the address, and closing the app lost the progress.
    title: 'lets the user change the address after a reload',
    async run(alice, { other, fresh, home, work }) {
      await alice.addsEmail(other);
      await alice.sees('validatingByLink');
      await alice.reloads();
      await alice.sees('validatingByLink');
      await alice.changesAddress();
      await alice.findsInField('address', other);
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
];
