/** What a client asked and what it got, without what nobody may see. */
interface Exchange {
  readonly method: string;
  /** Without the prefix. */
  readonly path: string;
  /** The status, with the errcode where there is one; `no answer` where none came. */
  readonly answer: string;
}

/** A `fetch`, and what went through it. */
export interface Observed {
  readonly fetch: typeof globalThis.fetch;
  /** Calls the listener after each exchange. */
  onExchange(listener: (exchange: Exchange) => void): void;
}

export function observe(fetch: typeof globalThis.fetch): Observed {
  const listeners: ((exchange: Exchange) => void)[] = [];
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const path = new URL(request.url).pathname.replace(/^\/_matrix\/client(\/v3)?/u, '');
      const tell = (answer: string) => {
        for (const listener of listeners) listener({ method, path, answer });
      };
      try {
        const response = await fetch(request);
        tell([response.status, await errcodeOf(response)].join(' ').trim());
        return response;
      } catch (error) {
        tell('no answer');
        throw error;
      }
    },
    onExchange: (listener) => {
      listeners.push(listener);
    },
  };
}

async function errcodeOf(response: Response): Promise<string> {
  return /"errcode":\s*"(\w+)"/u.exec(await response.clone().text())?.[1] ?? '';
}
