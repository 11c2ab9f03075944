import type { Journey } from '../journey.ts';
import { listsTheNewOne, provesTheAddress } from './proving-address.ts';

const PASSWORD = 'm.login.password';
const SINGLE_SIGN_ON = 'm.login.sso';
const CAPTCHA = 'm.login.recaptcha';
const UNKNOWN = 'org.example.fingerprint';

/** How people say who they are, where the password is not the one way or not all. */
export const interactiveAuth: readonly Journey[] = [
  {
    title: 'where there is a choice, the password may be chosen',
    needs: ['offers single sign-on'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('offers single sign-on');
      await provesTheAddress(alice, addresses);
      await alice.sees('choosingStage');
      await alice.hasFocusOn('heading');
      await alice.choosesToConfirmBy(PASSWORD);
      await alice.sees('password');
      await alice.hasFocusOn('password');
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'where there is a choice, single sign-on may be chosen',
    needs: ['offers single sign-on'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('offers single sign-on');
      await provesTheAddress(alice, addresses);
      await alice.choosesToConfirmBy(SINGLE_SIGN_ON);
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.hasFocusOn('heading');
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'who chose one way may go back and take the other',
    needs: ['offers single sign-on'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('offers single sign-on');
      await provesTheAddress(alice, addresses);
      await alice.choosesToConfirmBy(PASSWORD);
      await alice.entersPassword('not my password');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      await alice.goesBack();
      await alice.choosesToConfirmBy(SINGLE_SIGN_ON);
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.goesBack();
      await alice.sees('choosingStage');
      await alice.goesBack();
      await alice.sees('validatingByLink');
      await alice.continues();
      await alice.choosesToConfirmBy(PASSWORD);
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'who signed on before they opened the link need not do so again',
    needs: ['offers single sign-on'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('offers single sign-on');
      await alice.addsEmail(addresses.fresh);
      await alice.continues();
      await alice.choosesToConfirmBy(SINGLE_SIGN_ON);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere();
      await alice.sees('validatingByLink', { isPolling: true });
      await alice.isInformed({ code: 'notValidated', medium: 'email' });
      await alice.clicksTheLinkElsewhere(await alice.opensTheMail(addresses.fresh));
      await alice.continues();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'who closes the page too early is told, and opens it again',
    needs: ['offers single sign-on'],
    async tell(alice, addresses, fate) {
      const { home, work } = addresses;
      await fate.homeserver('offers single sign-on');
      await provesTheAddress(alice, addresses);
      await alice.choosesToConfirmBy(SINGLE_SIGN_ON);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.closesThePage();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.isInformed({ code: 'authNotCompleted' });
      await alice.lists(home, work);
      await alice.saysThatItIsDone();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.isInformed({ code: 'authNotCompleted' });
      await alice.lists(home, work);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'who signs on with another account is told, and signs on with theirs',
    needs: ['offers single sign-on'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('offers single sign-on');
      await provesTheAddress(alice, addresses);
      await alice.choosesToConfirmBy(SINGLE_SIGN_ON);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere('somebody else');
      await alice.closesThePage();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.isWarned({ code: 'authRefused' });
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'whose browser opens no window is told, and tries again',
    needs: ['offers single sign-on', 'blocked windows'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('offers single sign-on');
      await provesTheAddress(alice, addresses);
      await alice.choosesToConfirmBy(SINGLE_SIGN_ON);
      await fate.blocksWindows();
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.isWarned({ code: 'popupBlocked' });
      await fate.blocksWindows(false);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'where one way is not enough, one comes after the other',
    needs: ['wants single sign-on after the password'],
    async tell(alice, addresses, fate) {
      const { home, work } = addresses;
      await fate.homeserver('wants single sign-on after the password');
      await provesTheAddress(alice, addresses);
      await alice.entersPassword('not my password');
      await alice.isWarned({ code: 'passwordWrong' }, 'password');
      await alice.entersPassword();
      await alice.sees('fallback', { stage: SINGLE_SIGN_ON });
      await alice.lists(home, work);
      await alice.opensThePage(SINGLE_SIGN_ON);
      await alice.confirmsThere();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'what the client does itself may be given up, and tried again',
    needs: ['wants a captcha before the password'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('wants a captcha before the password');
      await provesTheAddress(alice, addresses);
      await alice.sees('appStage', { stage: CAPTCHA });
      await alice.givesTheCaptchaUp();
      await alice.isWarned({ code: 'authStageFailed' });
      await alice.triesAgain();
      await alice.solvesTheCaptcha();
      await alice.sees('password');
      await alice.entersPassword();
      await listsTheNewOne(alice, addresses);
    },
  },
  {
    title: 'what no client knows is done on the homeserver’s page',
    needs: ['wants what no client knows'],
    async tell(alice, addresses, fate) {
      await fate.homeserver('wants what no client knows');
      await provesTheAddress(alice, addresses);
      await alice.sees('fallback', { stage: UNKNOWN });
      await alice.opensThePage(UNKNOWN);
      await alice.confirmsThere();
      await listsTheNewOne(alice, addresses);
    },
  },
];
