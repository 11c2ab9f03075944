import type { Medium } from '../threepid.ts';
import { shownThreepid, type Messages, type StepInfo } from './messages.ts';

const noun = { email: 'email address', msisdn: 'phone number' } satisfies Record<Medium, string>;

const one = { email: 'an email address', msisdn: 'a phone number' } satisfies Record<
  Medium,
  string
>;

const serverTrouble = 'Something went wrong on the server. Nothing is lost: try again.';

/** The wording of a stage of interactive auth. */
interface StageWording {
  readonly button: string;
  /** Continues "To add …, ". */
  readonly task: string;
}

const singleSignOn: StageWording = {
  button: 'Use single sign-on',
  task: 'sign in again with single sign-on',
};

const stages: Partial<Record<string, StageWording>> = {
  'm.login.password': { button: 'Use your account password', task: 'enter your account password' },
  'm.login.sso': singleSignOn,
  'org.matrix.login.sso': singleSignOn,
  'm.login.recaptcha': { button: 'Solve a captcha', task: "prove you're not a robot" },
  'm.login.terms': { button: 'Read the terms', task: "accept your server's terms" },
};

const otherStage: StageWording = {
  button: 'Continue in a new window',
  task: "confirm it's you on your server's page",
};

function stageWording(stage: string): StageWording {
  // Own properties only: a stage may be called `constructor`.
  return (Object.hasOwn(stages, stage) ? stages[stage] : null) ?? otherStage;
}

function taskFor(address: string | null, task: string): string {
  if (address !== null) return `To add ${isolated(address)}, ${task}.`;
  return `To continue, ${task}.`;
}

/** Keeps an address in its own direction within right-to-left text. */
function isolated(address: string): string {
  return `\u2068${address}\u2069`;
}

function timeOf(moment: number): string {
  const date = new Date(moment);
  const time = date.toLocaleTimeString('en');
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${time} on ${date.toLocaleDateString('en', { weekday: 'long', month: 'long', day: 'numeric' })}`;
}

/** What may be wrong if nothing arrives, once there was time for it. */
function deliveryHint({
  medium,
  isOverdue,
  isResendSpent,
}: Pick<StepInfo, 'medium' | 'isOverdue' | 'isResendSpent'>): string {
  const it = medium === 'email' ? 'address' : 'number';
  const spent = isResendSpent ? ` We can't send anything else to this ${it}.` : '';
  if (!isOverdue) return `It can take a few minutes to arrive.${spent}`;
  const spam = medium === 'email' ? 'Check your spam folder. ' : '';
  return `Nothing arrived? ${spam}The ${it} may have a typo, or it may be on another account. In that case, use a different one.${spent}`;
}

const confirmIt = "Confirm it's you";

/** English (United States). */
export const en: Messages = {
  problems: {
    emailEmpty: () => 'Enter an email address.',
    emailMalformed: () => 'Enter an email address like name@example.org.',
    emailTooLong: () => 'Enter an email address with at most 254 characters.',
    phoneEmpty: () => 'Enter a phone number.',
    phoneMalformed: () => 'Enter a phone number using only digits, with + before a country code.',
    countryUnknown: () => "Choose the phone number's country.",
    tokenEmpty: () => 'Enter the code.',
    passwordEmpty: () => 'Enter your account password.',
    inUse: ({ medium }) => `This ${noun[medium]} is already in use. Enter a different one.`,
    alreadyYours: ({ medium }) => `This ${noun[medium]} is already on your account.`,
    addressDenied: ({ medium }) =>
      `Your server doesn't allow this ${noun[medium]}. Enter a different one.`,
    addressRejected: ({ medium }) =>
      `Your server doesn't accept this ${noun[medium]}. Check it and try again.`,
    destinationRejected: () =>
      "We can't send text messages to this country. Choose a different number.",
    phoneUnsendable: () =>
      "We can't send a text message to this number. Check it. If it's correct, your server may not support phone numbers.",
    mediumUnsupported: ({ medium }) => `Your server doesn't support adding ${one[medium]}.`,
    serverNotTrusted: ({ medium }) =>
      `Your server can only add ${one[medium]} through an identity server, which isn't possible here.`,
    termsNotSigned: () =>
      "You haven't accepted your server's terms yet. Accept them on the website where you signed up, then try again.",
    sendFailed: ({ medium }) =>
      medium === 'email'
        ? "We couldn't send the email. Try again."
        : "We couldn't send the text message. Try again.",
    submitUrlMissing: () =>
      "This number can't be added right now. It may be on another account. Enter a different one or cancel.",
    submitUrlUntrusted: () =>
      "For your security, we didn't send the code: your server wants it sent to another website. Enter a different number or cancel.",
    tokenWrong: () => "That code didn't work. Check it and enter it again, or request another one.",
    notValidated: ({ medium }) =>
      medium === 'email'
        ? "We can't see yet that you opened the link. Open the link in the email first."
        : "We can't see yet that you entered the code. Enter it first.",
    sessionExpired: ({ medium }) =>
      medium === 'email'
        ? 'That email has expired. Request another one.'
        : 'That text message has expired. Request another one.',
    passwordWrong: () => 'That password is incorrect. Enter your account password.',
    authRepeated: () => "Please confirm it's you again.",
    authRefused: () =>
      "Your server didn't accept that. Make sure you sign in with this account, then try again.",
    authExpired: () => "Please confirm it's you again.",
    authNotCompleted: () => "You haven't finished yet. Complete the steps in the other window.",
    authStageFailed: () => "We couldn't confirm it's you. Try again.",
    popupBlocked: () =>
      'The window may not have opened. If so, allow pop-ups for this site and try again.',
    authUnsupported: () =>
      "Your server asks you to confirm it's you in a way this app doesn't support. Go back, or use a different app.",
    authEndless: () =>
      "Your server keeps asking you to confirm it's you. Go back and try again later.",
    changesDisabled: () =>
      "Your server doesn't allow changes to email addresses and phone numbers.",
    changedElsewhere: () =>
      'You can change your email addresses and phone numbers on your account page.',
    signedOut: () => "You're signed out. Sign in again to continue.",
    accountRestricted: () =>
      "Your account isn't allowed to do this. Contact your server's administrator.",
    accountDeactivated: () => 'This account is deactivated.',
    alreadyRemoved: () => 'It seems to be off your account already. Try again to make sure.',
    notRemoved: () => "It's still on your account. Try again.",
    unrecognized: () =>
      "Your server doesn't support this. Manage your account on the website where you signed up.",
    rateLimited: ({ until }) => `Too many attempts. Try again after ${timeOf(until)}.`,
    network: () => "We can't reach your server. Check your connection and try again.",
    timeout: () => 'Your server is taking too long to respond. Try again.',
    serverError: () => serverTrouble,
    unreadable: () => serverTrouble,
    unknown: () => serverTrouble,
    unexpected: () => 'Something went wrong. Try again, or reload the page.',
  },
  steps: {
    editing: ({ medium }) => ({
      heading: `Add ${one[medium]}`,
      text:
        medium === 'email'
          ? 'You can use it to get back into your account if you forget your password.'
          : "We'll send a text message with a code to this number.",
      hint: null,
    }),
    validatingByLink: ({ address, isPolling, isResent, ...info }) => ({
      heading: 'Check your email',
      text: isPolling
        ? `We've sent you ${isResent ? 'another' : 'an'} email to verify your address. Please follow the instructions there. The address is then added automatically.`
        : `We've sent you ${isResent ? 'another' : 'an'} email to verify your address. Please follow the instructions there and then click the button below.`,
      hint: `We sent it to ${isolated(address)}. You can open the link on any device. ${deliveryHint(info)}`,
    }),
    validatingByToken: ({ address, isResent, ...info }) => {
      const { medium } = info;
      const what = medium === 'email' ? 'email' : 'text message';
      const which = isResent ? 'Another' : medium === 'email' ? 'An' : 'A';
      return {
        heading: `Check your ${medium === 'email' ? 'email' : 'phone'}`,
        text: `${which} ${what} has been sent to ${isolated(address)}. Please enter the verification code it contains.`,
        hint: deliveryHint(info),
      };
    },
    validated: ({ address }) => ({
      heading: 'Code accepted',
      text: `Continue to add ${isolated(address)} to your account.`,
      hint: null,
    }),
    added: ({ address }) => ({
      heading: `${isolated(address)} is on your account.`,
      text: null,
      hint: null,
    }),
    cancelled: () => ({ heading: 'Nothing was added.', text: null, hint: null }),
    unavailable: () => ({ heading: 'Nothing was added.', text: null, hint: null }),
    unsettled: ({ medium }) => ({
      heading: `We couldn't check whether your ${noun[medium]} was added.`,
      text: 'Check your account again in a moment.',
      hint: null,
    }),
    failed: () => ({
      heading: 'Something went wrong.',
      text: 'Reload the page and try again.',
      hint: null,
    }),
  },
  auth: {
    requesting: () => ({ heading: confirmIt, text: null, hint: null }),
    choosingStage: ({ address }) => ({
      heading: confirmIt,
      text: taskFor(address, "choose how to confirm it's you"),
      hint: null,
    }),
    password: ({ address }) => ({
      heading: confirmIt,
      text:
        address === null
          ? 'Enter your account password to continue.'
          : `Enter your account password to add ${isolated(address)}.`,
      hint: null,
    }),
    fallback: ({ address, stage }) => ({
      heading: confirmIt,
      text: `${taskFor(address, stageWording(stage).task)} The button opens a new window.`,
      hint: "If the window doesn't close automatically, come back here when you've finished.",
    }),
    appStage: ({ address, stage }) => ({
      heading: confirmIt,
      text: taskFor(address, stageWording(stage).task),
      hint: null,
    }),
    unsupported: ({ address }) => ({
      heading: confirmIt,
      text: address === null ? null : `${isolated(address)} hasn't been added yet.`,
      hint: null,
    }),
    settled: () => ({ heading: 'Done', text: null, hint: null }),
    refused: () => ({ heading: "That didn't work", text: null, hint: null }),
    cancelled: () => ({ heading: 'Cancelled', text: null, hint: null }),
    interrupted: () => ({
      heading: 'Cancelled',
      text: 'It may already have happened. Check before you try again.',
      hint: null,
    }),
    failed: () => ({
      heading: 'Something went wrong.',
      text: 'Reload the page and try again.',
      hint: null,
    }),
  },
  busy: {
    requestingToken: 'Sending…',
    resendingToken: 'Sending another one…',
    submittingToken: 'Checking the code…',
    adding: 'Adding…',
    checking: 'Checking…',
    authenticating: 'Confirming…',
    reconciling: 'Checking your account…',
    removing: 'Removing…',
    retrying: "That didn't work yet. Trying again…",
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
      email: "You haven't added an email address yet.",
      msisdn: "You haven't added a phone number yet.",
    },
    loading: 'Loading your account…',
    notice: (notice) =>
      notice.type === 'added'
        ? `${isolated(notice.address)} was added to your account.`
        : `${isolated(shownThreepid(notice.threepid))} was removed from your account.${
            notice.unbindResult === 'no-support'
              ? ' People may still find you by it on an identity server.'
              : ''
          }`,
  },
  removal: {
    heading: (address) => `Remove ${isolated(address)}?`,
    text: ({ medium, isLast }) =>
      isLast && medium === 'email'
        ? "It's the only email address on your account. Without it, you can't reset your password by email."
        : 'To add it again, you need to verify it again.',
  },
  actions: {
    add: { email: 'Add an email address', msisdn: 'Add a phone number' },
    submit: 'Continue',
    proceed: 'Continue',
    resend: { email: 'Send another email', msisdn: 'Send another text message' },
    resendAt: (moment) => `You can send another one after ${timeOf(moment)}.`,
    editAddress: { email: 'Change the email address', msisdn: 'Change the phone number' },
    confirmAuth: 'Confirm',
    startStage: (stage) => stageWording(stage).button,
    finishAuth: "I've finished",
    retryAuth: 'Try again',
    back: 'Back',
    cancel: 'Cancel',
    remove: 'Remove',
    removeAddress: (address) => `Remove ${isolated(address)}`,
    read: 'Try again',
    manageAccount: 'Manage your account',
  },
};
