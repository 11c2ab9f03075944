import type { Accounts } from './accounts.ts';
import { OAUTH, SINGLE_SIGN_ON, type AuthFlows } from './auth-flows.ts';
import type { AuthSessions } from './auth-sessions.ts';
import { readQuery } from './bodies.ts';
import { matrixError } from './errors.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { respond } from './responses.ts';

/**
 * Stages that Synapse has no page for (`AuthRestServlet` in `synapse/rest/client/auth.py`). For
 * `m.oauth` it redirects, but only with Matrix Authentication Service.
 */
const WITHOUT_PAGE = [
  'm.login.password',
  'm.login.dummy',
  'm.login.email.identity',
  'm.login.msisdn',
  OAUTH,
];

/**
 * The pages on which the user completes a stage in a browser (specification, client-server API,
 * "Fallback"). The page of single sign-on also plays the identity provider: it asks for an account
 * and requires no proof.
 */
export function createAuthPages(accounts: Accounts, sessions: AuthSessions, flowsOf: AuthFlows) {
  return {
    openAuthFallback(request: IncomingRequest): Response {
      const { stage } = readStage(request);
      const field =
        stage === SINGLE_SIGN_ON ? '<label>Account <input name="account" required></label> ' : '';
      return page(
        "Confirm it's you to continue",
        `<form method="post">${field}<button>Continue</button></form>`,
      );
    },

    submitAuthFallback(request: IncomingRequest): Response {
      const { stage, session } = readStage(request);
      const account = new URLSearchParams(request.text).get('account');
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

    /** The page of the authentication service. Opening it approves, and it sends no `authDone`. */
    approveOAuth({ query }: IncomingRequest): Response {
      const session = sessions.find(readQuery(query, 'session'));
      session.completed.set(OAUTH, session.userId);
      return page('Approved', '<p>You may return to your app.</p>');
    },
  };

  function readStage({ uri, query }: IncomingRequest) {
    const stage = decodeURIComponent(/\/auth\/([^/]+)\/fallback/u.exec(uri)?.[1] ?? '');
    const id = readQuery(query, 'session');
    if (WITHOUT_PAGE.includes(stage)) {
      throw matrixError(404, 'M_UNKNOWN', 'Unknown auth stage type');
    }
    const session = sessions.find(id);
    if (stage === SINGLE_SIGN_ON && !flowsOf(session.userId).flat().includes(stage)) {
      throw matrixError(400, 'M_UNKNOWN', 'User has no SSO identities');
    }
    return { stage, session };
  }
}

/** Notifies the app that embeds the page, or the page that opened it. */
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
