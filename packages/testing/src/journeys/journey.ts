import type { PhoneNumber, User } from './user.ts';

/** The addresses of one story. No two stories on one homeserver share an address. */
export interface Addresses {
  /** On the user's account from the start. */
  readonly home: string;
  /** On the user's account from the start. An identity server knows it if the story needs one. */
  readonly work: string;
  /** On another account. */
  readonly taken: string;
  readonly takenNumber: PhoneNumber;
  /** On no account. */
  readonly fresh: string;
  readonly other: string;
  readonly number: PhoneNumber;
  readonly otherNumber: PhoneNumber;
}

/** What can go wrong with a request of the client. */
export type Fault =
  | 'fails'
  | 'never arrives'
  | 'arrives, but the response is lost'
  | 'gets no response'
  | 'requires the password again'
  | 'is rate limited';

/** Behaviors of a homeserver that a story can turn on and off. */
export const homeserverBehaviors = [
  'sends no mail',
  'sends no text messages',
  'hides whether an address is taken',
  'starts a new session after a wrong password',
  'accepts no passwords',
  'allows no changes',
  'manages accounts elsewhere',
  'offers single sign-on',
  'requires single sign-on after the password',
  'requires a captcha before the password',
  'requires approval with OAuth',
  'requires an unknown stage',
  'requires a dummy stage after the password',
  'requires only a dummy stage',
  'rejects a wrong password with a plain 403',
  'requires no authentication',
  'never accepts authentication',
] as const;

export type HomeserverBehavior = (typeof homeserverBehaviors)[number];

/** What a story controls besides its user. */
export interface Controls {
  /** The next request meets this fault. Several faults apply to the next requests in their order. */
  nextRequest(fault: Fault): Promise<void>;
  /** Turns a behavior of the homeserver on, or off if `isOn` is false. */
  homeserver(behavior: HomeserverBehavior, isOn?: boolean): Promise<void>;
  /** Turns a behavior of the browser on, or off if `isOn` is false. */
  browser(behavior: 'blocks pop-ups', isOn?: boolean): Promise<void>;
  /** Another client of the user adds this email address to the account. */
  anotherClientAdds(address: string): Promise<void>;
}

/**
 * What only some drivers provide: a clock that can be advanced (`waits`), a network that can fail
 * (`nextRequest`), an identity server that knows `work`, another client of the same account, a browser
 * that can block pop-ups, a homeserver with this behavior.
 */
export type Need =
  'clock' | 'faults' | 'identityServer' | 'another client' | 'blocked pop-ups' | HomeserverBehavior;

/** A story of a user that runs on every client and every homeserver. */
export interface Journey {
  /** What the client does, in the present tense. */
  readonly title: string;
  readonly needs?: readonly Need[];
  /** Rejects if something does not happen as the story says. */
  readonly run: (user: User, addresses: Addresses, controls: Controls) => Promise<void>;
}

/** Everything that a story runs with. */
export interface JourneySetup {
  readonly user: User;
  readonly addresses: Addresses;
  readonly controls: Controls;
}

/** Returns the story's needs that are not provided, as text; null if it can run. */
export function missingFor({ needs = [] }: Journey, provided: readonly Need[]): string | null {
  const missing = needs.filter((need) => !provided.includes(need));
  return missing.length === 0 ? null : missing.join(', ');
}

/**
 * Runs the story. Calls `note` before each action and each expectation, with a line that describes it.
 * Rejects too if the story needs something that its `needs` do not name.
 */
export function runJourney(
  { run, needs = [] }: Journey,
  { user, addresses, controls }: JourneySetup,
  note: (line: string) => void,
): Promise<void> {
  function before(name: string, values: readonly unknown[]): void {
    const described = values.map((value) =>
      CONFIDENTIAL.includes(name) ? '…' : JSON.stringify(value),
    );
    note([name, ...described].join(' '));
    const need = needOf(name, values);
    if (need !== null && !needs.some((named) => named === need)) {
      throw new Error(`The story needs "${String(need)}", but its needs do not name it`);
    }
  }
  return run(observed(user, before), addresses, observed(controls, before));
}

/** Their values prove who the user is or what they read, so no log contains them. */
const CONFIDENTIAL: readonly string[] = [
  'entersPassword',
  'entersCode',
  'clicksTheLink',
  'clicksTheLinkOnAnotherDevice',
];

function needOf(name: string, [first]: readonly unknown[]): unknown {
  if (name === 'waits') return 'clock';
  if (name === 'nextRequest') return 'faults';
  if (name === 'browser') return 'blocked pop-ups';
  if (name === 'anotherClientAdds') return 'another client';
  return name === 'homeserver' ? first : null;
}

/** Returns a copy that calls `before` ahead of each method. */
function observed<Target extends User | Controls>(
  target: Target,
  before: (name: string, values: readonly unknown[]) => void,
): Target {
  return new Proxy(target, {
    get(object, name) {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== 'function') return method;
      return async (...values: unknown[]) => {
        before(String(name), values);
        return Reflect.apply(method, object, values);
      };
    },
  });
}
