import type { Addresses, Controls, Journey, Need } from '../journey.ts';
import type { User } from '../user.ts';
import { seconds } from '../seconds.ts';

interface Wait {
  readonly when: string;
  readonly needs?: readonly Need[];
  readonly adds: 'email' | 'phone';
  readonly reach: (alice: User, addresses: Addresses, controls: Controls) => Promise<void>;
  /** Undoes what prevents the addition from succeeding. */
  readonly restore?: (controls: Controls) => Promise<void>;
}

/** Every state in which the user or the client waits, and how to reach it. */
const waits: readonly Wait[] = [
  {
    when: 'in the form',
    adds: 'email',
    async reach(alice) {
      await alice.addsEmail('');
      await alice.sees('editing');
    },
  },
  {
    when: 'during the request for an email',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, controls) {
      await alice.addsEmail('');
      await controls.nextRequest('gets no response');
      await alice.entersEmail(fresh);
      await alice.sees('editing', { busy: 'requestingToken' });
    },
  },
  {
    when: 'before the link is opened',
    adds: 'email',
    async reach(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
    },
  },
  {
    when: 'while the link is polled',
    adds: 'email',
    async reach(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
    },
  },
  {
    when: 'on the password screen',
    adds: 'email',
    async reach(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.sees('password');
    },
  },
  {
    when: 'when no supported stage exists',
    adds: 'email',
    needs: ['accepts no passwords'],
    async reach(alice, { fresh }, controls) {
      await controls.homeserver('accepts no passwords');
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.sees('unsupported');
    },
    restore: (controls) => controls.homeserver('accepts no passwords', false),
  },
  {
    when: 'during the request with the password',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.sees('password');
      await controls.nextRequest('gets no response');
      await alice.entersPassword();
      await alice.sees('password', { busy: 'authenticating' });
    },
  },
  {
    when: 'during the request for another email',
    adds: 'email',
    needs: ['clock', 'faults'],
    async reach(alice, { fresh }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.waits(seconds(30));
      await alice.can('resend');
      await controls.nextRequest('gets no response');
      await alice.requestsAnother();
      await alice.sees('validatingByLink', { busy: 'resendingToken' });
    },
  },
  {
    when: 'during the first request to add it',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await controls.nextRequest('gets no response');
      await alice.continues();
      await alice.sees('validatingByLink', { busy: 'adding' });
    },
  },
  {
    when: 'while the client checks whether the link was opened',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
      await controls.nextRequest('gets no response');
      await alice.continues();
      await alice.sees('validatingByLink', { isPolling: true, busy: 'checking' });
    },
  },
  {
    when: 'while the list is read after a lost response',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, controls) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await controls.nextRequest('never arrives');
      await controls.nextRequest('gets no response');
      await alice.continues();
      await alice.sees('validatingByLink', { busy: 'reconciling' });
    },
  },
  {
    when: 'before the code is entered',
    adds: 'phone',
    async reach(alice, { number }) {
      await alice.addsPhone(number);
      await alice.readsTheText(number);
      await alice.sees('validatingByToken');
    },
  },
  {
    when: 'while the code is checked',
    adds: 'phone',
    needs: ['faults'],
    async reach(alice, { number }, controls) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');
      await controls.nextRequest('gets no response');
      await alice.entersCode(code);
      await alice.sees('validatingByToken', { busy: 'submittingToken' });
    },
  },
  {
    when: 'after the code was accepted',
    adds: 'phone',
    async reach(alice, { number }) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.entersCode(code);
      await alice.goesBack();
      await alice.sees('validated');
    },
  },
];

/** Adds the story's address from the beginning. */
async function adds(what: Wait['adds'], alice: User, { fresh, number }: Addresses) {
  if (what === 'email') {
    await alice.addsEmail(fresh);
    await alice.sees('validatingByLink');
    await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(fresh));
    await alice.continues();
  } else {
    await alice.addsPhone(number);
    const { code } = await alice.readsTheText(number);
    await alice.entersCode(code);
  }
  await alice.entersPassword();
}

/** Cancelling in every waiting state, then starting again. */
export const cancelling: readonly Journey[] = waits.map(
  ({ when, needs = [], adds: what, reach, restore }) => ({
    title: `leaves nothing behind when the user cancels ${when}, and can add the address again`,
    needs,
    async run(alice, addresses, controls) {
      const { home, work, fresh, number } = addresses;
      await reach(alice, addresses, controls);
      await alice.can('cancel');
      await alice.cancels();
      await alice.seesNothingOpen();
      await alice.seesTheList(home, work);
      await alice.reloads();
      await alice.seesTheList(home, work);
      await alice.seesNothingOpen();

      await restore?.(controls);
      await adds(what, alice, addresses);
      await alice.seesTheList(home, work, what === 'email' ? fresh : number.listed);
    },
  }),
);
