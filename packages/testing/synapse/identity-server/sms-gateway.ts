import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { startHttpServer } from '../http-server.ts';
import { createInbox } from '../inbox.ts';

/** A text message with a code. */
interface TextMessage {
  /** The number as E.164 digits without plus. */
  readonly to: string;
  readonly text: string;
  /** The token in the text. */
  readonly code: string;
}

/** Receives the text messages to every number. */
export interface SmsGateway {
  readonly url: string;
  /** The numbers that text messages were sent to, oldest first. */
  readonly textRecipients: readonly string[];
  nextText(msisdn: string): Promise<TextMessage>;
  close(): Promise<void>;
}

/** The body of a request to OpenMarket, Sydent's SMS provider. */
const SendRequest = v.object({
  mobileTerminate: v.object({
    message: v.object({ content: v.string() }),
    destination: v.object({ address: v.string() }),
  }),
});

/** Starts a replacement for Sydent's SMS provider on the loopback interface. */
export async function startSmsGateway(): Promise<SmsGateway> {
  const inbox = createInbox<TextMessage>('text message');
  const server = await startHttpServer(async (request, response) => {
    const { message, destination } = v.parse(SendRequest, await json(request)).mobileTerminate;
    const code = /\b\d{6}\b/u.exec(message.content)?.[0];
    if (code === undefined) throw new Error(`A text message without a code: ${message.content}`);
    inbox.deliver({ to: destination.address, text: message.content, code });
    response.writeHead(202).end();
  });
  return {
    url: server.url,
    textRecipients: inbox.addresses,
    nextText: inbox.next,
    async close() {
      inbox.close();
      await server.close();
    },
  };
}
