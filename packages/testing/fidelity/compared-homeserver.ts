import type { Account, TestHomeserver } from '../test/test-homeserver.ts';

/** A homeserver whose responses the tests compare with those of another one, and the servers that it uses. */
export interface ComparedHomeserver extends TestHomeserver {
  readonly serverName: string;
  /** Null if the homeserver simulates it and clients cannot send requests to it. */
  readonly identityServer: { readonly idServer: string; readonly baseUrl: string } | null;
  /** The addresses that mails were sent to, oldest first. */
  readonly mailRecipients: readonly string[];
  /** The numbers that text messages were sent to, oldest first. */
  readonly textRecipients: readonly string[];
  /** Makes the mail server accept or refuse the next mails; it accepts them by default. */
  acceptMail(isAccepting: boolean): void;
  /** Adds a response of a scripted phone delegate. Each request to it takes the oldest one. */
  queueDelegateResponse(response: { readonly status: number; readonly body: object }): void;
  /** Binds a number to the account at an identity server, with the session that validated it. */
  bind(account: Account, validation: PhoneValidation): Promise<void>;
  /** Revokes the account's access token. */
  signOut(account: Account): Promise<void>;
  /** Locks the account, so requests with its access token fail. */
  lock(account: Account): Promise<void>;
  /** Creates an account that has single sign-on and no password. */
  newSignOnAccount(): Promise<SignOnAccount>;
  /** Adds a password to such an account. */
  givePassword(account: SignOnAccount): Promise<Account>;
  /** Opens the page for the stage `m.login.sso`, and signs on as that account. Returns the homeserver's pages on the way. */
  signOn(pageUrl: string, as: SignOnAccount): Promise<readonly SignOnPage[]>;
  /** Sets the clocks of all servers ahead. */
  advanceClocks(milliseconds: number): Promise<void>;
  /** Stops the identity server, so neither a validation of numbers nor an unbind can reach it. */
  stopIdentityServer(): Promise<void>;
}

/** An account that may have no password. */
export type SignOnAccount = Omit<Account, 'password'>;

/** The parts of a single sign-on page that a client depends on. */
export type SignOnPage = {
  readonly status: number;
  readonly heading: string;
  /** Whether the page posts the message `authDone` to the window that opened it. */
  readonly saysDone: boolean;
};

/** A number and the completed validation session for it. */
interface PhoneValidation {
  readonly msisdn: string;
  readonly sid: string;
  readonly clientSecret: string;
}
