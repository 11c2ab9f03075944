import type { Journey } from '../journey.ts';
import { seesTheNewAddress, verifiesTheAddress } from './adding-email.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';
const CAPTCHA = 'm.login.recaptcha';
const OAUTH = 'm.oauth';
const UNKNOWN = 'org.example.fingerprint';

/** Interactive auth with other stages than the password, or with several. */
export const interactiveAuth: readonly Journey[] = [
  {
    title: 'confirms by password when the user chooses it',
    needs: ['offers single sign-on'],
    async run(alice, addresses, controls) {
      await controls.homeserver('offers single sign-on');
      await verifiesTheAddress(alice, addresses);
      await alice.sees('choosingStage');
      await alice.hasFocusOn('heading');
      await alice.choosesStage(PASSWORD);
      await alice.sees('password');
      await alice.hasFocusOn('password');
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'confirms by single sign-on when the user chooses it',
    needs: ['offers single sign-on'],
    async run(alice, addresses, controls) {
      await controls.homeserver('offers single sign-on');
      await verifiesTheAddress(alice, addresses);
      await alice.choosesStage(SINGLE_SIGN_ON);
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.hasFocusOn('heading');
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'lets the user go back and choose the other stage',
    needs: ['offers single sign-on'],
    async run(alice, addresses, controls) {
      await controls.homeserver('offers single sign-on');
      await verifiesTheAddress(alice, addresses);
      await alice.choosesStage(PASSWORD);
      await alice.entersPassword('not my password');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      await alice.goesBack();
      await alice.choosesStage(SINGLE_SIGN_ON);
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.goesBack();
      await alice.sees('choosingStage');
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.choosesStage(PASSWORD);
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'does not ask for single sign-on again when the user opens the link after it',
    needs: ['offers single sign-on'],
    async run(alice, addresses, controls) {
      await controls.homeserver('offers single sign-on');
      await alice.addsEmail(addresses.fresh);
      await alice.continues();
      await alice.choosesStage(SINGLE_SIGN_ON);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage();
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.seesStatus({ code: 'notValidated', medium: 'email' });
      await alice.clicksTheLinkOnAnotherDevice(await alice.opensTheMail(addresses.fresh));
      await alice.continues();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'says that the page was closed too early, and lets the user open it again',
    needs: ['offers single sign-on'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('offers single sign-on');
      await verifiesTheAddress(alice, addresses);
      await alice.choosesStage(SINGLE_SIGN_ON);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.closesThePage();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.seesStatus({ code: 'authNotCompleted' });
      await alice.seesTheList(home, work);
      await alice.saysTheyHaveFinished();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.seesStatus({ code: 'authNotCompleted' });
      await alice.seesTheList(home, work);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'says that another account signed in, and lets the user try again',
    needs: ['offers single sign-on'],
    async run(alice, addresses, controls) {
      await controls.homeserver('offers single sign-on');
      await verifiesTheAddress(alice, addresses);
      await alice.choosesStage(SINGLE_SIGN_ON);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage('another user');
      await alice.closesThePage();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.seesError({ code: 'authRefused' });
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'says that the browser blocked the pop-up, and lets the user try again',
    needs: ['offers single sign-on', 'blocked pop-ups'],
    async run(alice, addresses, controls) {
      await controls.homeserver('offers single sign-on');
      await verifiesTheAddress(alice, addresses);
      await alice.choosesStage(SINGLE_SIGN_ON);
      await controls.browser('blocks pop-ups');
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.seesError({ code: 'popupBlocked' });
      await controls.browser('blocks pop-ups', false);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    // The pop-up blocker acts when the user opens a page again that they have finished before.
    title: 'lets a user who has finished on the page say so after a blocked pop-up',
    needs: ['requires approval with OAuth', 'faults', 'blocked pop-ups'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('requires approval with OAuth');
      await verifiesTheAddress(alice, addresses);
      await alice.opensThePage(OAUTH);
      await alice.approvesOnThePage();
      await controls.nextRequest('is rate limited');
      await alice.closesThePage();
      await alice.sees('fallback', { stage: OAUTH });
      await alice.seesTheList(home, work);
      await controls.browser('blocks pop-ups');
      await alice.opensThePage(OAUTH);
      await alice.seesError({ code: 'popupBlocked' });
      await alice.saysTheyHaveFinished();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'asks for single sign-on after the password when both are required',
    needs: ['requires single sign-on after the password'],
    async run(alice, addresses, controls) {
      const { home, work } = addresses;
      await controls.homeserver('requires single sign-on after the password');
      await verifiesTheAddress(alice, addresses);
      await alice.entersPassword('not my password');
      await alice.seesError({ code: 'passwordWrong' }, 'password');
      await alice.entersPassword();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.seesTheList(home, work);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.finishesOnThePage();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: 'lets the user retry a captcha that they gave up on',
    needs: ['requires a captcha before the password'],
    async run(alice, addresses, controls) {
      await controls.homeserver('requires a captcha before the password');
      await verifiesTheAddress(alice, addresses);
      await alice.sees('appStage', { stage: CAPTCHA });
      await alice.givesUpOnTheCaptcha();
      await alice.seesError({ code: 'authStageFailed' });
      await alice.triesAgain();
      await alice.solvesTheCaptcha();
      await alice.sees('password');
      await alice.entersPassword();
      await seesTheNewAddress(alice, addresses);
    },
  },
  {
    title: "opens the homeserver's page for a stage that the client does not know",
    needs: ['requires an unknown stage'],
    async run(alice, addresses, controls) {
      await controls.homeserver('requires an unknown stage');
      await verifiesTheAddress(alice, addresses);
      await alice.sees('fallback', { stage: UNKNOWN });
      await alice.opensThePage(UNKNOWN);
      await alice.finishesOnThePage();
      await seesTheNewAddress(alice, addresses);
    },
  },
];
