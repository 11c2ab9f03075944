import type { Account, World } from '../test/world.ts';

/** A homeserver whose answers are compared with another's, and what surrounds it. */
export interface Subject extends World {
  readonly serverName: string;
  /** Null where none answers for itself. */
  readonly identityServer: { readonly idServer: string; readonly baseUrl: string } | null;
  /** The addresses that mails were sent to, oldest first. */
  readonly mailed: readonly string[];
  /** The numbers that texts were sent to, oldest first. */
  readonly texted: readonly string[];
  /** Whether the mail server takes mails; it does, until told otherwise. */
  acceptMail(isAccepting: boolean): void;
  /** Where the phone delegate is one that says what it is told: what it says to the next request. */
  delegateAnswers(answer: { readonly status: number; readonly body: object }): void;
  /** Binds the account's number at an identity server, with the session that validated it. */
  bind(account: Account, proof: Proof): Promise<void>;
  /** Ends the account's access token. */
  signOut(account: Account): Promise<void>;
  /** Nobody may use the account any more. */
  lock(account: Account): Promise<void>;
  /** Where people sign on elsewhere: a new account that has no password here. */
  newSignOnAccount(): Promise<SignOnAccount>;
  /** Such an account with a password beside. */
  givePassword(account: SignOnAccount): Promise<Account>;
  /** Opens a page of the stage `m.login.sso`, and signs on as that account: the homeserver's pages on the way. */
  signOn(page: string, as: SignOnAccount): Promise<readonly SignOnPage[]>;
  /** Sets every clock ahead. */
  passTime(milliseconds: number): Promise<void>;
  /** Nobody reaches it any more, neither to validate nor to unbind. */
  stopIdentityServer(): Promise<void>;
}

/** An account of single sign-on. */
export type SignOnAccount = Omit<Account, 'password'>;

/** A page of the homeserver, without what only people read. */
export type SignOnPage = {
  readonly status: number;
  readonly heading: string;
  /** Whether it tells `authDone` to the page that opened it. */
  readonly saysDone: boolean;
};

/** A number, and the validation session in which its code was entered. */
interface Proof {
  readonly msisdn: string;
  readonly sid: string;
  readonly clientSecret: string;
}
