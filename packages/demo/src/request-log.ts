import * as v from 'valibot';

/** A request and its response, without secrets. */
interface LoggedRequest {
  readonly method: string;
  /** Without the prefix. */
  readonly path: string;
  /** The stage of interactive auth that the request proves; null for none. */
  readonly stage: string | null;
  /** The status, and the errcode if it has one; `no response` if none came. */
  readonly response: string;
}

/** A `fetch` whose requests can be observed. */
export interface RequestLog {
  readonly fetch: typeof globalThis.fetch;
  /** Calls the listener after each request. */
  onRequest(listener: (request: LoggedRequest) => void): void;
}

const Body = v.pipe(v.string(), v.parseJson(), v.object({ auth: v.object({ type: v.string() }) }));

export function logRequests(fetch: typeof globalThis.fetch): RequestLog {
  const listeners: ((request: LoggedRequest) => void)[] = [];
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const path = new URL(request.url).pathname.replace(/^\/_matrix\/client(\/v3)?/u, '');
      const sent = request.clone();
      const notify = async (response: string) => {
        const stage = await stageOf(sent);
        for (const listener of listeners) listener({ method, path, stage, response });
      };
      try {
        const response = await fetch(request);
        await notify([response.status, await errcodeOf(response)].join(' ').trim());
        return response;
      } catch (error) {
        await notify('no response');
        throw error;
      }
    },
    onRequest: (listener) => {
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
