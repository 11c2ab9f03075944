import type { Accounts } from './accounts.ts';
import { refusal, Refused } from './answers.ts';
import type { AuthSession, AuthSessions, Operation } from './auth-sessions.ts';
import type { Auth } from './bodies.ts';

/** What is asked of whom. */
interface Asked {
  readonly userId: string;
  readonly auth: Auth | null;
  readonly operation: Operation;
  readonly accounts: Accounts;
  readonly sessions: AuthSessions;
}

const PASSWORD = 'm.login.password';
const WRONG = 'The username or password was incorrect or the account does not exist.';

/**
 * Interactive auth as Dendrite 0.13.8 does it, observed: where a device is removed, and where a
 * password is changed. Passes where the password is right, and throws every other answer.
 */
export function answerAsDendrite(
  where: 'dendriteDevices' | 'dendritePassword',
  { userId, auth, operation, accounts, sessions }: Asked,
): void {
  const isRight = accounts.isPassword(userId, String(auth?.['password']));

  if (where === 'dendriteDevices') {
    if (auth === null) throw required(sessions.open(userId, operation), { completed: [] });
    if (auth.type !== PASSWORD) {
      throw refusal(400, 'M_BAD_JSON', `Unknown auth.type: ${auth.type ?? ''}`);
    }
    if (isRight) return;
    const completed = auth.session ? [] : null;
    const session = { id: auth.session ?? '' };
    throw required(session, { completed, errcode: 'M_FORBIDDEN', error: WRONG });
  }

  const session = auth?.session ? sessions.find(auth.session) : sessions.open(userId, operation);
  if (auth?.type !== PASSWORD) {
    // Also after the password was right: this alone never passes.
    throw required(session, { completed: [...session.completed.keys()], params: null });
  }
  if (!isRight) throw refusal(403, 'M_FORBIDDEN', WRONG);
  session.completed.set(PASSWORD, userId);
}

function required({ id }: Pick<AuthSession, 'id'>, more: object): Refused {
  return new Refused(401, { flows: [{ stages: [PASSWORD] }], session: id, params: {}, ...more });
}
