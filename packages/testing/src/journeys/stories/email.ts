import type { Journey } from '../journey.ts';
import { says } from '../says.ts';

/** Adding an email address, as Element Android's documentation of adding threepids tells it (S1 to S8). */
export const email: readonly Journey[] = [
  {
    title:
      'S1: an email address that somebody else has is refused at its field, to be mended there',
    async tell(alice, { taken }) {
      await alice.addsEmail(taken);
      await alice.sees('editing');
      await alice.isWarned({ code: 'inUse', medium: 'email' }, 'address');
      await alice.findsInField('address', taken);
      await alice.hasFocusOn('address');
      await alice.wasSent(0, taken);
    },
  },
  {
    title:
      'S1: an email address that they have already is told apart from one that somebody else has',
    async tell(alice, { home, work }) {
      await alice.addsEmail(home.toUpperCase());
      await alice.sees('editing');
      await alice.isWarned({ code: 'alreadyYours', medium: 'email' }, 'address');
      await alice.lists(home, work);
    },
  },
  {
    title: 'S2: a mail is sent, and the screen says where to and what to do',
    async tell(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.reads(fresh);
      await alice.hasFocusOn('heading');
      await alice.may('proceed', 'editAddress', 'cancel');
      await alice.mayNot('resend');
      const { subject, text, link } = await alice.opensTheMail(fresh);
      says(subject, 'Validate your email');
      says(text, link);
      await alice.wasSent(1, fresh);
    },
  },
  {
    title: "S3: the link's page says that the address is validated, and the client still waits",
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const page = await alice.clicksTheLink(await alice.opensTheMail(fresh));
      says(page, 'Your email has now been validated, please return to your client.');
      await alice.sees('validatingByLink');
      await alice.lists(home, work);
    },
  },
  {
    title: 'S4: whoever continues is asked for their password, and the field has the focus',
    async tell(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.sees('password');
      await alice.findsInField('password', '');
      await alice.hasFocusOn('password');
      await alice.may('back', 'cancel');
    },
  },
  {
    title: 'S5: the password counts exactly as it is typed',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword(' ');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      await alice.entersPassword('');
      await alice.isWarned({ code: 'passwordEmpty' }, 'password');
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title:
      'S6: that the link was not clicked yet is information, and the password is not asked for again',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.lists(home, work);

      await alice.continues();
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'S7: a wrong password is told at its field, which is empty for the right one',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword('not my password');
      await alice.sees('password');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      await alice.findsInField('password', '');
      await alice.hasFocusOn('password');
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'S8: it is added, said to be, and on the list',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.isInformed({ type: 'added', medium: 'email', address: fresh });
      await alice.lists(home, work, fresh);
      await alice.seesNothingOpen();
      await alice.wasSent(1, fresh);
    },
  },
  {
    title: 'what can be no email address is told at its field before anybody is asked',
    async tell(alice, { fresh }) {
      await alice.addsEmail('');
      await alice.isWarned({ code: 'emailEmpty' }, 'address');
      await alice.entersEmail('alice at example.org');
      await alice.isWarned({ code: 'emailMalformed' }, 'address');
      await alice.findsInField('address', 'alice at example.org');
      await alice.entersEmail(`${'a'.repeat(250)}@example.org`);
      await alice.isWarned({ code: 'emailTooLong' }, 'address');
      await alice.entersEmail(` ${fresh} `);
      await alice.opensTheMail(fresh);
    },
  },
];
