import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Certificate } from '../certificate.ts';
import { listenOnFreePort } from '../free-port.ts';

/** Speaks TLS in front of a server that does not. */
export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** Passes each connection on to that port of the loopback interface. */
export async function startTlsFront(
  backPort: number,
  { key, certificate }: Certificate,
): Promise<TlsFront> {
  const clients = new Set<TLSSocket>();
  const server = createServer({ key, cert: certificate }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    const back = connect(backPort, '127.0.0.1');
    join(client, back);
    join(back, client);
  });
  const port = await listenOnFreePort(server);
  return {
    port,
    async close() {
      server.close();
      for (const client of clients) client.destroy();
      await once(server, 'close');
    },
  };
}

/** What one says the other hears; where one breaks, so does the other. */
function join(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.once('close', () => to.destroy());
}
