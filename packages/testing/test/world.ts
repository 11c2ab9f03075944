/** One homeserver with an account on it, and the mail and text messages that reach people: what a test of the flow needs, whichever homeserver it is. */
export interface World {
  /** What it is, with its version: 'Synapse 1.163.2', 'simulated homeserver'. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** A new account with a password of its own. */
  newAccount(): Promise<Account>;
  /** The next mail to this address that nobody has taken yet; waits for it. */
  nextMail(address: string): Promise<{ subject: string; text: string; link: string }>;
  /** The next text message to this number (E.164 digits without plus) that nobody has taken yet; waits for it. */
  nextText(msisdn: string): Promise<{ text: string; code: string }>;
  /** How many mails and texts have been sent to this address so far. */
  sentTo(address: string): number;
  /** Opens a link as a browser would; the page's text without its tags. */
  openLink(link: string): Promise<{ status: number; text: string }>;
  /** Puts a threepid on an account without the client under test, as another client would. */
  give(account: Account, threepid: { medium: 'email' | 'msisdn'; address: string }): Promise<void>;
  close(): Promise<void>;
}
export interface Account {
  readonly userId: string;
  readonly password: string;
  readonly accessToken: string;
}
