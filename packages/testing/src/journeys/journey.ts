import type { Person, PhoneNumber } from './person.ts';

/** What a person has, and what they may add. No two stories on one homeserver share an address. */
export interface Addresses {
  /** On their account from the start. */
  readonly home: string;
  /** On their account from the start; an identity server knows it, where the story needs one. */
  readonly work: string;
  /** On somebody else's account. */
  readonly taken: string;
  readonly takenNumber: PhoneNumber;
  /** On nobody's account. */
  readonly fresh: string;
  readonly other: string;
  readonly number: PhoneNumber;
  readonly otherNumber: PhoneNumber;
}

/** What befalls one request of the client. */
export type Fault =
  | 'fails'
  | 'never arrives'
  | 'arrives, but its answer does not'
  | 'waits for ever'
  | 'needs the password again';

/** What a homeserver may be like. */
export const homeserverHabits = [
  'sends no mail',
  'sends no text messages',
  'keeps to itself who has an address',
  'starts over after a wrong password',
  'takes no passwords',
  'allows no changes',
  'manages accounts elsewhere',
  'offers single sign-on',
  'wants single sign-on after the password',
  'wants a captcha before the password',
  'wants what no client knows',
  'wants a dummy stage after the password',
  'wants a dummy stage alone',
  'refuses a wrong password without asking again',
  'never asks who is there',
  'asks for ever who is there',
] as const;

export type HomeserverHabit = (typeof homeserverHabits)[number];

/** What lies in nobody's hand. */
export interface Fate {
  /** Of several faults, the first one befalls the next request. */
  nextRequest(fault: Fault): Promise<void>;
  /** Until it is told otherwise. */
  homeserver(habit: HomeserverHabit, isSo?: boolean): Promise<void>;
  /** The browser lets the client open no window, until it is told otherwise. */
  blocksWindows(isSo?: boolean): Promise<void>;
}

/**
 * What not everybody who stages a story can give: a clock that runs ahead (`waits`), a network that
 * fails (`nextRequest`), an identity server that knows `work`, a browser that blocks windows, a
 * homeserver with this habit.
 */
export type Need = 'clock' | 'faults' | 'identityServer' | 'blocked windows' | HomeserverHabit;

/** A story of a person, told once for every client and every homeserver. */
export interface Journey {
  /** A sentence that says what is true. */
  readonly title: string;
  readonly needs?: readonly Need[];
  /** Rejects where it does not come about. */
  readonly tell: (person: Person, addresses: Addresses, fate: Fate) => Promise<void>;
}

/** A person, their addresses and their fate: what a story is told with. */
export interface Scene {
  readonly person: Person;
  readonly addresses: Addresses;
  readonly fate: Fate;
}

/** What is missing for a story; null where it can be told. */
export function missingFor({ needs = [] }: Journey, provided: readonly Need[]): string | null {
  const missing = needs.filter((need) => !provided.includes(need));
  return missing.length === 0 ? null : missing.join(', ');
}

/**
 * Tells the story; `note` is called with what is done and seen, before it is. Rejects also where the
 * story needs what it does not say.
 */
export function tell(
  { tell: story, needs = [] }: Journey,
  { person, addresses, fate }: Scene,
  note: (line: string) => void,
): Promise<void> {
  function before(act: string, what: readonly unknown[]): void {
    note(
      [act, ...what.map((each) => (SECRETIVE.includes(act) ? '…' : JSON.stringify(each)))].join(
        ' ',
      ),
    );
    const need = needOf(act, what);
    if (need !== null && !needs.some((said) => said === need)) {
      throw new Error(`The story needs ${String(need)}, and does not say so`);
    }
  }
  return story(watched(person, before), addresses, watched(fate, before));
}

/** What they are given proves who somebody is or what they read, and is noted nowhere. */
const SECRETIVE: readonly string[] = [
  'entersPassword',
  'entersCode',
  'clicksTheLink',
  'clicksTheLinkElsewhere',
];

function needOf(act: string, [first]: readonly unknown[]): unknown {
  if (act === 'waits') return 'clock';
  if (act === 'nextRequest') return 'faults';
  if (act === 'blocksWindows') return 'blocked windows';
  return act === 'homeserver' ? first : null;
}

/** The same, but that something is called before each of its acts. */
function watched<Whose extends Person | Fate>(
  whose: Whose,
  before: (act: string, what: readonly unknown[]) => void,
): Whose {
  return new Proxy(whose, {
    get(target, name) {
      const act: unknown = Reflect.get(target, name);
      if (typeof act !== 'function') return act;
      return async (...what: unknown[]) => {
        before(String(name), what);
        return Reflect.apply(act, target, what);
      };
    },
  });
}
