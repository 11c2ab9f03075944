/** A request that has not reached the homeserver yet. */
export interface HeldRequest {
  /** The last part of its path: `add`. */
  readonly path: string;
  /** Parsed from JSON; null if it has none. */
  readonly body: unknown;
  /** Lets it reach the homeserver; resolves when the client has the response. */
  release(): Promise<void>;
}

interface Network {
  readonly fetch: typeof globalThis.fetch;
  /** In flight, oldest first. */
  readonly held: readonly HeldRequest[];
  /** The last parts of the paths of all requests, oldest first. */
  readonly made: readonly string[];
}

/** A network that holds each request until the test releases it, so that a test sees what is in flight. */
export function createNetwork(reach: typeof globalThis.fetch, onTraffic: () => void): Network {
  const held: HeldRequest[] = [];
  const made: string[] = [];

  const fetch: typeof globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return new Promise((resolve, reject) => {
      const end = () => {
        onTraffic();
        if (held.includes(item)) held.splice(held.indexOf(item), 1);
      };
      const item: HeldRequest = {
        path: pathname.replace(/^.*\//u, ''),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : null,
        async release() {
          const response = reach(input, init);
          await response.then(resolve, reject);
          end();
        },
      };
      held.push(item);
      made.push(item.path);
      onTraffic();
      init?.signal?.addEventListener('abort', () => {
        end();
        reject(init.signal?.reason);
      });
    });
  };

  return { fetch, held, made };
}
