import type { Journey } from '../journey.ts';
import { assertIncludes } from '../assert-includes.ts';
import { seconds } from '../seconds.ts';

/** What the screen says and offers while the user waits. */
export const waiting: readonly Journey[] = [
  {
    // element-web#1255: after the link's success page, users could not continue, and Back lost the address.
    title: 'keeps the entered address when the user goes back',
    async run(alice, { fresh, home, work }) {
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
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // element-web#11039: the link's page says "validated", but does not say that more steps follow.
    title: 'says what is left to do after the link was opened',
    async run(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      assertIncludes(
        await alice.clicksTheLinkOnAnotherDevice(mail),
        'please return to your client',
      );
      await alice.sees('validatingByLink');
      await alice.can('proceed');
      await alice.continues();
      await alice.sees('password');
    },
  },
  {
    // element-web#10623: users did not find the button to continue; the same steps worked in another client.
    title: 'keeps the button to continue on the link screen through every failure',
    needs: ['clock', 'faults'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.can('proceed');
      await alice.waits(seconds(30));
      for (let time = 0; time < 3; time += 1) await controls.nextRequest('fails');
      await alice.requestsAnother();
      await alice.seesARetry();
      await alice.seesARetry();
      await alice.seesError({ code: 'serverError', status: 500 });
      await alice.sees('validatingByLink');
      await alice.can('proceed', 'resend', 'editAddress', 'cancel');
      await controls.nextRequest('never arrives');
      await alice.continues();
      await alice.seesError({ code: 'network' });
      await alice.can('proceed');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // riot-meta#297: the email did not say what it is for and what comes next.
    title: 'explains what the email is for, what comes next and where it went',
    async run(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      assertIncludes(
        mail.text,
        'A request to add an email address to your Matrix account has been received.',
      );
      assertIncludes(mail.text, 'If this was not you, you can safely ignore this email.');
      assertIncludes(await alice.clicksTheLink(mail), 'please return to your client');
      await alice.sees('validatingByLink');
      await alice.reads(fresh);
    },
  },
  {
    // element-web#16414: users who closed the password dialog saw the address as added.
    title: 'does not list an address whose password the user declined to enter',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.seesTheList(home, work);
      await alice.continues();
      await alice.sees('password');
      await alice.cancels();
      await alice.seesNothingOpen();
      await alice.seesTheList(home, work);
    },
  },
  {
    // element-web#10779: users who continued before they opened the link lost the addresses on the list.
    title: 'keeps the list and the pending address when the user continues too early',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.seesTheList(home, work);
      await alice.reloads();
      await alice.seesTheList(home, work);
      await alice.sees('validatingByLink');
    },
  },
  {
    // element-web#13033: the number was added, but the list stayed empty until the user clicked into the field.
    title: 'lists the first phone number immediately',
    async run(alice, { number, home, work }) {
      await alice.seesTheList(home, work);
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.seesStatus({ type: 'added', medium: 'msisdn', address: number.shown });
      await alice.seesTheList(home, work, number.listed);
    },
  },
  {
    // matrix-react-sdk#756, in its review: what if a user adds an email address and a phone number at the same time?
    title: 'adds an email address and a phone number at the same time',
    async run(alice, { fresh, number, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');

      await alice.switchesTo(fresh);
      await alice.clicksTheLink(mail);
      await alice.continues();
      await alice.sees('password');
      await alice.switchesTo(number.shown);
      await alice.sees('validatingByToken');
      await alice.entersCode(code);
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed);

      await alice.switchesTo(fresh);
      await alice.sees('password');
      await alice.entersPassword();
      await alice.seesTheList(home, work, number.listed, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'waits for each of two email addresses separately',
    async run(alice, { fresh, other, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.addsEmail(other);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.seesTheList(home, work);

      await alice.switchesTo(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
      await alice.switchesTo(other);
      await alice.cancels();
      await alice.seesNothingOpen();
    },
  },
  {
    title: 'ends as added when another client adds the address while the password is asked for',
    needs: ['another client'],
    async run(alice, { fresh, home, work }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.sees('password');
      await controls.anotherClientAdds(fresh);
      // A removal reads the list.
      await alice.removes(work);
      await alice.confirmsTheRemoval();
      await alice.seesTheList(home, fresh);
      await alice.seesStatus({ type: 'added', medium: 'email', address: fresh });
      await alice.seesNothingOpen();
      await alice.authenticatedWith(null);
    },
  },
  {
    title: 'ends as added when the same address is added a second time meanwhile',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.sees('password');
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
];
