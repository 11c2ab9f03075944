import type { Fault } from '@threepid/testing';
import { behaviorSwitches } from '@threepid/testing/journeys';
import type { Simulator } from '../simulator.ts';
import { element, panel } from './element.ts';

/** What the controls change outside the homeserver. */
interface Controlled {
  /** Reloads the client; the homeserver keeps running. */
  readonly reloadClient: () => void;
  readonly blockWindows: (isBlocked: boolean) => void;
}

const faults: Readonly<Record<string, Fault>> = {
  'fails (500)': { outcome: { status: 500 } },
  'never arrives': { outcome: 'connectionLost' },
  'arrives, but the response is lost': { outcome: 'connectionLost', carriedOut: true },
  'gets no response': { outcome: 'silence' },
  'requires the password again (401)': {
    outcome: {
      status: 401,
      body: { session: 'another', flows: [{ stages: ['m.login.password'] }] },
    },
  },
  'is rate limited (429)': {
    outcome: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 60_000 } },
  },
};

/** Suggests what to try, and makes requests, the homeserver and the browser behave differently. */
export function controls(
  simulator: Simulator,
  { reloadClient, blockWindows }: Controlled,
): HTMLElement {
  return panel(
    'controls',
    'Try it out',
    suggestions(simulator),
    nextRequest(simulator),
    settings(simulator),
    group('The browser …', checkbox('blocks pop-ups', blockWindows)),
    button('Reload the app', reloadClient),
    element(
      'p',
      { className: 'hint' },
      'Anything still waiting for a link or a code stays. Reload the page to start over.',
    ),
  );
}

function suggestions({ userId, password }: Simulator): HTMLElement {
  return list(
    ["You're signed in as ", code(userId), '. Your password is ', code(password), '.'],
    [
      'Add ',
      code('taken@example.org'),
      ' or ',
      code('+33 6 99 88 77 66'),
      '. Both are on another account.',
    ],
    ['Add ', code('alice@example.org'), ". It's already on your account."],
    ['Continue before you open the link in the email.'],
    ['Enter a wrong code or a wrong password.'],
    ['If single sign-on asks for an account, enter ', code('alice'), ' or any other name.'],
    [
      'Remove ',
      code('alice@work.example'),
      ', which an identity server lists, and ',
      code('alice@example.org'),
      ', which none does.',
    ],
  );
}

function list(...items: readonly (readonly (Node | string)[])[]): HTMLElement {
  return element(
    'ul',
    { className: 'suggestions' },
    ...items.map((item) => element('li', {}, ...item)),
  );
}

function code(text: string): HTMLElement {
  return element('bdi', {}, element('code', {}, text));
}

function nextRequest({ homeserver, onRequest }: Simulator): HTMLElement {
  const hint = element('p', { className: 'hint', role: 'status' });
  let waiting: readonly string[] = [];
  const wait = (names: readonly string[]) => {
    waiting = names;
    hint.textContent =
      names.length === 0 ? '' : `The next request ${names.join(', then the next one ')}.`;
  };
  const buttons = Object.entries(faults).map(([name, fault]) =>
    button(name, () => {
      homeserver.faults.add(fault);
      wait([...waiting, name]);
    }),
  );
  onRequest(() => wait(waiting.slice(1)));
  return group('The next request …', ...buttons, hint);
}

function settings({ homeserver }: Simulator): HTMLElement {
  const switches = Object.entries(behaviorSwitches(homeserver.settings));
  return group('The server …', ...switches.map(([name, turn]) => checkbox(name, turn)));
}

function group(title: string, ...children: HTMLElement[]): HTMLElement {
  return element('fieldset', {}, element('legend', {}, title), ...children);
}

function button(label: string, onClick: () => void): HTMLElement {
  const made = element('button', { type: 'button', className: 'button small' }, label);
  made.addEventListener('click', onClick);
  return made;
}

function checkbox(label: string, onChange: (isChecked: boolean) => void): HTMLElement {
  const input = element('input', { type: 'checkbox' });
  input.addEventListener('change', () => onChange(input.checked));
  return element('label', { className: 'check' }, input, label);
}
