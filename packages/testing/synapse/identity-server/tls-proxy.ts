import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Certificate } from '../certificate.ts';
import { listenOnFreePort } from '../free-port.ts';

/** Adds TLS to a server that does not support it. */
export interface TlsProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** Forwards each connection to `targetPort` of the loopback interface. */
export async function startTlsProxy(
  targetPort: number,
  { key, certificate }: Certificate,
): Promise<TlsProxy> {
  const clients = new Set<TLSSocket>();
  const server = createServer({ key, cert: certificate }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    const target = connect(targetPort, '127.0.0.1');
    forward(client, target);
    forward(target, client);
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

/** Sends everything from one socket to the other. If `from` fails or closes, `to` closes too. */
function forward(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.once('close', () => to.destroy());
}
