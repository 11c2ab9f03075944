import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/** The response to every request for a path. */
export interface GivenResponse {
  readonly status?: number;
  /** Text as HTML, anything else as JSON. */
  readonly body: string | object;
}

/**
 * Starts a web server on the loopback interface for one test. It responds with `otherwise` to paths
 * without a response. Pages of other origins may read the responses, unless it is `closed` to them.
 */
export async function serveResponses(
  responses: Record<string, GivenResponse>,
  { otherwise, closed = false }: { otherwise: GivenResponse; closed?: boolean },
): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const { status = 200, body } = responses[url] ?? otherwise;
    const isText = typeof body === 'string';
    response.writeHead(status, {
      'Content-Type': isText ? 'text/html' : 'application/json',
      ...(!closed && { 'Access-Control-Allow-Origin': '*' }),
    });
    response.end(isText ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port to listen on');
  return `http://127.0.0.1:${address.port}`;
}
