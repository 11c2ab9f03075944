import * as v from 'valibot';

/** What a client asked and what it got, without what nobody may see. */
interface Exchange {
  readonly method: string;
  /** Without the prefix. */
  readonly path: string;
  /** The stage of interactive auth that it sent; null where it named none. */
  readonly stage: string | null;
  /** The status, with the errcode where there is one; `no answer` where none came. */
  readonly answer: string;
}

/** A `fetch`, and what went through it. */
export interface Observed {
  readonly fetch: typeof globalThis.fetch;
  /** Calls the listener after each exchange. */
  onExchange(listener: (exchange: Exchange) => void): void;
}

const Body = v.pipe(v.string(), v.parseJson(), v.object({ auth: v.object({ type: v.string() }) }));

export function observe(fetch: typeof globalThis.fetch): Observed {
  const listeners: ((exchange: Exchange) => void)[] = [];
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const path = new URL(request.url).pathname.replace(/^\/_matrix\/client(\/v3)?/u, '');
      const sent = request.clone();
      const tell = async (answer: string) => {
        const stage = await stageOf(sent);
        for (const listener of listeners) listener({ method, path, stage, answer });
      };
      try {
        const response = await fetch(request);
        await tell([response.status, await errcodeOf(response)].join(' ').trim());
        return response;
      } catch (error) {
        await tell('no answer');
        throw error;
      }
    },
    onExchange: (listener) => {
      listeners.push(listener);
    },
  };
}

async function stageOf(request: Request): Promise<string | null> {
  const body = v.safeParse(Body, await request.text());
  return body.success ? body.output.auth.type : null;
}

async function errcodeOf(response: Response): Promise<string> {
  return /"errcode":\s*"(\w+)"/u.exec(await response.clone().text())?.[1] ?? '';
}
