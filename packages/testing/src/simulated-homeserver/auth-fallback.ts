import type { Accounts } from './accounts.ts';
import { refusal, respond } from './answers.ts';
import { OAUTH, SINGLE_SIGN_ON, type AuthFlows } from './auth-flows.ts';
import type { AuthSessions } from './auth-sessions.ts';
import { readQuery } from './bodies.ts';
import type { Call } from './call.ts';

/** Stages that Synapse has no page for (`AuthRestServlet` in `synapse/rest/client/auth.py`). */
const WITHOUT_PAGE = [
  'm.login.password',
  'm.login.dummy',
  'm.login.email.identity',
  'm.login.msisdn',
  OAUTH,
];

/**
 * The pages on which a person does a stage in a browser (specification, client-server API,
 * "Fallback"). Of single sign-on the provider is on the same page: it asks for an account, and
 * believes whatever it is told.
 */
export function createAuthFallback(accounts: Accounts, sessions: AuthSessions, flowsOf: AuthFlows) {
  return {
    openAuthFallback(call: Call): Response {
      const { stage } = read(call);
      const field =
        stage === SINGLE_SIGN_ON ? '<label>Account <input name="account" required></label> ' : '';
      return page(
        "Confirm it's you to continue",
        `<form method="post">${field}<button>Continue</button></form>`,
      );
    },

    submitAuthFallback(call: Call): Response {
      const { stage, session } = read(call);
      const account = new URLSearchParams(call.text).get('account');
      if (stage !== SINGLE_SIGN_ON) {
        session.completed.set(stage, null);
      } else if (account !== null && accounts.fullUserId(account) === session.userId) {
        session.completed.set(stage, session.userId);
      } else {
        session.completed.set(stage, '');
        return page("That doesn't look right", '<p>You signed in with another account.</p>');
      }
      return page('Thank you', `<p>You may close this window.</p><script>${DONE}</script>`);
    },

    /** The page of the authentication service: opening it approves. It sends no message to its opener. */
    approveOAuth({ query }: Call): Response {
      const session = sessions.find(readQuery(query, 'session'));
      session.completed.set(OAUTH, session.userId);
      return page('Approved', '<p>You may return to your app.</p>');
    },
  };

  function read({ uri, query }: Call) {
    const stage = decodeURIComponent(/\/auth\/([^/]+)\/fallback/u.exec(uri)?.[1] ?? '');
    const id = readQuery(query, 'session');
    if (WITHOUT_PAGE.includes(stage)) {
      throw refusal(404, 'M_UNKNOWN', 'Unknown auth stage type');
    }
    const session = sessions.find(id);
    if (stage === SINGLE_SIGN_ON && !flowsOf(session.userId).flat().includes(stage)) {
      throw refusal(400, 'M_UNKNOWN', 'User has no SSO identities');
    }
    return { stage, session };
  }
}

/** Tells an app that embeds the page, or the page that opened this one. */
const DONE = `
  if (window.onAuthDone) window.onAuthDone();
  else if (window.opener) window.opener.postMessage('authDone', '*');
`;

function page(title: string, content: string): Response {
  const head = `<meta charset="utf-8"><title>${title}</title>`;
  const body = `<h1>${title}</h1>${content}`;
  return respond(
    200,
    `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`,
    { 'Content-Type': 'text/html; charset=utf-8' },
  );
}
