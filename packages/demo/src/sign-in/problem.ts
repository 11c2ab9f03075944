import { problemMessage } from '@threepid/core';
import { en } from '@threepid/core/messages/en';

/** Why nobody was signed in. */
export type SignInProblem =
  | { readonly code: 'homeserverEmpty' | 'homeserverMalformed' | 'homeserverUnsafe' }
  | {
      readonly code: 'unreachable' | 'notMatrix' | 'discoveryFailed' | 'trouble';
      readonly host: string;
    }
  | { readonly code: 'userEmpty' | 'passwordEmpty' | 'passwordWrong' }
  | { readonly code: 'passwordUnsupported' | 'deactivated' | 'locked' }
  | {
      readonly code: 'rateLimited';
      /** Milliseconds since the epoch; null where the homeserver did not say. */
      readonly until: number | null;
    }
  | {
      /** The homeserver's accounts live in an authentication service of their own. */
      readonly code: 'delegated';
      /** Where a person manages their account there; null where it is not said. */
      readonly accountUrl: string | null;
    };

export type SignInField = 'homeserver' | 'user' | 'password';

/** The field that is to blame; null where none is. */
export function blamedField({ code }: SignInProblem): SignInField | null {
  switch (code) {
    case 'homeserverEmpty':
    case 'homeserverMalformed':
    case 'homeserverUnsafe':
    case 'unreachable':
    case 'notMatrix':
    case 'discoveryFailed':
      return 'homeserver';
    case 'userEmpty':
      return 'user';
    case 'passwordEmpty':
    case 'passwordWrong':
      return 'password';
    default:
      return null;
  }
}

/** A problem in words. */
export function signInMessage(problem: SignInProblem): string {
  switch (problem.code) {
    case 'homeserverEmpty':
      return 'Enter the address of your homeserver.';
    case 'homeserverMalformed':
      return 'Enter an address like example.org or https://matrix.example.org.';
    case 'homeserverUnsafe':
      return 'Enter an address that begins with https://, since your password goes there.';
    case 'unreachable':
      return `${problem.host} cannot be reached from here. Check the address and your connection. If there is a homeserver, your browser may not trust its certificate, or it may not let other web pages ask it.`;
    case 'notMatrix':
      return `${problem.host} answers, but not as a Matrix homeserver does. Check the address.`;
    case 'discoveryFailed':
      return `${problem.host} does not say where its homeserver is in a way that works. Enter the address of the homeserver itself, like https://matrix.example.org.`;
    case 'trouble':
      return `${problem.host} did not answer as it should. Try again.`;
    case 'userEmpty':
      return 'Enter your user name.';
    case 'passwordEmpty':
      return 'Enter your password.';
    case 'passwordWrong':
      return 'The user name or the password is not correct.';
    case 'passwordUnsupported':
      return 'This homeserver signs nobody in with a password, and this page knows no other way.';
    case 'deactivated':
      return 'This account was deactivated. Nobody can sign in to it any more.';
    case 'locked':
      return 'This account is locked. Ask the people who run the homeserver.';
    case 'rateLimited':
      return problem.until === null
        ? 'Too many attempts. Wait a while, then try again.'
        : problemMessage(en, { code: problem.code, until: problem.until });
    case 'delegated':
      return problem.accountUrl === null
        ? 'The accounts of this homeserver are managed somewhere else, with their email addresses. Go to where you made yours.'
        : 'The accounts of this homeserver are managed on a page of their own, with their email addresses.';
  }
}
