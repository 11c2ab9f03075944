/** A request that a client made, and that has not been answered. */
interface Held {
  /** The last part of its path says what is asked: `3pid`, `add`, `requestToken`. */
  readonly path: string;
  /** Its JSON; null where it has none. */
  readonly body: unknown;
  /** Lets it reach the homeserver; resolves once the client has the answer. */
  release(): Promise<void>;
}

interface Network {
  readonly fetch: typeof globalThis.fetch;
  /** In flight, oldest first. */
  readonly held: readonly Held[];
  /** The last parts of the paths of all that was asked, oldest first. */
  readonly made: readonly string[];
}

/** A network that carries each request when it is told to, so that a test sees what is in flight. */
export function createNetwork(reach: typeof globalThis.fetch, onTraffic: () => void): Network {
  const held: Held[] = [];
  const made: string[] = [];

  const fetch: typeof globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return new Promise((resolve, reject) => {
      const end = () => {
        onTraffic();
        if (held.includes(item)) held.splice(held.indexOf(item), 1);
      };
      const item: Held = {
        path: pathname.replace(/^.*\//u, ''),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : null,
        async release() {
          const answer = reach(input, init);
          await answer.then(resolve, reject);
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
