import type { Medium } from '../address.ts';
import { threepidShown, type Messages, type StepAbout } from './messages.ts';

const noun = { email: 'email address', msisdn: 'phone number' } satisfies Record<Medium, string>;

const one = { email: 'an email address', msisdn: 'a phone number' } satisfies Record<
  Medium,
  string
>;

const trouble = 'The homeserver did not answer as it should. Nothing is lost: try again.';

/** How a person confirms that it is them, by the stage of interactive auth. */
interface Way {
  readonly button: string;
  readonly text: string;
}

const singleSignOn: Way = {
  button: 'Use single sign-on',
  text: 'sign in with single sign-on once more',
};

const ways: Partial<Record<string, Way>> = {
  'm.login.password': { button: 'Use your account password', text: 'enter your account password' },
  'm.login.sso': singleSignOn,
  'org.matrix.login.sso': singleSignOn,
  'm.login.recaptcha': { button: 'Solve a captcha', text: 'show that you are no robot' },
  'm.login.terms': { button: 'Read the terms', text: 'agree to the terms of the homeserver' },
};

const otherWay: Way = {
  button: "Open the homeserver's page",
  text: "confirm it is you on the homeserver's page",
};

function wayOf(stage: string): Way {
  return ways[stage] ?? otherWay;
}

function timeOf(moment: number): string {
  return new Date(moment).toLocaleTimeString('en');
}

/** What may be the matter where nothing arrives, once it could have arrived. */
function delayed({
  medium,
  isOverdue,
  isResendSpent,
}: Pick<StepAbout, 'medium' | 'isOverdue' | 'isResendSpent'>): string {
  const it = medium === 'email' ? 'address' : 'number';
  const spent = isResendSpent ? ` Nothing more can be sent to this ${it}.` : '';
  if (!isOverdue) return `It can take a few minutes to arrive.${spent}`;
  const where = medium === 'email' ? 'Look into the spam folder. ' : '';
  return `Nothing has arrived? ${where}The ${it} may be mistyped, or belong to another account: then nothing will come, and you need another one.${spent}`;
}

/** English. */
export const en: Messages = {
  problems: {
    emailEmpty: () => 'Enter an email address.',
    emailMalformed: () => 'Enter an email address like name@example.org.',
    emailTooLong: () => 'Enter an email address of at most 254 characters.',
    phoneEmpty: () => 'Enter a phone number.',
    phoneMalformed: () => 'Enter a phone number, with digits alone.',
    countryUnknown: () => 'Choose the country of the phone number.',
    tokenEmpty: () => 'Enter the code.',
    passwordEmpty: () => 'Enter your account password.',
    inUse: ({ medium }) => `This ${noun[medium]} is already in use. Enter another one.`,
    alreadyYours: ({ medium }) => `This ${noun[medium]} is already on your account.`,
    addressDenied: ({ medium }) =>
      `The homeserver does not allow this ${noun[medium]}. Enter another one.`,
    addressRejected: ({ medium }) =>
      `The homeserver could not read this ${noun[medium]}. Check it and try again.`,
    destinationRejected: () =>
      'No text messages can be sent to this country. Choose another number.',
    phoneUnsendable: () =>
      'No text message can be sent to this phone number. Check it. If it is right, this homeserver may not add phone numbers.',
    mediumUnsupported: ({ medium }) => `This homeserver cannot add ${one[medium]}.`,
    serverNotTrusted: ({ medium }) =>
      `This homeserver adds ${one[medium]} only through an identity server, which is not possible here.`,
    termsNotSigned: () =>
      'There are terms that you have not accepted yet. Accept them where you made your account, then try again.',
    sendFailed: ({ medium }) =>
      medium === 'email'
        ? 'The email could not be sent. Try again.'
        : 'The text message could not be sent. Try again.',
    submitUrlMissing: () =>
      'The homeserver did not say where the code goes, so this number cannot be added now. It may belong to another account. Enter another one or cancel.',
    submitUrlUntrusted: () =>
      'The homeserver wants the code sent somewhere else, which is not safe. Enter another one or cancel.',
    tokenWrong: () => "That code didn't work. Check it and enter it again, or ask for another one.",
    notValidated: ({ medium }) =>
      medium === 'email'
        ? "We can't see yet that you opened the link. Open the link in the email first."
        : "We can't see yet that the code was entered. Enter it first.",
    sessionExpired: ({ medium }) =>
      medium === 'email'
        ? 'That email has expired. Ask for another one.'
        : 'That text message has expired. Ask for another one.',
    passwordWrong: () => 'That password is not correct. Enter your account password.',
    authRepeated: () => 'The homeserver asks once more that you confirm it is you.',
    authRefused: () =>
      'The homeserver did not accept that it is you. Perhaps another account was confirmed: try again with yours.',
    authExpired: () => 'The homeserver asks once more that you confirm it is you.',
    authNotCompleted: () =>
      'The homeserver has not seen yet that you confirmed it is you. Finish it on its page.',
    authStageFailed: () => 'Confirming it is you did not work. Try again.',
    popupBlocked: () =>
      'Your browser did not let the page open. Allow pop-up windows here, then try again.',
    authUnsupported: () =>
      'This homeserver wants you to confirm it is you in a way that is not possible here. Go back, or use another client.',
    authEndless: () =>
      'The homeserver asks again and again for what was confirmed already. Go back, and try again later.',
    changesDisabled: () =>
      'This homeserver does not allow changing email addresses and phone numbers.',
    changedElsewhere: () =>
      'Email addresses and phone numbers are changed on another page of your account.',
    signedOut: () => 'You are signed out. Sign in again to go on.',
    accountRestricted: () => 'Your account may not do this. Ask the people who run the homeserver.',
    accountDeactivated: () => 'This account was deactivated.',
    alreadyRemoved: () => 'It seems to be off your account already. Try again to make sure.',
    notRemoved: () => 'It is still on your account: the homeserver did not remove it. Try again.',
    unrecognized: () =>
      'This homeserver does not offer this. Manage your account where you made it.',
    rateLimited: ({ until }) => `Too many attempts. Try again after ${timeOf(until)}.`,
    network: () => 'The homeserver cannot be reached. Check your connection and try again.',
    timeout: () => 'The homeserver takes too long to answer. Try again.',
    serverError: () => trouble,
    unreadable: () => trouble,
    unknown: () => trouble,
    unexpected: () => 'Something went wrong here. Try again, or reload the page.',
  },
  steps: {
    editing: ({ medium }) => ({
      heading: `Add ${one[medium]}`,
      text:
        medium === 'email'
          ? 'With it you get back into your account if you forget your password.'
          : 'We send a text message with a code to it.',
      hint: null,
    }),
    validatingByLink: ({ address, isWatching, isResent, ...about }) => ({
      heading: 'Check your email',
      text: `We've sent you ${isResent ? 'another' : 'an'} email to verify your address. Please follow the instructions there${
        isWatching ? ': the address is then added by itself.' : ' and then click the button below.'
      }`,
      hint: `It went to ${address}. You can open the link on any device. ${delayed(about)}`,
    }),
    validatingByToken: ({ address, isResent, ...about }) => {
      const { medium } = about;
      const what = medium === 'email' ? 'email' : 'text message';
      const which = isResent ? 'Another' : medium === 'email' ? 'An' : 'A';
      return {
        heading: `Check your ${medium === 'email' ? 'email' : 'phone'}`,
        text: `${which} ${what} has been sent to ${address}. Please enter the verification code it contains.`,
        hint: delayed(about),
      };
    },
    validated: ({ address }) => ({
      heading: 'The code is right',
      text: `Continue to add ${address} to your account.`,
      hint: null,
    }),
    authenticating: ({ address }) => ({
      heading: 'Confirm it is you',
      text: `Enter your account password to add ${address}.`,
      hint: null,
    }),
    authChoosing: ({ address }) => ({
      heading: 'Confirm it is you',
      text: `Choose how you confirm it is you, to add ${address}.`,
      hint: null,
    }),
    authFallback: ({ address, stage }) => ({
      heading: 'Confirm it is you',
      text: `To add ${address}, ${wayOf(stage).text}: in a window that opens when you click the button.`,
      hint: 'If the window does not close by itself, come back here when you have done it.',
    }),
    authHandled: ({ address, stage }) => ({
      heading: 'Confirm it is you',
      text: `To add ${address}, ${wayOf(stage).text}.`,
      hint: null,
    }),
    authUnsupported: ({ address }) => ({
      heading: 'Confirm it is you',
      text: `${address} was not added yet.`,
      hint: null,
    }),
    added: ({ address }) => ({
      heading: `${address} is on your account.`,
      text: null,
      hint: null,
    }),
    cancelled: () => ({ heading: 'Nothing was added.', text: null, hint: null }),
    failed: () => ({ heading: 'Nothing more happens here.', text: null, hint: null }),
  },
  busy: {
    requestingToken: 'Sending…',
    resendingToken: 'Sending another one…',
    submittingToken: 'Checking the code…',
    adding: 'Adding it to your account…',
    checking: 'Looking whether the link was opened…',
    authenticating: 'Confirming it is you…',
    reconciling: 'Looking at your account…',
    removing: 'Removing…',
    retrying: 'That did not work yet. Trying again…',
  },
  fields: {
    address: { email: 'Email address', msisdn: 'Phone number' },
    country: { email: 'Country', msisdn: 'Country' },
    token: { email: 'Verification code', msisdn: 'Verification code' },
    password: { email: 'Account password', msisdn: 'Account password' },
  },
  list: {
    title: { email: 'Email addresses', msisdn: 'Phone numbers' },
    empty: {
      email: 'There is no email address on your account.',
      msisdn: 'There is no phone number on your account.',
    },
    loading: 'Looking at your account…',
    notice: (notice) =>
      notice.type === 'added'
        ? `${notice.address} was added to your account.`
        : `${threepidShown(notice.threepid)} was removed from your account.${
            notice.unbindResult === 'no-support'
              ? ' If it was registered at an identity server, it may still be found there.'
              : ''
          }`,
  },
  removal: {
    heading: (address) => `Remove ${address}?`,
    text: ({ medium, isLast }) =>
      isLast && medium === 'email'
        ? 'It is the only email address on your account. Without it you cannot reset your password by email.'
        : 'To add it again you have to verify it again.',
  },
  actions: {
    add: { email: 'Add an email address', msisdn: 'Add a phone number' },
    submit: 'Continue',
    proceed: 'Continue',
    resend: { email: 'Send another email', msisdn: 'Send another text message' },
    resendAt: (moment) => `You can send another one after ${timeOf(moment)}.`,
    editAddress: { email: 'Change the email address', msisdn: 'Change the phone number' },
    confirmAuth: 'Confirm',
    beginAuth: (stage) => wayOf(stage).button,
    finishAuth: 'I have done it',
    retryAuth: 'Try again',
    back: 'Back',
    cancel: 'Cancel',
    remove: 'Remove',
    removeAddress: (address) => `Remove ${address}`,
    read: 'Try again',
    manageAccount: 'Manage your account',
  },
};
