import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/** What is answered to any request for a path. */
export interface GivenAnswer {
  readonly status?: number;
  /** Text as HTML, anything else as JSON. */
  readonly body: string | object;
}

/**
 * A web server on the loopback interface for one test, that answers `otherwise` to what it has no
 * answer for. Pages of other origins may read it, unless it is `closed` to them.
 */
export async function serveAnswers(
  answers: Record<string, GivenAnswer>,
  { otherwise, closed = false }: { otherwise: GivenAnswer; closed?: boolean },
): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const { status = 200, body } = answers[url] ?? otherwise;
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
