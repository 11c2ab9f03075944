import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ConnectionLost } from './simulated-homeserver/faults.ts';
import type { SimulatedHomeserver } from './simulated-homeserver/index.ts';

export interface ServeOptions {
  /** By default any free port. */
  readonly port?: number;
}

/** A homeserver on the network. */
export interface ServedHomeserver {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/**
 * Serves the homeserver on the loopback interface, and sets its `baseUrl`, which links and
 * `submit_url` use. Rejects if the port is taken.
 */
export async function serveHomeserver(
  homeserver: SimulatedHomeserver,
  { port = 0 }: ServeOptions = {},
): Promise<ServedHomeserver> {
  const server = createServer((incoming, outgoing) => {
    void serve(homeserver, incoming, outgoing);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port to listen on');
  homeserver.baseUrl = `http://127.0.0.1:${address.port}`;
  return {
    baseUrl: homeserver.baseUrl,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function serve(
  homeserver: SimulatedHomeserver,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const response = await homeserver.handle(await toRequest(incoming, homeserver.baseUrl));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  } catch (error) {
    outgoing.destroy();
    if (!(error instanceof ConnectionLost)) console.error(error);
  }
}

async function toRequest(incoming: IncomingMessage, baseUrl: string): Promise<Request> {
  const { method = 'GET', url = '', headersDistinct } = incoming;
  const body = await text(incoming);
  const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, baseUrl), {
    method,
    headers,
    ...(hasBody && { body }),
  });
}
