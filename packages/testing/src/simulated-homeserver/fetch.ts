import type { Environment } from './environment.ts';
import { ConnectionLost } from './faults.ts';

/** A `fetch` whose network has one host. */
export function createFetch(
  environment: Environment,
  handle: (request: Request) => Promise<Response>,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    // Kept, since a request holds the signal that it was made with only weakly in Node.
    const signal = init?.signal ?? request.signal;
    signal.throwIfAborted();
    if (new URL(request.url).origin !== new URL(environment.baseUrl).origin) {
      throw new ConnectionLost();
    }
    return await unlessAborted(handle(request), signal);
  };
}

/** What was asked may be carried out all the same: an abort only stops the waiting. */
function unlessAborted<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    void answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
