import { problemMessage } from '@threepid/core';
import { en } from '@threepid/core/messages/en';

/** Why signing in did not work. */
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
      /** Milliseconds since the epoch; null if unknown. */
      readonly until: number | null;
    }
  | {
      /** A separate authentication service manages the homeserver's accounts. */
      readonly code: 'delegated';
      /** The page where users manage their account; null if unknown. */
      readonly accountUrl: string | null;
    };

export type SignInField = 'homeserver' | 'user' | 'password';

/** Returns the field that the problem belongs to; null for none. */
export function fieldOf({ code }: SignInProblem): SignInField | null {
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

/** Returns the wording of a problem. */
export function signInMessage(problem: SignInProblem): string {
  switch (problem.code) {
    case 'homeserverEmpty':
      return "Enter your homeserver's address.";
    case 'homeserverMalformed':
      return 'Enter an address like example.org or https://matrix.example.org.';
    case 'homeserverUnsafe':
      return 'Enter an address that starts with https://. Otherwise, others could read your password.';
    case 'unreachable':
      return `We can't reach ${problem.host}. Check the address and your connection. If both are fine, your browser may not trust the server's certificate, or the server may not allow requests from other websites.`;
    case 'notMatrix':
      return `${problem.host} doesn't seem to be a Matrix homeserver. Check the address.`;
    case 'discoveryFailed':
      return `We couldn't find the homeserver of ${problem.host}. Enter the homeserver's own address, like https://matrix.example.org.`;
    case 'trouble':
      return `Something went wrong on ${problem.host}. Try again.`;
    case 'userEmpty':
      return 'Enter your username.';
    case 'passwordEmpty':
      return 'Enter your password.';
    case 'passwordWrong':
      return 'Incorrect username or password.';
    case 'passwordUnsupported':
      return "This homeserver doesn't support signing in with a password, and this page doesn't support anything else.";
    case 'deactivated':
      return "This account is deactivated. You can't sign in to it anymore.";
    case 'locked':
      return "This account is locked. Contact your server's administrator.";
    case 'rateLimited':
      return problem.until === null
        ? 'Too many attempts. Wait a while, then try again.'
        : problemMessage(en, { code: problem.code, until: problem.until });
    case 'delegated':
      return problem.accountUrl === null
        ? 'This homeserver manages accounts and their email addresses on another website. Go to the website where you signed up.'
        : 'This homeserver manages accounts and their email addresses on a separate page.';
  }
}
