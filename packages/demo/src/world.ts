import { createSimulatedHomeserver, type SimulatedHomeserver } from '@threepid/testing';
import { observe, type Observed } from './exchanges.ts';

/** A homeserver in the page, and the person whose settings are shown. */
export interface World extends Observed {
  readonly homeserver: SimulatedHomeserver;
  readonly userId: string;
  readonly password: string;
  readonly accessToken: string;
}

/**
 * Two accounts, so that an address can be taken; one address that is bound at an identity server.
 * Answers take as many milliseconds as `answerDelay` says.
 */
export function openWorld(answerDelay: number): World {
  const homeserver = createSimulatedHomeserver();
  const password = 'weak_password';
  const { userId, accessToken } = homeserver.addAccount({ userId: 'alice', password });
  homeserver.addThreepid(userId, { medium: 'email', address: 'alice@example.org' });
  homeserver.addThreepid(userId, { medium: 'email', address: 'alice@work.example' });
  homeserver.bindThreepid(userId, { medium: 'email', address: 'alice@work.example' });

  const other = homeserver.addAccount({ userId: 'bob', password: 'another_password' });
  homeserver.addThreepid(other.userId, { medium: 'email', address: 'taken@example.org' });
  homeserver.addThreepid(other.userId, { medium: 'msisdn', address: '33699887766' });

  // As over a network: answers take a moment.
  const observed = observe(async (input, init) => {
    const request = new Request(input, init);
    const response = await homeserver.fetch(request);
    await delay(answerDelay, request.signal);
    return response;
  });
  return { homeserver, userId, password, accessToken, ...observed };
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
