import type { Journey } from '../journey.ts';
import { assertIncludes } from '../assert-includes.ts';

/** Adding an email address, with the steps S1 to S8 of Element Android's documentation of adding threepids. */
export const email: readonly Journey[] = [
  {
    title: 'S1: shows at its field that an email address is on another account',
    async run(alice, { taken }) {
      await alice.addsEmail(taken);
      await alice.sees('editing');
      await alice.seesError({ code: 'inUse', medium: 'email' }, 'address');
      await alice.findsInField('address', taken);
      await alice.hasFocusOn('address');
      await alice.wasSent(0, taken);
    },
  },
  {
    title: "S1: distinguishes an email address that is already on the user's account",
    async run(alice, { home, work }) {
      await alice.addsEmail(home.toUpperCase());
      await alice.sees('editing');
      await alice.seesError({ code: 'alreadyYours', medium: 'email' }, 'address');
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'S2: sends an email, and shows where it went and what to do',
    async run(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.reads(fresh);
      await alice.hasFocusOn('heading');
      await alice.can('proceed', 'editAddress', 'cancel');
      await alice.cannot('resend');
      const { subject, text, link } = await alice.opensTheMail(fresh);
      assertIncludes(subject, 'Validate your email');
      assertIncludes(text, link);
      await alice.wasSent(1, fresh);
    },
  },
  {
    title: "S3: keeps waiting after the link's page confirms the address",
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const page = await alice.clicksTheLink(await alice.opensTheMail(fresh));
      assertIncludes(page, 'Your email has now been validated, please return to your client.');
      await alice.sees('validatingByLink');
      await alice.seesTheList(home, work);
    },
  },
  {
    title: 'S4: asks for the password, with the focus in its field, when the user continues',
    async run(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await alice.findsInField('password', '');
      await alice.hasFocusOn('password');
      await alice.can('back', 'cancel');
    },
  },
  {
    title: 'S5: sends the password exactly as typed',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword(' ');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      await alice.entersPassword('');
      await alice.seesError({ code: 'passwordEmpty' }, 'password');
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title:
      'S6: shows as information that the link was not opened, and does not ask for the password again',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.seesTheList(home, work);

      await alice.continues();
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'S7: shows a wrong password at its field and empties the field',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword('not my password');
      await alice.sees('password');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      await alice.findsInField('password', '');
      await alice.hasFocusOn('password');
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'S8: adds the email address, says so and lists it',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesStatus({ type: 'added', medium: 'email', address: fresh });
      await alice.seesTheList(home, work, fresh);
      await alice.seesNothingOpen();
      await alice.wasSent(1, fresh);
    },
  },
  {
    title: 'rejects input that cannot be an email address without a request',
    async run(alice, { fresh }) {
      await alice.addsEmail('');
      await alice.seesError({ code: 'emailEmpty' }, 'address');
      await alice.entersEmail('alice at example.org');
      await alice.seesError({ code: 'emailMalformed' }, 'address');
      await alice.findsInField('address', 'alice at example.org');
      await alice.entersEmail(`${'a'.repeat(250)}@example.org`);
      await alice.seesError({ code: 'emailTooLong' }, 'address');
      await alice.entersEmail(` ${fresh} `);
      await alice.opensTheMail(fresh);
    },
  },
];
