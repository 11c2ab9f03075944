import { createSimulatedHomeserver, type SimulatedHomeserver } from '@threepid/testing';

/** What a client asked and what it got, without what nobody may see. */
interface Exchange {
  readonly method: string;
  /** Without the prefix. */
  readonly path: string;
  /** The status, with the errcode where there is one; `no answer` where none came. */
  readonly answer: string;
}

/** A homeserver in the page, and the person whose settings are shown. */
export interface World {
  readonly homeserver: SimulatedHomeserver;
  readonly userId: string;
  readonly password: string;
  readonly accessToken: string;
  /** Reaches the homeserver as over a network: answers take a moment. */
  readonly fetch: typeof globalThis.fetch;
  /** Calls the listener after each exchange. */
  onExchange(listener: (exchange: Exchange) => void): void;
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

  const listeners: ((exchange: Exchange) => void)[] = [];
  return {
    homeserver,
    userId,
    password,
    accessToken,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const path = new URL(request.url).pathname.replace(/^\/_matrix\/client(\/v3)?/u, '');
      const tell = (answer: string) => {
        for (const listener of listeners) listener({ method, path, answer });
      };
      try {
        const response = await homeserver.fetch(request);
        await delay(answerDelay, request.signal);
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

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

async function errcodeOf(response: Response): Promise<string> {
  return /"errcode":"(\w+)"/u.exec(await response.clone().text())?.[1] ?? '';
}
