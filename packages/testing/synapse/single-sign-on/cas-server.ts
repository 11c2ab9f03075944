import { randomUUID } from 'node:crypto';
import { startHttpServer, type HttpServer } from '../http-server.ts';

/**
 * Where people sign on for a homeserver, by the protocol CAS. It asks who they are, with a button
 * for each account, and believes them; `account` in the query is such a button pressed.
 */
export interface CasServer extends HttpServer {
  /** From now on somebody may sign on as this account. */
  addAccount(name: string): void;
}

/** Starts it on the loopback interface: what Synapse's `cas_config.server_url` shall name. */
export async function startCasServer(): Promise<CasServer> {
  const accounts = new Set<string>();
  const tickets = new Map<string, { readonly account: string; readonly service: string }>();

  function issueTicket(account: string, service: string): string {
    const ticket = `ST-${randomUUID()}`;
    tickets.set(ticket, { account, service });
    return ticket;
  }

  /** Whom a ticket stands for: once, and for the service that it was issued for. */
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
      const answer = validation(redeem(parameter('ticket'), service));
      response.writeHead(200, { 'Content-Type': 'application/xml' }).end(answer);
    } else if (pathname !== '/login') {
      response.writeHead(404).end();
    } else if (accounts.has(parameter('account'))) {
      const back = new URL(service);
      back.searchParams.set('ticket', issueTicket(parameter('account'), service));
      response.writeHead(302, { Location: back.href }).end();
    } else {
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(loginPage(accounts, service));
    }
  });
  return { ...server, addAccount: (name) => accounts.add(name) };
}

function validation(account: string | undefined): string {
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
