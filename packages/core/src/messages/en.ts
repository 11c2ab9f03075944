import type { Medium } from '../address.ts';
import type { Messages } from './messages.ts';

const noun = { email: 'email address', msisdn: 'phone number' } satisfies Record<Medium, string>;

const trouble = 'The homeserver did not answer as it should. Nothing is lost: try again.';

/** English. */
export const en: Messages = {
  sent: {
    email: () =>
      "We've sent you an email to verify your address. Please follow the instructions there and then click the button below.",
    msisdn: (number) =>
      `A text message has been sent to ${number}. Please enter the verification code it contains.`,
  },
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
    mediumUnsupported: ({ medium }) => `This homeserver cannot add a ${noun[medium]}.`,
    sendFailed: ({ medium }) =>
      medium === 'email'
        ? 'The email could not be sent. Try again.'
        : 'The text message could not be sent. Try again.',
    submitUrlMissing: () =>
      'The homeserver did not say where the code goes, so this number cannot be added now. Enter another one or cancel.',
    submitUrlUntrusted: () =>
      'The homeserver wants the code sent somewhere else, which is not safe. Enter another number or cancel.',
    tokenWrong: () =>
      "That code didn't work. Check the code in the text message and enter it again.",
    notValidated: ({ medium }) =>
      medium === 'email'
        ? "We can't see yet that you opened the link. Open the link in the email, then continue."
        : "We can't see yet that the code was entered. Enter it, then continue.",
    sessionExpired: ({ medium }) =>
      medium === 'email'
        ? 'The link has expired. Ask for another email.'
        : 'The code has expired. Ask for another text message.',
    passwordWrong: () => 'That password is not correct. Enter your account password.',
    authRepeated: () => 'The homeserver asks once more that you confirm it is you.',
    authRefused: () => 'The homeserver did not accept that it is you. Try again.',
    authUnsupported: () =>
      'This homeserver wants you to confirm it is you in a way that is not possible here. Go back, or use another client.',
    changesDisabled: () =>
      'This homeserver does not allow changing email addresses and phone numbers.',
    signedOut: () => 'You are signed out. Sign in again to go on.',
    accountLocked: () => 'Your account is locked. Ask the people who run the homeserver.',
    notRemoved: () => 'It is still on your account: the homeserver did not remove it. Try again.',
    unrecognized: () =>
      'This homeserver does not offer this. Manage your account where you made it.',
    rateLimited: ({ until }) =>
      until === null
        ? 'Too many attempts. Wait a while, then try again.'
        : `Too many attempts. Try again after ${new Date(until).toLocaleTimeString('en')}.`,
    network: () => 'The homeserver cannot be reached. Check your connection and try again.',
    timeout: () => 'The homeserver takes too long to answer. Try again.',
    serverError: () => trouble,
    unreadable: () => trouble,
    unknown: () => trouble,
    unexpected: () => 'Something went wrong here. Try again, or reload the page.',
  },
};
