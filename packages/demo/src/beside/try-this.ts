import type { Fault } from '@threepid/testing';
import { behaviorSwitches } from '@threepid/testing/journeys';
import type { World } from '../world.ts';
import { element, panel } from './element.ts';

/** What a person can do from outside the client's page. */
interface Hands {
  /** As a reload of the client alone: the homeserver goes on. */
  readonly reloadClient: () => void;
  readonly blockWindows: (isSo: boolean) => void;
}

const faults: Record<string, Fault> = {
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

/** Tells how to meet everything that can happen, and lets it happen. */
export function tryThis(world: World, { reloadClient, blockWindows }: Hands): HTMLElement {
  return panel(
    'try-this',
    'Try this',
    stories(world),
    nextRequest(world),
    settings(world),
    group('The browser …', checkbox('blocks pop-ups', blockWindows)),
    button('Reload the client', reloadClient),
    element(
      'p',
      { className: 'hint' },
      'What waits is still there then. Reload the page to start anew.',
    ),
  );
}

function stories({ userId, password }: World): HTMLElement {
  return list(
    ['You are ', code(userId), ', with the password ', code(password), '.'],
    [
      'Add ',
      code('taken@example.org'),
      ' or ',
      code('+33 6 99 88 77 66'),
      ': somebody else has them.',
    ],
    ['Add ', code('alice@example.org'), ': you have it already.'],
    ['Continue before you open the link of the mail.'],
    ['Enter a wrong code, or a wrong password.'],
    ['Where single sign-on asks for an account, enter ', code('alice'), ', or any other.'],
    [
      'Remove ',
      code('alice@work.example'),
      ', which an identity server knows, and ',
      code('alice@example.org'),
      ', which none does.',
    ],
  );
}

function list(...items: readonly (readonly (Node | string)[])[]): HTMLElement {
  return element(
    'ul',
    { className: 'stories' },
    ...items.map((item) => element('li', {}, ...item)),
  );
}

function code(text: string): HTMLElement {
  return element('bdi', {}, element('code', {}, text));
}

function nextRequest({ homeserver, onExchange }: World): HTMLElement {
  const hint = element('p', { className: 'hint', role: 'status' });
  let waiting: readonly string[] = [];
  const wait = (names: readonly string[]) => {
    waiting = names;
    hint.textContent = names.length === 0 ? '' : `The next request ${names.join(', then one ')}.`;
  };
  const buttons = Object.entries(faults).map(([name, fault]) =>
    button(name, () => {
      homeserver.faults.add(fault);
      wait([...waiting, name]);
    }),
  );
  onExchange(() => wait(waiting.slice(1)));
  return group('The next request …', ...buttons, hint);
}

function settings({ homeserver }: World): HTMLElement {
  const switches = Object.entries(behaviorSwitches(homeserver.settings));
  return group('The homeserver …', ...switches.map(([name, turn]) => checkbox(name, turn)));
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
