import { createSimulatedHomeserver, type SimulatedHomeserver } from '@threepid/testing';
import { logRequests, type RequestLog } from './request-log.ts';

/** A homeserver inside the page, and the account whose settings the page shows. */
export interface Simulator extends RequestLog {
  readonly homeserver: SimulatedHomeserver;
  readonly userId: string;
  readonly password: string;
  readonly accessToken: string;
}

/**
 * Creates a homeserver with two accounts, so that an address can be in use, and one address that an
 * identity server lists. Each response takes `responseDelay` milliseconds.
 */
export function createSimulator(responseDelay: number): Simulator {
  const homeserver = createSimulatedHomeserver();
  const password = 'weak_password';
  const { userId, accessToken } = homeserver.addAccount({ userId: 'alice', password });
  homeserver.addThreepid(userId, { medium: 'email', address: 'alice@example.org' });
  homeserver.addThreepid(userId, { medium: 'email', address: 'alice@work.example' });
  homeserver.bindThreepid(userId, { medium: 'email', address: 'alice@work.example' });

  const other = homeserver.addAccount({ userId: 'bob', password: 'another_password' });
  homeserver.addThreepid(other.userId, { medium: 'email', address: 'taken@example.org' });
  homeserver.addThreepid(other.userId, { medium: 'msisdn', address: '33699887766' });

  const log = logRequests(async (input, init) => {
    const request = new Request(input, init);
    const response = await homeserver.fetch(request);
    await delay(responseDelay, request.signal);
    return response;
  });
  return { homeserver, userId, password, accessToken, ...log };
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
