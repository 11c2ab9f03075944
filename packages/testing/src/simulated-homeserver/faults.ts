import { respond } from './answers.ts';
import type { EndpointName } from './routes.ts';

/** What goes wrong with one request. */
export interface Fault {
  /** The endpoint whose next request it befalls; by default any request, also one that nobody serves. */
  readonly endpoint?: EndpointName;
  /** Whether the homeserver does what it is asked before things go wrong; by default it does not. */
  readonly carriedOut?: boolean;
  /**
   * What the client gets: `connectionLost` rejects with a `TypeError`, `silence` lasts until the
   * client aborts the request, and a given answer takes the place of the homeserver's own.
   */
  readonly outcome: 'connectionLost' | 'silence' | GivenAnswer;
}

/** An answer as a proxy or another homeserver might give it. */
export interface GivenAnswer {
  readonly status: number;
  /** Text as it is, with the content type `text/html`; anything else as JSON. By default empty. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The faults that are still to befall a request; each befalls one. */
export interface Faults {
  /** Waits for its request behind the faults that were added before. */
  add(fault: Fault): void;
  /** Forgets every fault that has befallen nobody yet. */
  clear(): void;
}

/** The faults and the hand that deals them. */
export interface OpenFaults extends Faults {
  /** Takes the first fault that fits; null for the name stands for a request that nobody serves. */
  take(endpoint: EndpointName | null): Fault | null;
}

/** What `fetch` rejects with where no answer arrived. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('The connection was lost');
  }
}

export function createFaults(): OpenFaults {
  const waiting: Fault[] = [];
  return {
    add(fault) {
      waiting.push(fault);
    },
    clear() {
      waiting.length = 0;
    },
    take(name) {
      const index = waiting.findIndex(
        ({ endpoint }) => endpoint === undefined || endpoint === name,
      );
      const [fault = null] = index === -1 ? [] : waiting.splice(index, 1);
      return fault;
    },
  };
}

/** Has the fault befall a request that the homeserver would otherwise just carry out. */
export async function befall(
  { carriedOut = false, outcome }: Fault,
  carryOut: () => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  if (carriedOut) await carryOut();
  if (outcome === 'connectionLost') throw new ConnectionLost();
  return outcome === 'silence' ? await silence(signal) : given(outcome);
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function given({ status, body, headers }: GivenAnswer): Response {
  if (body === undefined) return respond(status, null, { ...headers });
  const isText = typeof body === 'string';
  return respond(status, isText ? body : JSON.stringify(body), {
    'Content-Type': isText ? 'text/html; charset=utf-8' : 'application/json',
    ...headers,
  });
}
