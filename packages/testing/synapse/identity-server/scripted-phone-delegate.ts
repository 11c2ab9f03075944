import { startHttpServer, type HttpServer } from '../http-server.ts';

interface ScriptedResponse {
  readonly status: number;
  readonly body: object;
}

/** A phone delegate whose responses the test sets, for responses that Sydent never sends. */
export interface ScriptedPhoneDelegate extends HttpServer {
  /** Adds a response. Each request takes the oldest one. */
  queueResponse(response: ScriptedResponse): void;
}

export async function startScriptedPhoneDelegate(): Promise<ScriptedPhoneDelegate> {
  const responses: ScriptedResponse[] = [];
  const server = await startHttpServer(async (request, response) => {
    const next = responses.shift();
    if (next === undefined) throw new Error(`No response is queued for ${request.url}`);
    response
      .writeHead(next.status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(next.body));
  });
  return { ...server, queueResponse: (response) => responses.push(response) };
}
