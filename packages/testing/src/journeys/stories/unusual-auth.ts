import type { Journey } from '../journey.ts';
import { seesTheNewAddress, verifiesTheAddress } from './adding-email.ts';

const PASSWORD = 'm.login.password';
const DUMMY = 'm.login.dummy';

/** Homeservers that require a dummy stage, an unsupported stage or no authentication, or that never accept it. */
export const unusualAuth: readonly Journey[] = [
  {
    title: 'completes a dummy stage automatically after the password',
    needs: ['requires a dummy stage after the password'],
    async run(alice, addresses, controls) {
      await controls.homeserver('requires a dummy stage after the password');
      await verifiesTheAddress(alice, addresses);
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
      await alice.authenticatedWith(null, PASSWORD, DUMMY);
    },
  },
  {
    title: 'says that no supported stage exists, and continues as soon as one does',
    needs: ['accepts no passwords'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('accepts no passwords');
      await verifiesTheAddress(alice, addresses);
      await alice.sees('unsupported');
      await alice.seesError({ code: 'authUnsupported' });
      await alice.hasFocusOn('heading');
      await alice.can('back', 'cancel');
      await alice.seesTheList(home, work);
      await controls.homeserver('accepts no passwords', false);
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'says each time that the homeserver asks again, and lets the user go back',
    needs: ['requires a dummy stage after the password', 'never accepts authentication'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('requires a dummy stage after the password');
      await controls.homeserver('never accepts authentication');
      await verifiesTheAddress(alice, addresses);
      for (const _ of [1, 2]) {
        await alice.entersPassword();
        await alice.sees('password');
        await alice.seesStatus({ code: 'authRepeated' });
        await alice.findsInField('password', '');
        await alice.hasFocusOn('password');
        await alice.seesTheList(home, work);
      }
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await controls.homeserver('never accepts authentication', false);
      await alice.continues();
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
      const stages = [PASSWORD, DUMMY];
      await alice.authenticatedWith(null, ...stages, ...stages, null, ...stages);
    },
  },
  {
    title: 'completes a dummy stage three times at most when the homeserver repeats it',
    needs: ['requires only a dummy stage', 'never accepts authentication'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('requires only a dummy stage');
      await controls.homeserver('never accepts authentication');
      await verifiesTheAddress(alice, addresses);
      await alice.sees('unsupported');
      await alice.seesError({ code: 'authEndless' });
      await alice.hasFocusOn('heading');
      await alice.seesTheList(home, work);
      await controls.homeserver('never accepts authentication', false);
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await seesTheNewAddress(alice, addresses);
      await alice.authenticatedWith(null, DUMMY, DUMMY, DUMMY, null, DUMMY);
    },
  },
  {
    title: 'adds without authentication on an older homeserver that requires none',
    needs: ['requires no authentication'],
    async run(alice, addresses, controls) {
      const { home, work, fresh, number } = addresses;
      await controls.homeserver('requires no authentication');
      await verifiesTheAddress(alice, addresses);
      await seesTheNewAddress(alice, addresses);
      await alice.addsPhone(number);
      await alice.entersCode((await alice.readsTheText(number)).code);
      await alice.seesTheList(home, work, fresh, number.listed);
      await alice.authenticatedWith(null, null);
    },
  },
  {
    // Dendrite sends a plain 403. From other homeservers it means a permanent refusal.
    title: 'lets the user enter the password again after a plain 403',
    needs: ['rejects a wrong password with a plain 403'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('rejects a wrong password with a plain 403');
      await verifiesTheAddress(alice, addresses);
      await alice.entersPassword('not my password');
      await alice.sees('password');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      await alice.hasFocusOn('password');
      await alice.findsInField('password', '');
      await alice.seesTheList(home, work);
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
      await alice.authenticatedWith(null, PASSWORD, PASSWORD);
    },
  },
];
