import { element } from '../beside/element.ts';
import { blamedField, signInMessage, type SignInField, type SignInProblem } from './problem.ts';
import type { Credentials } from './sign-in.ts';

/** What nobody needs to type again. */
export type Remembered = Pick<Credentials, 'homeserver' | 'user'>;

/** Signs in; answers why not, or null once it did. */
type Submit = (typed: Credentials) => Promise<SignInProblem | null>;

/** The form that signs in to a homeserver, below its heading. It says `news` before anything is typed. */
export function signInForm(
  { homeserver, user }: Remembered,
  news: string,
  submit: Submit,
): HTMLElement {
  const report = element('p', { className: 'report', tabIndex: -1, role: 'status' }, news);
  const hint = element(
    'p',
    { id: 'sign-in-homeserver-hint', className: 'hint' },
    'Like example.org',
  );
  const fields: Record<SignInField, Field> = {
    homeserver: field('homeserver', 'Homeserver', 'on', homeserver, hint),
    user: field('user', 'User name', 'username', user),
    password: field('password', 'Password', 'current-password', ''),
  };
  fields.homeserver.input.inputMode = 'url';
  fields.password.input.type = 'password';
  const button = element('button', { className: 'button primary' });
  const form = element(
    'form',
    { noValidate: true, method: 'post' },
    ...Object.values(fields).map((each) => each.element),
    element('div', { className: 'actions' }, button),
    element(
      'p',
      { className: 'hint' },
      'Your password goes to your homeserver and is not kept. Who reloads the page is signed out.',
    ),
  );

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.ariaDisabled !== 'true') void tryToSignIn();
  });
  setBusy(false);
  return element(
    'div',
    { className: 'sign-in' },
    element('h1', { tabIndex: -1 }, 'Sign in to your homeserver'),
    report,
    form,
  );

  async function tryToSignIn(): Promise<void> {
    setBusy(true);
    show(null);
    const { homeserver, user, password } = fields;
    const problem = await submit({
      homeserver: homeserver.input.value,
      user: user.input.value,
      password: password.input.value,
    });
    setBusy(false);
    if (problem === null) form.reset();
    else show(problem);
  }

  function setBusy(isBusy: boolean): void {
    button.ariaDisabled = String(isBusy);
    const busy = element('span', { className: 'busy' }, 'Signing in…');
    button.replaceChildren(isBusy ? busy : 'Sign in');
  }

  /** Says what is wrong where it is wrong, and brings the focus there. */
  function show(problem: SignInProblem | null): void {
    const blamed = problem && blamedField(problem);
    for (const [name, { blame }] of Object.entries(fields)) {
      blame(problem !== null && name === blamed ? signInMessage(problem) : null);
    }
    report.role = 'alert';
    report.replaceChildren(...(problem === null || blamed !== null ? [] : words(problem)));
    if (problem === null) return;
    if (blamed === null) report.focus();
    else fields[blamed].input.focus();
  }
}

function words(problem: SignInProblem): (Node | string)[] {
  const message = signInMessage(problem);
  if (problem.code !== 'delegated' || problem.accountUrl === null) return [message];
  const link = { href: problem.accountUrl, target: '_blank', rel: 'noreferrer' };
  return [message, ' ', element('a', link, 'Open your account’s page')];
}

interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Shows that the field is to blame, in these words; null takes that back. */
  readonly blame: (message: string | null) => void;
}

function field(
  name: SignInField,
  label: string,
  autocomplete: AutoFill,
  value: string,
  ...hints: HTMLElement[]
): Field {
  const id = `sign-in-${name}`;
  const input = element('input', { id, name, autocomplete, defaultValue: value });
  input.spellcheck = false;
  input.autocapitalize = 'none';
  const problem = element('p', { id: `${id}-problem`, className: 'problem', hidden: true });
  const blame = (message: string | null) => {
    problem.hidden = message === null;
    problem.textContent = message;
    input.ariaInvalid = String(message !== null);
    const described = [...(message === null ? [] : [problem]), ...hints].map(({ id }) => id);
    input.setAttribute('aria-describedby', described.join(' '));
  };
  blame(null);
  return {
    element: element(
      'div',
      { className: 'field' },
      element('label', { htmlFor: id }, label),
      input,
      problem,
      ...hints,
    ),
    input,
    blame,
  };
}
