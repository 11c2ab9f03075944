import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { listenOnFreePort } from './free-port.ts';
import { createInbox } from './inbox.ts';
import { createPhoneValidations, type Answer, type TextMessage } from './phone-validations.ts';

/** The identity server that sends a homeserver's text messages. */
export interface PhoneDelegate {
  /** For the homeserver's `account_threepid_delegates.msisdn`. */
  readonly baseUrl: string;
  nextText(msisdn: string): Promise<TextMessage>;
  sentTo(msisdn: string): number;
  close(): Promise<void>;
}

/** An identity server for phone numbers on the loopback interface: the three calls that a homeserver makes, answered as Sydent answers them. */
export async function startPhoneDelegate(): Promise<PhoneDelegate> {
  const inbox = createInbox<TextMessage>('text message');
  const validations = createPhoneValidations((message) => inbox.deliver(message));
  const server = createServer((request, response) => {
    route(request).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, { status: 500, body: { error: String(error) } }),
    );
  });

  async function route(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    switch (`${request.method} ${url.pathname}`) {
      case 'POST /_matrix/identity/api/v1/validate/msisdn/requestToken':
        return validations.requestToken(await json(request));
      case 'POST /_matrix/identity/api/v1/validate/msisdn/submitToken':
        return validations.submitToken(await json(request));
      case 'GET /_matrix/identity/api/v1/3pid/getValidated3pid':
        return validations.getValidated3pid(Object.fromEntries(url.searchParams));
      default:
        return { status: 404, body: { errcode: 'M_UNRECOGNIZED' } };
    }
  }

  const port = await listenOnFreePort(server);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    nextText: (msisdn) => inbox.next(msisdn),
    sentTo: (msisdn) => inbox.count(msisdn),
    async close() {
      inbox.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
