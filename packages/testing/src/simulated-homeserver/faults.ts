import type { EndpointName } from './endpoint-name.ts';
import { respond } from './responses.ts';

/** A failure of one request. */
export interface Fault {
  /** The endpoint whose next request fails. By default any request, also to an unknown path. */
  readonly endpoint?: EndpointName;
  /** Whether the homeserver carries the request out before it fails. By default false. */
  readonly carriedOut?: boolean;
  /**
   * What the client gets: `connectionLost` rejects with a `TypeError`, `silence` sends no response
   * until the client aborts, and a response replaces the homeserver's own.
   */
  readonly outcome: 'connectionLost' | 'silence' | FaultResponse;
}

/** A response as a proxy or another homeserver might send it. */
export interface FaultResponse {
  readonly status: number;
  /** A string is sent as `text/html`, an object as JSON. By default the body is empty. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The faults of future requests. Each applies to one request. */
export interface Faults {
  /** Adds the fault behind those that were added before. */
  add(fault: Fault): void;
  /** Removes the faults that did not apply to a request yet. */
  clear(): void;
}

/** The faults, for the homeserver that applies them. */
export interface FaultQueue extends Faults {
  /** Removes and returns the first fault for the endpoint; null stands for an unknown path or method. */
  take(endpoint: EndpointName | null): Fault | null;
}

/** `fetch` rejects with it if no response arrives. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('The connection was lost');
  }
}

export function createFaults(): FaultQueue {
  const queue: Fault[] = [];
  return {
    add(fault) {
      queue.push(fault);
    },
    clear() {
      queue.length = 0;
    },
    take(name) {
      const index = queue.findIndex(({ endpoint }) => endpoint === undefined || endpoint === name);
      const [fault = null] = index === -1 ? [] : queue.splice(index, 1);
      return fault;
    },
  };
}

/** Applies the fault to a request. */
export async function applyFault(
  { carriedOut = false, outcome }: Fault,
  carryOut: () => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  if (carriedOut) await carryOut();
  if (outcome === 'connectionLost') throw new ConnectionLost();
  return outcome === 'silence' ? await rejectOnAbort(signal) : toResponse(outcome);
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function toResponse({ status, body, headers }: FaultResponse): Response {
  if (body === undefined) return respond(status, null, { ...headers });
  const isText = typeof body === 'string';
  return respond(status, isText ? body : JSON.stringify(body), {
    'Content-Type': isText ? 'text/html; charset=utf-8' : 'application/json',
    ...headers,
  });
}
