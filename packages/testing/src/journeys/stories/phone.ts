import type { Journey } from '../journey.ts';
import { says } from '../says.ts';
import { seconds } from '../seconds.ts';

/** Adding a phone number, as Element Android's documentation of adding threepids tells it (S11 to S16). */
export const phone: readonly Journey[] = [
  {
    title: 'S11: a phone number that somebody else has is refused at its field, to be mended there',
    async tell(alice, { takenNumber }) {
      await alice.addsPhone(takenNumber);
      await alice.sees('editing');
      await alice.isWarned({ code: 'inUse', medium: 'msisdn' }, 'address');
      await alice.findsInField('address', takenNumber.typed);
      await alice.findsInField('country', takenNumber.country);
      await alice.hasFocusOn('address');
      await alice.wasSent(0, takenNumber);
    },
  },
  {
    title: 'S12: a text message is sent, and its code asked for with the number as one writes it',
    async tell(alice, { number }) {
      await alice.addsPhone(number);
      await alice.sees('validatingByToken');
      await alice.reads(number.shown);
      await alice.hasFocusOn('token');
      await alice.may('editAddress', 'cancel');
      await alice.mayNot('resend');
      const { text, code } = await alice.readsTheText(number);
      says(text, code);
      await alice.wasSent(1, number);
    },
  },
  {
    title: 'S13: a wrong code is told at its field, and the right one counts after it',
    async tell(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode('');
      await alice.isWarned({ code: 'tokenEmpty' }, 'token');
      await alice.entersCode(code === '000' ? '111' : '000');
      await alice.sees('validatingByToken');
      await alice.isWarned({ code: 'tokenWrong' }, 'token');
      await alice.hasFocusOn('token');
      await alice.entersCode(code);
      await alice.sees('password');
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
  {
    title: 'S14: the code, with blanks as people copy it, and the password add the number',
    async tell(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(` ${code.slice(0, 3)} ${code.slice(3)} `);
      await alice.sees('password');
      await alice.hasFocusOn('password');
      await alice.entersPassword();
      await alice.isInformed({ type: 'added', medium: 'msisdn', address: number.shown });
      await alice.lists(home, work, number.listed);
      await alice.seesNothingOpen();
      await alice.wasSent(1, number);
    },
  },
  {
    title: 'S16: a number with plus and country code is the same number',
    async tell(alice, { number, home, work }) {
      await alice.addsPhone({ ...number, typed: number.shown });
      await alice.sees('validatingByToken');
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
  {
    title: 'what can be no phone number is told at its field before anybody is asked',
    async tell(alice, { number }) {
      await alice.addsPhone({ ...number, typed: '' });
      await alice.isWarned({ code: 'phoneEmpty' }, 'address');
      await alice.entersPhone({ ...number, typed: 'my number' });
      await alice.isWarned({ code: 'phoneMalformed' }, 'address');
      await alice.findsInField('address', 'my number');
      await alice.entersPhone({ ...number, country: '' });
      await alice.isWarned({ code: 'countryUnknown' }, 'country');
      await alice.entersPhone(number);
      await alice.readsTheText(number);
    },
  },
  {
    // element-web#21708: "a text message has been sent" was shown before it was asked for.
    title: 'no text message is said to be sent before one is, nor when none can be',
    needs: ['faults', 'sends no text messages'],
    async tell(alice, { number }, fate) {
      await alice.addsPhone({ ...number, typed: '' });
      await fate.nextRequest('waits for ever');
      await alice.entersPhone(number);
      await alice.sees('editing', { busy: 'requestingToken' });
      await alice.cancels();

      await fate.homeserver('sends no text messages');
      await alice.addsPhone(number);
      await alice.sees('editing');
      await alice.isWarned({ code: 'sendFailed', medium: 'msisdn' });
      await alice.findsInField('address', number.typed);
      await alice.wasSent(0, number);

      await fate.homeserver('sends no text messages', false);
      await alice.entersPhone(number);
      await alice.sees('validatingByToken');
      await alice.wasSent(1, number);
    },
  },
  {
    // element-ios#3562: a spinner for ever after the code was entered, and no number.
    title: 'a homeserver that never answers to a code keeps nobody waiting for ever',
    needs: ['clock', 'faults'],
    async tell(alice, { number, home, work }, fate) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');
      await fate.nextRequest('waits for ever');
      await alice.entersCode(code);
      await alice.sees('validatingByToken', { busy: 'submittingToken' });
      await alice.may('cancel');
      await alice.waits(seconds(30));
      await alice.sees('validatingByToken');
      await alice.isWarned({ code: 'timeout' });
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
  {
    // riot-android#2851: the number was nowhere to be seen, so nobody could tell that it was mistyped.
    title: 'a number that was mistyped shows while its code is waited for, and can be changed',
    async tell(alice, { number, otherNumber, home, work }) {
      await alice.addsPhone(otherNumber);
      await alice.sees('validatingByToken');
      await alice.reads(otherNumber.shown);
      await alice.changesAddress();
      await alice.findsInField('address', otherNumber.typed);
      await alice.findsInField('country', otherNumber.country);
      await alice.entersPhone(number);
      await alice.sees('validatingByToken');
      await alice.reads(number.shown);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
  {
    title: 'whoever goes back after the code does not enter it again',
    async tell(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.sees('password');
      await alice.goesBack();
      await alice.sees('validated');
      await alice.reads(number.shown);
      await alice.hasFocusOn('heading');
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
  {
    title: 'the code of the first text message still counts after a second one was asked for',
    needs: ['clock'],
    async tell(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');
      await alice.mayNot('resend');
      await alice.waits(seconds(30));
      await alice.asksForAnother();
      await alice.sees('validatingByToken', { isResent: true });
      await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);
    },
  },
];
