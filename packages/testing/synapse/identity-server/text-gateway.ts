import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { startHttpServer } from '../http-server.ts';
import { createInbox } from '../inbox.ts';

/** A text message that carries a code. */
interface TextMessage {
  /** The number as E.164 digits without plus. */
  readonly to: string;
  readonly text: string;
  /** The token in the text. */
  readonly code: string;
}

/** Receives every text message that is sent through it, whoever it is for. */
export interface TextGateway {
  readonly url: string;
  /** The numbers that texts were sent to, oldest first. */
  readonly texted: readonly string[];
  nextText(msisdn: string): Promise<TextMessage>;
  close(): Promise<void>;
}

/** What Sydent asks of its provider, OpenMarket. */
const Order = v.object({
  mobileTerminate: v.object({
    message: v.object({ content: v.string() }),
    destination: v.object({ address: v.string() }),
  }),
});

/** Takes the place of Sydent's provider of text messages, on the loopback interface. */
export async function startTextGateway(): Promise<TextGateway> {
  const inbox = createInbox<TextMessage>('text message');
  const server = await startHttpServer(async (request, response) => {
    const { message, destination } = v.parse(Order, await json(request)).mobileTerminate;
    const code = /\b\d{6}\b/u.exec(message.content)?.[0];
    if (code === undefined) throw new Error(`A text without a code: ${message.content}`);
    inbox.deliver({ to: destination.address, text: message.content, code });
    response.writeHead(202).end();
  });
  return {
    url: server.url,
    texted: inbox.addresses,
    nextText: inbox.next,
    async close() {
      inbox.close();
      await server.close();
    },
  };
}
