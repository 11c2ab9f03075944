import type { Addresses, Journey } from '../journey.ts';
import type { User } from '../user.ts';
import { assertIncludes } from '../assert-includes.ts';
import { seconds } from '../seconds.ts';

const PASSWORD = 'm.login.password';

/** Continues and enters the password before the link is opened. */
async function authenticatesEarly(alice: User, { fresh }: Addresses) {
  await alice.addsEmail(fresh);
  await alice.continues();
  await alice.entersPassword();
  await alice.sees('validatingByLink', { isPolling: true });
  return await alice.opensTheMail(fresh);
}

/** When and where the email's link is opened. */
export const link: readonly Journey[] = [
  {
    title: 'accepts a link that is opened while the password is asked for',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.sees('password');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.sees('password');
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'accepts a link that is opened on another device',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // synapse#12658: mail scanners open the link before the user does, and unsure users open it twice.
    title: 'accepts a link that is opened twice',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      assertIncludes(await alice.clicksTheLinkOnAnotherDevice(mail), 'has now been validated');
      assertIncludes(await alice.clicksTheLink(mail), 'has now been validated');
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // element-android#2020, in its review: users could not request another email, as other apps allow.
    title: 'accepts the link of an older email after another one was sent',
    needs: ['clock'],
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const older = await alice.opensTheMail(fresh);
      await alice.waits(seconds(30));
      await alice.can('resend');
      await alice.requestsAnother();
      await alice.sees('validatingByLink', { isResent: true });
      await alice.cannot('resend');
      await alice.opensTheMail(fresh);
      await alice.clicksTheLink(older);
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    title: 'accepts an opened link after another email was sent that stays unopened',
    needs: ['clock'],
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.waits(seconds(30));
      await alice.requestsAnother();
      await alice.sees('validatingByLink', { isResent: true });
      await alice.wasSent(2, fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // element-web#715 and element-web#1422: the client should poll, and not wait for the user to continue.
    title:
      'adds the address automatically after the password, when the link is opened on another device',
    needs: ['clock'],
    async run(alice, addresses) {
      const { fresh, home, work } = addresses;
      const mail = await authenticatesEarly(alice, addresses);
      await alice.waits(seconds(30));
      await alice.authenticatedWith(null, PASSWORD, null);
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.seesTheList(home, work);
      await alice.clicksTheLinkOnAnotherDevice(mail);
      await alice.waits(seconds(30));
      await alice.seesStatus({ type: 'added', medium: 'email', address: fresh });
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // element-web#1481 and element-web#4130: continuing manually is an unnecessary step.
    title:
      'adds the address soon after the user comes back from the link, if they entered the password before',
    needs: ['clock'],
    async run(alice, addresses) {
      const { fresh, home, work } = addresses;
      await alice.clicksTheLink(await authenticatesEarly(alice, addresses));
      await alice.waits(seconds(6));
      await alice.seesStatus({ type: 'added', medium: 'email', address: fresh });
      await alice.seesTheList(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    // element-web#1481, in a comment of 2021: users who closed the settings before they opened the link lost the address.
    title: 'accepts a link that is opened after the client was closed',
    async run(alice, addresses) {
      const { fresh, home, work } = addresses;
      const mail = await authenticatesEarly(alice, addresses);
      await alice.reloads();
      await alice.sees('validatingByLink');
      await alice.seesTheList(home, work);
      await alice.clicksTheLink(mail);
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
  {
    // element-web#13897: users opened the link and left. The address was never added, and nothing said so.
    title:
      'does not say that an opened link added the address, and waits for the user to come back',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(fresh));
      await alice.reloads();
      await alice.seesTheList(home, work);
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
      await alice.reloads();
      await alice.seesTheList(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    // mxisd#126: users opened the link and reloaded the page, and the address was lost.
    title: 'loses nothing in a reload after the link was opened',
    async run(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.reloads();
      await alice.sees('validatingByLink');
      await alice.can('proceed');
      await alice.continues();
      await alice.entersPassword();
      await alice.seesTheList(home, work, fresh);
    },
  },
];
