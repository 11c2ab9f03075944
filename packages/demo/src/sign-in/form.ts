import { element } from '../panels/element.ts';
import { fieldOf, signInMessage, type SignInField, type SignInProblem } from './problem.ts';
import type { Credentials } from './sign-in.ts';

/** What the fields contain at first, so that the user need not type it again. */
export type InitialValues = Pick<Credentials, 'homeserver' | 'user'>;

/** Signs in. Resolves with the problem, or null if it worked. */
type Submit = (typed: Credentials) => Promise<SignInProblem | null>;

/** Creates the heading, `notice`, and the form that signs in to a homeserver. */
export function signInForm(
  { homeserver, user }: InitialValues,
  notice: string,
  submit: Submit,
): HTMLElement {
  const report = element('p', { className: 'report', tabIndex: -1, role: 'status' }, notice);
  const hint = element(
    'p',
    { id: 'sign-in-homeserver-hint', className: 'hint' },
    'For example: example.org',
  );
  const fields: Record<SignInField, Field> = {
    homeserver: createField('homeserver', 'Homeserver', 'on', homeserver, hint),
    user: createField('user', 'Username', 'username', user),
    password: createField('password', 'Password', 'current-password', ''),
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
      "Your password is sent to your homeserver and isn't stored. Reloading the page signs you out.",
    ),
  );

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.ariaDisabled !== 'true') void trySignIn();
  });
  setBusy(false);
  return element(
    'div',
    { className: 'sign-in' },
    element('h1', { tabIndex: -1 }, 'Sign in to your homeserver'),
    report,
    form,
  );

  async function trySignIn(): Promise<void> {
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

  /** Shows the problem at its field or above the form, and moves the focus there. */
  function show(problem: SignInProblem | null): void {
    const field = problem && fieldOf(problem);
    for (const [name, { showProblem }] of Object.entries(fields)) {
      showProblem(problem !== null && name === field ? signInMessage(problem) : null);
    }
    report.role = 'alert';
    report.replaceChildren(...(problem === null || field !== null ? [] : contentOf(problem)));
    if (problem === null) return;
    if (field === null) report.focus();
    else fields[field].input.focus();
  }
}

function contentOf(problem: SignInProblem): (Node | string)[] {
  const message = signInMessage(problem);
  if (problem.code !== 'delegated' || problem.accountUrl === null) return [message];
  const link = { href: problem.accountUrl, target: '_blank', rel: 'noreferrer' };
  return [message, ' ', element('a', link, 'Open your account page')];
}

interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Shows a problem at the field; null removes it. */
  readonly showProblem: (message: string | null) => void;
}

function createField(
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
  const showProblem = (message: string | null) => {
    problem.hidden = message === null;
    problem.textContent = message;
    input.ariaInvalid = String(message !== null);
    const described = [...(message === null ? [] : [problem]), ...hints].map(({ id }) => id);
    input.setAttribute('aria-describedby', described.join(' '));
  };
  showProblem(null);
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
    showProblem,
  };
}
