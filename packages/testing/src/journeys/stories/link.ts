import type { Addresses, Journey } from '../journey.ts';
import type { Person } from '../person.ts';
import { says } from '../says.ts';
import { seconds } from '../seconds.ts';

/** Continues and enters the password while the link still waits to be clicked. */
async function authenticatesEarly(alice: Person, { fresh }: Addresses) {
  await alice.addsEmail(fresh);
  await alice.continues();
  await alice.entersPassword();
  await alice.sees('validatingByLink', { isPolling: true });
  return await alice.opensTheMail(fresh);
}

/** When and where the link of the mail is clicked. */
export const link: readonly Journey[] = [
  {
    title: 'the link may be clicked after continuing, while the password is asked for',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.continues();
      await alice.sees('password');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.sees('password');
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'the link may be clicked on another device',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(fresh));
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // What scanners of mail do before a person, and persons who are not sure: synapse#12658.
    title: 'the link may be clicked twice',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const mail = await alice.opensTheMail(fresh);
      says(await alice.clicksTheLinkElsewhere(mail), 'has now been validated');
      says(await alice.clicksTheLink(mail), 'has now been validated');
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // element-android#2020, in its review: there is often a way to have the mail sent again, and here was none.
    title: 'the link of an older mail counts after another one was asked for',
    needs: ['clock'],
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      const older = await alice.opensTheMail(fresh);
      await alice.waits(seconds(30));
      await alice.may('resend');
      await alice.asksForAnother();
      await alice.sees('validatingByLink', { isResent: true });
      await alice.mayNot('resend');
      await alice.opensTheMail(fresh);
      await alice.clicksTheLink(older);
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    title: 'a click counts although another mail was asked for after it, which nobody opened',
    needs: ['clock'],
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.waits(seconds(30));
      await alice.asksForAnother();
      await alice.sees('validatingByLink', { isResent: true });
      await alice.wasSent(2, fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // element-web#715 and element-web#1422: it should be looked after, not waited for a click.
    title:
      'after the password, a link that is clicked on another device adds the address by itself',
    needs: ['clock'],
    async tell(alice, addresses) {
      const { fresh, home, work } = addresses;
      const mail = await authenticatesEarly(alice, addresses);
      await alice.waits(seconds(30));
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.lists(home, work);
      await alice.clicksTheLinkElsewhere(mail);
      await alice.waits(seconds(30));
      await alice.isInformed({ type: 'added', medium: 'email', address: fresh });
      await alice.lists(home, work, fresh);
    },
  },
  {
    // element-web#1481 and element-web#4130: to continue by hand is a step that nobody needs.
    title: 'after the password, the address is there soon after coming back from the link',
    needs: ['clock'],
    async tell(alice, addresses) {
      const { fresh, home, work } = addresses;
      await alice.clicksTheLink(await authenticatesEarly(alice, addresses));
      await alice.waits(seconds(6));
      await alice.isInformed({ type: 'added', medium: 'email', address: fresh });
      await alice.lists(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    // element-web#1481, in a comment of 2021: who closed the settings before clicking lost the address.
    title: 'a link that is clicked after the client was closed still counts',
    async tell(alice, addresses) {
      const { fresh, home, work } = addresses;
      const mail = await authenticatesEarly(alice, addresses);
      await alice.reloads();
      await alice.sees('validatingByLink');
      await alice.lists(home, work);
      await alice.clicksTheLink(mail);
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
  {
    // element-web#13897: they clicked the link and left, and the address was never added, nor said to be missing.
    title: 'an address whose link was clicked is not said to be added, and waits for who left',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(fresh));
      await alice.reloads();
      await alice.lists(home, work);
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
      await alice.reloads();
      await alice.lists(home, work, fresh);
      await alice.seesNothingOpen();
    },
  },
  {
    // mxisd#126: after the click they refreshed the page, and the address was gone.
    title: 'a reload after the click loses nothing',
    async tell(alice, { fresh, home, work }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail(fresh));
      await alice.reloads();
      await alice.sees('validatingByLink');
      await alice.may('proceed');
      await alice.continues();
      await alice.entersPassword();
      await alice.lists(home, work, fresh);
    },
  },
];
