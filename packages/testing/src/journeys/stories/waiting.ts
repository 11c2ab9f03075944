import type { Journey } from '../journey.ts';
import { says } from '../says.ts';
import { seconds } from '../seconds.ts';

/** What the screen says and offers while somebody waits. */
export const waiting: readonly Journey[] = [
  {
    // element-web#1255: after the page of success there was no way on, and Back lost the address.
    title: 'whoever goes back finds the address that they entered',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.changesAddress();
      await alice.findsInField('address', fresh);
      await alice.entersEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.wasSent(1, fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // element-web#11039: after the page that says "validated" there are more steps, and nobody says so.
    title: 'after the click the screen still says what is left to do',
    async tell(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      says(await alice.clicksTheLinkElsewhere(mail), 'please return to your client');
      await alice.sees('validatingByLink');
      await alice.may('proceed');
      await alice.continues();
      await alice.sees('password');
    },
  },
  {
    // element-web#10623: the same steps worked elsewhere, where the button to continue was found.
    title: 'the way on is there as long as the link waits, whatever happens',
    needs: ['clock', 'faults'],
    async tell(alice, { fresh, home, work }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.may('proceed');
      await alice.waits(seconds(30));
      for (let time = 0; time < 3; time += 1) await fate.nextRequest('fails');
      await alice.asksForAnother();
      await alice.seesItTriedAgain();
      await alice.seesItTriedAgain();
      await alice.isWarned({ code: 'serverError', status: 500 });
      await alice.sees('validatingByLink');
      await alice.may('proceed', 'resend', 'editAddress', 'cancel');
      await fate.nextRequest('never arrives');
      await alice.continues();
      await alice.isWarned({ code: 'network' });
      await alice.may('proceed');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // riot-meta#297: nobody told the person who gets the mail what it is for and what comes next.
    title: 'the mail says what it is for, its page what comes next, and the client where it went',
    async tell(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      says(
        mail.text,
        'A request to add an email address to your Matrix account has been received.',
      );
      says(mail.text, 'If this was not you, you can safely ignore this email.');
      says(await alice.clicksTheLink(mail), 'please return to your client');
      await alice.sees('validatingByLink');
      await alice.reads(fresh);
    },
  },
  {
    // element-web#16414: who closed the question for the password saw the address as added.
    title: 'an address is not on the list when its password is refused to be typed',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.lists(home, work);
      await alice.continues();
      await alice.sees('password');
      await alice.cancels();
      await alice.seesNothingOpen();
      await alice.lists(home, work);
    },
  },
  {
    // element-web#10779: whoever continued before clicking lost the addresses that they had.
    title: 'who continues too early keeps what they have, and what they wait for',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.lists(home, work);
      await alice.reloads();
      await alice.lists(home, work);
      await alice.sees('validatingByLink');
    },
  },
  {
    // element-web#13033: it was added, and the list stayed empty until somebody clicked into the field.
    title: 'what is added is on a list that was empty, at once',
    async tell(alice, { number, home, work }) {
      await alice.lists(home, work);
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.isInformed({ type: 'added', medium: 'msisdn', address: number.shown });
      await alice.lists(home, work, number.listed);
    },
  },
  {
    // matrix-react-sdk#756, in its review: what if somebody adds an email address and a phone number at once?
    title: 'an email address and a phone number may be added at the same time',
    async tell(alice, { fresh, number, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');

      await alice.turnsTo(fresh);
      await alice.clicksTheLink(mail);
      await alice.continues();
      await alice.sees('password');
      await alice.turnsTo(number.shown);
      await alice.sees('validatingByToken');
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.lists(home, work, number.listed);

      await alice.turnsTo(fresh);
      await alice.sees('password');
      await alice.entersPassword();
      await alice.lists(home, work, number.listed, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'of two email addresses, each waits for its own link',
    async tell(alice, { fresh, other, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.addsEmail(other);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.lists(home, work);

      await alice.turnsTo(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
      await alice.turnsTo(other);
      await alice.cancels();
      await alice.seesNothingOpen();
    },
  },
];
