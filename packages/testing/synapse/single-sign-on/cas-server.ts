import { randomUUID } from 'node:crypto';
import { startHttpServer, type HttpServer } from '../http-server.ts';

/**
 * A single sign-on provider with the CAS protocol. Its login page has a button for each account and
 * asks for no password. A request with `account` in the query is a press of that button.
 */
export interface CasServer extends HttpServer {
  /** Adds an account to the login page. */
  addAccount(name: string): void;
}

/** Starts it on the loopback interface. Synapse needs its URL in `cas_config.server_url`. */
export async function startCasServer(): Promise<CasServer> {
  const accounts = new Set<string>();
  const tickets = new Map<string, { readonly account: string; readonly service: string }>();

  function issueTicket(account: string, service: string): string {
    const ticket = `ST-${randomUUID()}`;
    tickets.set(ticket, { account, service });
    return ticket;
  }

  /** The account of a ticket. A ticket is valid once, and only for the service that it was issued for. */
  function redeem(ticket: string, service: string): string | undefined {
    const issued = tickets.get(ticket);
    tickets.delete(ticket);
    return issued?.service === service ? issued.account : undefined;
  }

  const server = await startHttpServer(async ({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const parameter = (name: string) => searchParams.get(name) ?? '';
    const service = parameter('service');
    if (pathname === '/proxyValidate') {
      const body = validationResponse(redeem(parameter('ticket'), service));
      response.writeHead(200, { 'Content-Type': 'application/xml' }).end(body);
    } else if (pathname !== '/login') {
      response.writeHead(404).end();
    } else if (accounts.has(parameter('account'))) {
      const callback = new URL(service);
      callback.searchParams.set('ticket', issueTicket(parameter('account'), service));
      response.writeHead(302, { Location: callback.href }).end();
    } else {
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(loginPage(accounts, service));
    }
  });
  return { ...server, addAccount: (name) => accounts.add(name) };
}

function validationResponse(account: string | undefined): string {
  const content =
    account === undefined
      ? '<cas:authenticationFailure code="INVALID_TICKET">No such ticket</cas:authenticationFailure>'
      : `<cas:authenticationSuccess><cas:user>${escape(account)}</cas:user></cas:authenticationSuccess>`;
  return `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${content}</cas:serviceResponse>`;
}

function loginPage(accounts: ReadonlySet<string>, service: string): string {
  const buttons = [...accounts].map((name) => {
    const text = escape(name);
    return `<p><button name="account" value="${text}">${text}</button></p>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign on</title></head>
<body>
<h1>Who are you?</h1>
<form>
<input type="hidden" name="service" value="${escape(service)}">
${buttons.join('\n')}
</form>
</body>
</html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
