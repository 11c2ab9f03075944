import type { Addresses, Fate, Journey, Need } from '../journey.ts';
import type { Person } from '../person.ts';
import { seconds } from '../seconds.ts';

interface Wait {
  readonly where: string;
  readonly needs?: readonly Need[];
  readonly adds: 'email' | 'phone';
  readonly reach: (alice: Person, addresses: Addresses, fate: Fate) => Promise<void>;
  /** Makes the way to the end free again. */
  readonly clear?: (fate: Fate) => Promise<void>;
}

/** Everywhere where somebody waits for somebody, and the way there. */
const waits: readonly Wait[] = [
  {
    where: 'from the form',
    adds: 'email',
    async reach(alice) {
      await alice.addsEmail('');
      await alice.sees('editing');
    },
  },
  {
    where: 'while a mail is being asked for',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, fate) {
      await alice.addsEmail('');
      await fate.nextRequest('waits for ever');
      await alice.entersEmail(fresh);
      await alice.sees('editing', { busy: 'requestingToken' });
    },
  },
  {
    where: 'while the link waits to be clicked',
    adds: 'email',
    async reach(alice, { fresh }) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
    },
  },
  {
    where: 'while the link is being watched',
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
    where: 'while the password is being asked for',
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
    where: 'where the homeserver wants another proof than a password',
    adds: 'email',
    needs: ['takes no passwords'],
    async reach(alice, { fresh }, fate) {
      await fate.homeserver('takes no passwords');
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.sees('unsupported');
    },
    clear: (fate) => fate.homeserver('takes no passwords', false),
  },
  {
    where: 'while the address is being added',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.sees('password');
      await fate.nextRequest('waits for ever');
      await alice.entersPassword();
      await alice.sees('password', { busy: 'authenticating' });
    },
  },
  {
    where: 'while another mail is being asked for',
    adds: 'email',
    needs: ['clock', 'faults'],
    async reach(alice, { fresh }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.waits(seconds(30));
      await alice.may('resend');
      await fate.nextRequest('waits for ever');
      await alice.asksForAnother();
      await alice.sees('validatingByLink', { busy: 'resendingToken' });
    },
  },
  {
    where: 'while the homeserver is asked for the first time',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await fate.nextRequest('waits for ever');
      await alice.continues();
      await alice.sees('validatingByLink', { busy: 'adding' });
    },
  },
  {
    where: 'while the homeserver is asked whether the link was clicked',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await alice.continues();
      await alice.entersPassword();
      await alice.sees('validatingByLink', { isPolling: true });
      await fate.nextRequest('waits for ever');
      await alice.continues();
      await alice.sees('validatingByLink', { isPolling: true, busy: 'checking' });
    },
  },
  {
    where: 'while the list is looked at after an answer was lost',
    adds: 'email',
    needs: ['faults'],
    async reach(alice, { fresh }, fate) {
      await alice.addsEmail(fresh);
      await alice.sees('validatingByLink');
      await alice.opensTheMail(fresh);
      await fate.nextRequest('never arrives');
      await fate.nextRequest('waits for ever');
      await alice.continues();
      await alice.sees('validatingByLink', { busy: 'reconciling' });
    },
  },
  {
    where: 'while a code is being waited for',
    adds: 'phone',
    async reach(alice, { number }) {
      await alice.addsPhone(number);
      await alice.readsTheText(number);
      await alice.sees('validatingByToken');
    },
  },
  {
    where: 'while a code is being looked at',
    adds: 'phone',
    needs: ['faults'],
    async reach(alice, { number }, fate) {
      await alice.addsPhone(number);
      const { code } = await alice.readsTheText(number);
      await alice.sees('validatingByToken');
      await fate.nextRequest('waits for ever');
      await alice.entersCode(code);
      await alice.sees('validatingByToken', { busy: 'submittingToken' });
    },
  },
  {
    where: 'after the code was accepted',
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

/** Adds the address of the story from the beginning. */
async function adds(what: Wait['adds'], alice: Person, { fresh, number }: Addresses) {
  if (what === 'email') {
    await alice.addsEmail(fresh);
    await alice.sees('validatingByLink');
    await alice.clicksTheLinkElsewhere(await alice.opensTheMail(fresh));
    await alice.continues();
  } else {
    await alice.addsPhone(number);
    const { code } = await alice.readsTheText(number);
    await alice.entersCode(code);
  }
  await alice.entersPassword();
}

/** Cancelling, wherever one waits, and starting again. */
export const cancelling: readonly Journey[] = waits.map(
  ({ where, needs = [], adds: what, reach, clear }) => ({
    title: `cancelled ${where}, an addition leaves nothing behind and can be started again`,
    needs,
    async tell(alice, addresses, fate) {
      const { home, work, fresh, number } = addresses;
      await reach(alice, addresses, fate);
      await alice.may('cancel');
      await alice.cancels();
      await alice.seesNothingOpen();
      await alice.lists(home, work);
      await alice.reloads();
      await alice.lists(home, work);
      await alice.seesNothingOpen();

      await clear?.(fate);
      await adds(what, alice, addresses);
      await alice.lists(home, work, what === 'email' ? fresh : number.listed);
    },
  }),
);
