import type { Journey } from '../journey.ts';
import { listsTheNewOne, provesTheAddress } from './proving-address.ts';

const PASSWORD = 'm.login.password';
const DUMMY = 'm.login.dummy';

/** Homeservers that ask for more than a proof, for none that can be given, for ever, or not at all. */
export const askingOtherwise: readonly Journey[] = [
  {
    title: 'what needs nobody is done for them after the password',
    needs: ['wants a dummy stage after the password'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('wants a dummy stage after the password');
      await provesTheAddress(alice, addresses);
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
      await alice.proved(null, PASSWORD, DUMMY);
    },
  },
  {
    title: 'where nobody can prove who they are, they are told, and go on as soon as they can',
    needs: ['takes no passwords'],
    async tell(alice, addresses, fate) {
      const { home, work } = addresses;
      await fate.homeserver('takes no passwords');
      await provesTheAddress(alice, addresses);
      await alice.sees('unsupported');
      await alice.isWarned({ code: 'authUnsupported' });
      await alice.hasFocusOn('heading');
      await alice.may('back', 'cancel');
      await alice.lists(home, work);
      await fate.homeserver('takes no passwords', false);
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'who is asked for ever reads so each time, and goes back',
    needs: ['wants a dummy stage after the password', 'asks for ever who is there'],
    async tell(alice, addresses, fate) {
      const { home, work } = addresses;
      await fate.homeserver('wants a dummy stage after the password');
      await fate.homeserver('asks for ever who is there');
      await provesTheAddress(alice, addresses);
      for (const _ of [1, 2]) {
        await alice.entersPassword();
        await alice.sees('password');
        await alice.isInformed({ code: 'authRepeated' });
        await alice.findsInField('password', '');
        await alice.hasFocusOn('password');
        await alice.lists(home, work);
      }
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await fate.homeserver('asks for ever who is there', false);
      await alice.continues();
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
      const whole = [PASSWORD, DUMMY];
      await alice.proved(null, ...whole, ...whole, null, ...whole);
    },
  },
  {
    title: 'a homeserver that asks for ever for what needs nobody is answered three times at most',
    needs: ['wants a dummy stage alone', 'asks for ever who is there'],
    async tell(alice, addresses, fate) {
      const { home, work } = addresses;
      await fate.homeserver('wants a dummy stage alone');
      await fate.homeserver('asks for ever who is there');
      await provesTheAddress(alice, addresses);
      await alice.sees('unsupported');
      await alice.isWarned({ code: 'authEndless' });
      await alice.hasFocusOn('heading');
      await alice.lists(home, work);
      await fate.homeserver('asks for ever who is there', false);
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await listsTheNewOne(alice, addresses);
      await alice.proved(null, DUMMY, DUMMY, DUMMY, null, DUMMY);
    },
  },
  {
    title: 'an older homeserver adds at once, and asks nobody who they are',
    needs: ['never asks who is there'],
    async tell(alice, addresses, fate) {
      const { home, work, fresh, number } = addresses;
      await fate.homeserver('never asks who is there');
      await provesTheAddress(alice, addresses);
      await listsTheNewOne(alice, addresses);
      await alice.addsPhone(number);
      await alice.entersCode((await alice.readsTheText(number)).code);
      await alice.lists(home, work, fresh, number.listed);
      await alice.proved(null, null);
    },
  },
  {
    // Dendrite: a plain 403, which other homeservers mean as a refusal for good.
    title: 'a password that is refused without another question may be entered again',
    needs: ['refuses a wrong password without asking again'],
    async tell(alice, addresses, fate) {
      const { home, work } = addresses;
      await fate.homeserver('refuses a wrong password without asking again');
      await provesTheAddress(alice, addresses);
      await alice.entersPassword('not my password');
      await alice.sees('password');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      await alice.hasFocusOn('password');
      await alice.findsInField('password', '');
      await alice.lists(home, work);
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
      await alice.proved(null, PASSWORD, PASSWORD);
    },
  },
];
