import type { Journey } from '../journey.ts';
import { assertIncludes } from '../assert-includes.ts';
import { seconds } from '../seconds.ts';

/** Adding a phone number, with the steps S11 to S16 of Element Android's documentation of adding threepids. */
export const phone: readonly Journey[] = [
  {
    title: 'S11: shows at its field that a phone number is on another account',
    async run(alice, { takenNumber }) {
      await alice.addsPhone(takenNumber);
      await alice.sees('editing');
      await alice.seesError({ code: 'inUse', medium: 'msisdn' }, 'address');
      await alice.findsInField('address', takenNumber.typed);
      await alice.findsInField('country', takenNumber.country);
      await alice.hasFocusOn('address');
      await alice.wasSent(0, takenNumber);
    },
  },
  {
    title: 'S12: sends a text message, and asks for its code with the formatted number',
    async run(alice, { number }) {
      await alice.addsPhone(number);
      await alice.sees('validatingByToken');
      await alice.reads(number.shown);
      await alice.hasFocusOn('token');
      await alice.can('editAddress', 'cancel');
      await alice.cannot('resend');
      const { text, code } = await alice.readsTheText(number);
      assertIncludes(text, code);
      await alice.wasSent(1, number);
    },
  },
  {
    title: 'S13: shows a wrong code at its field, and accepts the right one after it',
    async run(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode('');
      await alice.seesError({ code: 'tokenEmpty' }, 'token');
      await alice.entersCode(code === '000' ? '111' : '000');
      await alice.sees('validatingByToken');
      await alice.seesError({ code: 'tokenWrong' }, 'token');
      await alice.hasFocusOn('token');
      await alice.entersCode(code);
      await alice.sees('password');
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    title: 'S14: adds the number with a code that has blanks, and the password',
    async run(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(` ${code.slice(0, 3)} ${code.slice(3)} `);
      await alice.sees('password');
      await alice.hasFocusOn('password');
      await alice.entersPassword();
      await alice.seesStatus({ type: 'added', medium: 'msisdn', address: number.shown });
      await alice.seesTheList(home, work, number.listed);
      await alice.seesNothingOpen();
      await alice.wasSent(1, number);
    },
  },
  {
    title: 'S16: accepts a number with plus and country code',
    async run(alice, { number, home, work }) {
      await alice.addsPhone({ ...number, typed: number.shown });
      await alice.sees('validatingByToken');
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    title: 'rejects input that cannot be a phone number without a request',
    async run(alice, { number }) {
      await alice.addsPhone({ ...number, typed: '' });
      await alice.seesError({ code: 'phoneEmpty' }, 'address');
      await alice.entersPhone({ ...number, typed: 'my number' });
      await alice.seesError({ code: 'phoneMalformed' }, 'address');
      await alice.findsInField('address', 'my number');
      await alice.entersPhone({ ...number, country: '' });
      await alice.seesError({ code: 'countryUnknown' }, 'country');
      await alice.entersPhone(number);
      await alice.readsTheText(number);
    },
  },
  {
    // element-web#21708: the client said "a text message has been sent" before it requested one.
    title: 'says that a text message was sent only after it was',
    needs: ['faults', 'sends no text messages'],
    async run(alice, { number }, controls) {
      await alice.addsPhone({ ...number, typed: '' });
      await controls.nextRequest('gets no response');
      await alice.entersPhone(number);
      await alice.sees('editing', { busy: 'requestingToken' });
      await alice.cancels();

      await controls.homeserver('sends no text messages');
      await alice.addsPhone(number);
      await alice.sees('editing');
      await alice.seesError({ code: 'sendFailed', medium: 'msisdn' });
      await alice.findsInField('address', number.typed);
      await alice.wasSent(0, number);

      await controls.homeserver('sends no text messages', false);
      await alice.entersPhone(number);
      await alice.sees('validatingByToken');
      await alice.wasSent(1, number);
    },
  },
  {
    // element-ios#3562: after the code, a spinner ran endlessly and the number was not added.
    title: 'stops waiting for a homeserver that never responds to the code',
    needs: ['clock', 'faults'],
    async run(alice, { number, home, work }, controls) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');
      await controls.nextRequest('gets no response');
      await alice.entersCode(code);
      await alice.sees('validatingByToken', { busy: 'submittingToken' });
      await alice.can('cancel');
      await alice.waits(seconds(30));
      await alice.sees('validatingByToken');
      await alice.seesError({ code: 'timeout' });
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    // riot-android#2851: the code screen did not show the number, so users could not notice a typo.
    title: 'shows a mistyped number on the code screen, and lets the user change it',
    async run(alice, { number, otherNumber, home, work }) {
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
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    title: 'does not ask for the code again when the user goes back after it',
    async run(alice, { number, home, work }) {
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
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    title: 'accepts the code of the first text message after a second one was sent',
    needs: ['clock'],
    async run(alice, { number, home, work }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');
      await alice.cannot('resend');
      await alice.waits(seconds(30));
      await alice.requestsAnother();
      await alice.sees('validatingByToken', { isResent: true });
      await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed);
    },
  },
];
