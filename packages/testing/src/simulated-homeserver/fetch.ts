import type { Environment } from './environment.ts';
import { ConnectionLost } from './faults.ts';

/** A `fetch` that reaches only this homeserver. */
export function createFetch(
  environment: Environment,
  handle: (request: Request) => Promise<Response>,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    // In Node a request holds its signal only weakly, so the garbage collector could drop it.
    const signal = init?.signal ?? request.signal;
    signal.throwIfAborted();
    if (new URL(request.url).origin !== new URL(environment.baseUrl).origin) {
      throw new ConnectionLost();
    }
    return await unlessAborted(handle(request), signal);
  };
}

/** An abort only stops the waiting: the homeserver may still carry the request out. */
function unlessAborted<Value>(response: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    void response.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
