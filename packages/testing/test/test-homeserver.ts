/**
 * A homeserver for tests, simulated or real, with the mail and text messages that it sends.
 * Everything that a test of the flow needs, whichever homeserver it runs on.
 */
export interface TestHomeserver {
  /** Name and version: 'Synapse 1.163.2', 'simulated homeserver'. */
  readonly name: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** Creates an account with its own password. */
  newAccount(): Promise<Account>;
  /** Takes the oldest unread mail to this address; waits for one if there is none. */
  nextMail(address: string): Promise<{ subject: string; text: string; link: string }>;
  /** Takes the oldest unread text message to this number (E.164 digits without plus); waits for one if there is none. */
  nextText(msisdn: string): Promise<{ text: string; code: string }>;
  /** How many mails and text messages were sent to this address so far. */
  sentTo(address: string): number;
  /** Opens a link as a browser does. Returns the status and the text of the page. */
  openLink(link: string): Promise<{ status: number; text: string }>;
  /** Adds a threepid to an account without the client under test, as another client would. */
  give(account: Account, threepid: { medium: 'email' | 'msisdn'; address: string }): Promise<void>;
  close(): Promise<void>;
}

/** An account with an access token of its first device. */
export interface Account {
  readonly userId: string;
  readonly password: string;
  readonly accessToken: string;
}
