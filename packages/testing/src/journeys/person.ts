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

/** What a screen says besides; by default that nothing is under way, watched or sent again. */
export interface ScreenDetails {
  readonly busy?: AddThreepidBusy;
  readonly isPolling?: true;
  readonly isResent?: true;
  /** Of interactive auth, where the screen is about one: `m.login.sso`. */
  readonly stage?: string;
}

/** What a screen of an addition may offer, by the name of the view's command. */
export type Action = 'proceed' | 'resend' | 'editAddress' | 'back' | 'cancel';

export interface PhoneNumber {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As the person types it. */
  readonly typed: string;
  /** As the homeserver writes it: `+33 6 11 22 33 44`. */
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
 * A person with an account, in front of a client, with their mail and their phone at hand. What they
 * do waits until it can be done, what they see is waited for, and whatever does not come about
 * rejects with an `Error` that says what there was instead.
 */
export interface Person {
  /** Starts an addition, which everything is about from now on, and enters the address. */
  addsEmail(address: string): Promise<void>;
  addsPhone(number: PhoneNumber): Promise<void>;
  /** Enters an address into the form that is open. */
  entersEmail(address: string): Promise<void>;
  entersPhone(number: PhoneNumber): Promise<void>;
  /** Goes on without typing anything. */
  continues(): Promise<void>;
  entersCode(code: string): Promise<void>;
  /** By default the right one. */
  entersPassword(password?: string): Promise<void>;
  /** Where there is a choice: of the ways to say who they are, by the stage of interactive auth. */
  choosesToConfirmBy(stage: string): Promise<void>;
  /** Opens the homeserver's page for the stage. */
  opensThePage(stage: string): Promise<void>;
  /** Does on that page what it asks; as another account than theirs, it stays open and says so. */
  confirmsThere(as?: 'themselves' | 'somebody else'): Promise<void>;
  closesThePage(): Promise<void>;
  /** Says so, whether it is or not. */
  saysThatItIsDone(): Promise<void>;
  /** The captcha that the client shows. */
  solvesTheCaptcha(): Promise<void>;
  givesTheCaptchaUp(): Promise<void>;
  /** To confirm who they are, where that came to nothing. */
  triesAgain(): Promise<void>;
  /** Asks for another mail or text message. */
  asksForAnother(): Promise<void>;
  changesAddress(): Promise<void>;
  goesBack(): Promise<void>;
  cancels(): Promise<void>;
  /** Of several additions, the one of this address, as it is shown, is what everything is about from now on. */
  turnsTo(shown: string): Promise<void>;

  /** Starts a removal; the address as it is listed. */
  removes(listed: string): Promise<void>;
  confirmsTheRemoval(): Promise<void>;
  cancelsTheRemoval(): Promise<void>;
  /** Where the list could not be read. */
  readsTheListAgain(): Promise<void>;

  /** The oldest mail to this address that was not opened yet. */
  opensTheMail(address: string): Promise<ReceivedMail>;
  /** In another window, which is closed again: they come back to the client. Answers what the window's page said. */
  clicksTheLink(mail: ReceivedMail): Promise<string>;
  /** On another device, so that nobody comes back to the client. Answers what the page there said. */
  clicksTheLinkElsewhere(mail: ReceivedMail): Promise<string>;
  /** The oldest text message to this number that was not read yet. */
  readsTheText(number: PhoneNumber): Promise<ReceivedText>;
  /** Leaves the client alone for so many milliseconds. */
  waits(milliseconds: number): Promise<void>;
  /** What they asked for did not work yet, and is asked again by itself: they wait for that. */
  seesItTriedAgain(): Promise<void>;
  /** The client goes away with all that it knows, and is opened anew. */
  reloads(): Promise<void>;

  /** The screen of the addition, to the word. */
  sees(screen: Screen, details?: ScreenDetails): Promise<void>;
  /** Something is to be read on the screen of the addition, in whatever words around it. */
  reads(part: string): Promise<void>;
  /** No addition and no removal is open. */
  seesNothingOpen(): Promise<void>;
  /** Is told something as information: what came to an end, or a problem that nobody is to blame for. */
  isInformed(of: Notice | Problem): Promise<void>;
  /** Is told of an error, beside the field that is to blame where there is one. */
  isWarned(of: Problem<WarnedOf>, field?: FieldName): Promise<void>;
  /** What the list holds, whatever its order: email addresses, and phone numbers with their plus. */
  lists(...listed: readonly string[]): Promise<void>;
  isAskedToRemove(listed: string, details: { readonly isLast: boolean }): Promise<void>;
  /** The list is there to be read, and it is said why it may not be changed. */
  mayChangeNothing(): Promise<void>;
  /** The list is there to be read, with a link to where it may be changed. */
  mayChangeOnlyAt(url: string): Promise<void>;
  may(...actions: readonly Action[]): Promise<void>;
  mayNot(...actions: readonly Action[]): Promise<void>;
  /** Where they would type, or read on. */
  hasFocusOn(what: FieldName | 'heading'): Promise<void>;
  findsInField(name: 'address' | 'country' | 'password', value: string): Promise<void>;
  /** How many mails or text messages were sent to an email address or a number. */
  wasSent(count: number, to: string | PhoneNumber): Promise<void>;
  /**
   * With what the client asked to add something so far, oldest first: the stages of interactive auth
   * that it sent, null for a request that named none.
   */
  proved(...stages: readonly (string | null)[]): Promise<void>;
}

/** The moment of a rate limit is nobody's to foretell. */
type WarnedOf = Exclude<ProblemCode, 'rateLimited'>;
