import type {
  AddThreepidBusy,
  AddThreepidView,
  FieldName,
  InteractiveAuthView,
  Notice,
  Problem,
  ProblemCode,
} from '@threepid/core';

/** A screen of an addition, by the step of its view; during interactive auth, of the auth view. */
export type Screen =
  | Extract<
      AddThreepidView['step'],
      'editing' | 'validatingByLink' | 'validatingByToken' | 'validated'
    >
  | Extract<
      InteractiveAuthView['step'],
      'choosingStage' | 'password' | 'fallback' | 'appStage' | 'unsupported'
    >;

/** Details of a screen. By default, no request is in progress, nothing is polled and nothing was sent again. */
export interface ScreenDetails {
  readonly busy?: AddThreepidBusy;
  readonly isPolling?: true;
  readonly isResent?: true;
  /** The stage of interactive auth, if the screen is about one: `m.login.sso`. */
  readonly stage?: string;
}

/** A command of an addition or of its interactive auth, by its name in the view. */
export type Action = 'proceed' | 'resend' | 'editAddress' | 'back' | 'cancel';

export interface PhoneNumber {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As the user types it. */
  readonly typed: string;
  /** In the homeserver's format: `+33 6 11 22 33 44`. */
  readonly shown: string;
  /** As the list shows it: `+33611223344`. */
  readonly listed: string;
}

export interface ReceivedMail {
  readonly subject: string;
  readonly text: string;
  readonly link: string;
}

export interface ReceivedText {
  readonly text: string;
  readonly code: string;
}

/**
 * A user with an account, in front of a client, with access to their mail and their phone. An action
 * waits until it is possible, and an expectation waits until it is true. Both reject with an `Error`
 * that says what was found instead.
 */
export interface User {
  /** Starts an addition and enters the address. What follows is about this addition. */
  addsEmail(address: string): Promise<void>;
  addsPhone(number: PhoneNumber): Promise<void>;
  /** Enters an address into the open form. */
  entersEmail(address: string): Promise<void>;
  entersPhone(number: PhoneNumber): Promise<void>;
  /** Continues without typing anything. */
  continues(): Promise<void>;
  entersCode(code: string): Promise<void>;
  /** By default, the password of the account. */
  entersPassword(password?: string): Promise<void>;
  /** Chooses one of the stages of interactive auth that the screen offers. */
  choosesStage(stage: string): Promise<void>;
  /** Opens the homeserver's page for the stage. */
  opensThePage(stage: string): Promise<void>;
  /** Completes the stage on that page. With another user's account, the page reports the mistake and stays open. */
  finishesOnThePage(as?: 'themselves' | 'another user'): Promise<void>;
  /** Approves on the page of `m.oauth`, which stays open and does not notify the client. */
  approvesOnThePage(): Promise<void>;
  closesThePage(): Promise<void>;
  /** Says so, whether it is true or not. */
  saysTheyHaveFinished(): Promise<void>;
  /** Solves the captcha that the client shows. */
  solvesTheCaptcha(): Promise<void>;
  givesUpOnTheCaptcha(): Promise<void>;
  /** Retries a stage of interactive auth that failed. */
  triesAgain(): Promise<void>;
  /** Requests another email or text message. */
  requestsAnother(): Promise<void>;
  changesAddress(): Promise<void>;
  goesBack(): Promise<void>;
  cancels(): Promise<void>;
  /** Switches to the addition with this address, as the screen shows it. What follows is about that addition. */
  switchesTo(shown: string): Promise<void>;

  /** Starts a removal of the address, as the list shows it. */
  removes(listed: string): Promise<void>;
  confirmsTheRemoval(): Promise<void>;
  cancelsTheRemoval(): Promise<void>;
  /** Retries a list that could not be read. */
  retriesTheList(): Promise<void>;

  /** Opens the oldest unread email to this address. */
  opensTheMail(address: string): Promise<ReceivedMail>;
  /** Opens the link in another window, closes the window and comes back to the client. Returns the page's text. */
  clicksTheLink(mail: ReceivedMail): Promise<string>;
  /** Opens the link on another device, so that the client notices nothing. Returns the page's text. */
  clicksTheLinkOnAnotherDevice(mail: ReceivedMail): Promise<string>;
  /** Reads the oldest unread text message to this number. */
  readsTheText(number: PhoneNumber): Promise<ReceivedText>;
  /** Does nothing for this many milliseconds. */
  waits(milliseconds: number): Promise<void>;
  /** Sees that the client will retry a request automatically, and waits for the retry. */
  seesARetry(): Promise<void>;
  /** Closes the client, which loses its memory, and opens it again. */
  reloads(): Promise<void>;

  /** Sees this screen of the addition, with exactly its wording. */
  sees(screen: Screen, details?: ScreenDetails): Promise<void>;
  /** Sees a text on the screen of the addition, next to any other text. */
  reads(part: string): Promise<void>;
  /** No addition and no removal is open. */
  seesNothingOpen(): Promise<void>;
  /** Sees information: how a flow ended, or a problem that is not an error. */
  seesStatus(of: Notice | Problem): Promise<void>;
  /** Sees an error, at its field if it belongs to one. */
  seesError(of: Problem<ShownCode>, field?: FieldName): Promise<void>;
  /** Sees exactly these email addresses and phone numbers on the list, in any order. Numbers have their plus. */
  seesTheList(...listed: readonly string[]): Promise<void>;
  isAskedWhetherToRemove(listed: string, details: { readonly isLast: boolean }): Promise<void>;
  /** Can read the list and why it cannot be changed. */
  canChangeNothing(): Promise<void>;
  /** Can read the list, and finds a link to the page that changes it. */
  canChangeOnlyAt(url: string): Promise<void>;
  can(...actions: readonly Action[]): Promise<void>;
  cannot(...actions: readonly Action[]): Promise<void>;
  hasFocusOn(what: FieldName | 'heading'): Promise<void>;
  findsInField(name: 'address' | 'country' | 'password', value: string): Promise<void>;
  /** This many emails or text messages were sent to an email address or a number. */
  wasSent(count: number, to: string | PhoneNumber): Promise<void>;
  /**
   * The homeserver has responded to these requests of the client to add a threepid, oldest first: each
   * with the stage of interactive auth that it completes, or null for none.
   */
  authenticatedWith(...stages: readonly (string | null)[]): Promise<void>;
}

/** A rate limit has a time in its wording, which no story can predict. */
type ShownCode = Exclude<ProblemCode, 'rateLimited'>;
