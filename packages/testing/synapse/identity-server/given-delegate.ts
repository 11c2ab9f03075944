import { startHttpServer, type HttpServer } from '../http-server.ts';

/** What an identity server says to one request. */
interface GivenAnswer {
  readonly status: number;
  readonly body: object;
}

/** A phone delegate that says what it is told to: for the answers that Sydent never gives. */
export interface GivenDelegate extends HttpServer {
  /** The answer to the next request; each is given once. */
  answer(answer: GivenAnswer): void;
}

export async function startGivenDelegate(): Promise<GivenDelegate> {
  const answers: GivenAnswer[] = [];
  const server = await startHttpServer(async (request, response) => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`No answer was given for ${request.url}`);
    response
      .writeHead(answer.status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(answer.body));
  });
  return { ...server, answer: (answer) => answers.push(answer) };
}
