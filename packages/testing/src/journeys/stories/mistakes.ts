import type { Journey } from '../journey.ts';

/** What people get wrong, and homeservers. */
export const mistakes: readonly Journey[] = [
  {
    title: 'a password may be wrong three times, and then right',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      for (const password of ['not my password', 'nor this one', 'nor that']) {
        await alice.entersPassword(password);
        await alice.sees('password');
        await alice.isWarned({ code: 'passwordWrong' }, 'password');
        await alice.findsInField('password', '');
        await alice.lists(home, work);
      }
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'a password may be wrong on a homeserver that starts over after it',
    needs: ['starts over after a wrong password'],
    async tell(alice, { fresh, home, work }, fate) {
      await fate.homeserver('starts over after a wrong password');
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword('not my password');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // palpo#228: each answer began another session, and clients sent the password for ever.
    title: 'a homeserver that asks again after the right password is answered by the person alone',
    needs: ['faults'],
    async tell(alice, { fresh, home, work }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      const times = [1, 2, 3];
      for (const _ of times) await fate.nextRequest('needs the password again');
      for (const _ of times) {
        await alice.entersPassword();
        await alice.sees('password');
        await alice.isInformed({ code: 'authRepeated' });
        await alice.findsInField('password', '');
        await alice.lists(home, work);
      }
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title:
      'a homeserver that forgot the password asks for it once more, and the person is told why',
    needs: ['faults'],
    async tell(alice, { fresh, home, work }, fate) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
      await fate.nextRequest('needs the password again');
      await alice.continues();
      await alice.sees('password');
      await alice.isInformed({ code: 'authRepeated' });
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(fresh));
      await alice.goesBack();
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'after an address that is taken, another one can be added in the same form',
    async tell(alice, { taken, fresh, home, work }) {
      await alice.addsEmail(taken);
      await alice.isWarned({ code: 'inUse', medium: 'email' }, 'address');
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'after a number that is taken, another one can be added in the same form',
    async tell(alice, { takenNumber, number, home, work }) {
      await alice.addsPhone(takenNumber);
      await alice.isWarned({ code: 'inUse', medium: 'msisdn' }, 'address');
      await alice.entersPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
  {
    title: 'where it is kept secret who has an address, the screen says that it may be taken',
    needs: ['keeps to itself who has an address'],
    async tell(alice, { taken, home, work }, fate) {
      await fate.homeserver('keeps to itself who has an address');
      await alice.addsEmail(taken);
      await alice.sees('validatingByLink');
      await alice.wasSent(0, taken);
      await alice.continues();
      await alice.entersPassword();
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.lists(home, work);
    },
  },
  {
    title: 'a typo shows while the mail is waited for, and the right address takes its place',
    async tell(alice, { other, fresh, home, work }) {
      await alice.addsEmail(other);
      await alice.sees('validatingByLink');
      await alice.reads(other);
      await alice.changesAddress();
      await alice.sees('editing');
      await alice.findsInField('address', other);
      await alice.hasFocusOn('address');
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      // Whoever got the mail that went astray can do nothing with it.
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(other));
      await alice.continues();
      await alice.entersPassword();
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.lists(home, work);
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // element-android#6641: the address could not be changed, and after the app was closed all began anew.
    title: 'an address can still be changed after a reload',
    async tell(alice, { other, fresh, home, work }) {
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
      await alice.lists(home, work, fresh);
    },
  },
];
