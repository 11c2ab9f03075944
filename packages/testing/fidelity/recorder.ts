import { textOfPage } from '../synapse/page.ts';
import type { Account } from '../test/test-homeserver.ts';
import type { ComparedHomeserver } from './compared-homeserver.ts';
import { isArray, isPrimitive, parseJson, type Json, type JsonObject } from './json.ts';
import { createPlaceholders } from './placeholders.ts';

export interface RequestOptions {
  /** A path of the homeserver, or a URL. */
  readonly url: string;
  /** By default POST with a body and GET without one. */
  readonly method?: string;
  /** The account whose access token the request has. */
  readonly as?: Pick<Account, 'accessToken'> | undefined;
  /** A string is sent unchanged, an object as JSON. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StepResponse {
  readonly status: number;
  /** A string in the body; throws if it has none with this name. */
  text(name: string): string;
}

/** Sends the requests of a scenario step by step, and records the responses in a comparable form. */
export interface Recorder {
  /** The result of each step, by its name. */
  readonly steps: JsonObject;
  newAccount(name: string): Promise<Account>;
  request(step: string, options: RequestOptions): Promise<StepResponse>;
  /** Sends the same request `times` times without waiting for the first response. */
  requestConcurrently(step: string, times: number, options: RequestOptions): Promise<void>;
  /** Records a value that is no response, such as the text of a mail. */
  note(step: string, value: Json): void;
}

/** The headers that decide how pages of other origins may use a response. */
const CORS = [
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
];

export function createRecorder(homeserver: ComparedHomeserver): Recorder {
  const steps: Record<string, Json> = {};
  const placeholders = createPlaceholders();
  placeholders.add(homeserver.baseUrl, '');
  placeholders.add(homeserver.serverName, '<server name>');
  if (homeserver.identityServer !== null) {
    placeholders.add(homeserver.identityServer.baseUrl, '<identity server>');
    placeholders.add(homeserver.identityServer.idServer, '<id_server>');
  }

  function startStep(step: string): void {
    if (step in steps) throw new Error(`Two steps have the name '${step}'`);
    placeholders.startStep(step);
  }

  /** Returns a function that returns the recipients of all messages since this call. */
  function watchSent(): () => JsonObject {
    const mailsBefore = homeserver.mailRecipients.length;
    const textsBefore = homeserver.textRecipients.length;
    return () => {
      const mails = homeserver.mailRecipients.slice(mailsBefore);
      const texts = homeserver.textRecipients.slice(textsBefore);
      return { ...(mails.length > 0 && { mails }), ...(texts.length > 0 && { texts }) };
    };
  }

  async function send(options: RequestOptions) {
    const { url, as, body, headers } = options;
    const response = await homeserver.fetch(new URL(url, homeserver.baseUrl), {
      method: methodOf(options),
      headers: {
        ...(as !== undefined && { Authorization: `Bearer ${as.accessToken}` }),
        ...headers,
      },
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = typeOf(response) === 'application/json' && text !== '';
    return { response, body: isJson ? parseJson(text) : textOfPage(text) };
  }

  /** Everything in a response by which a client could distinguish two homeservers. */
  function comparable({ response, body }: { response: Response; body: Json }): JsonObject {
    const location = response.headers.get('Location');
    const type = typeOf(response);
    return {
      status: response.status,
      ...(type !== 'application/json' && { type }),
      ...(location !== null && { location: placeholders.replaceInText(location) }),
      ...(response.headers.has('Retry-After') && { retryAfter: '<number>' }),
      ...(body !== '' && { body: placeholders.replaceInValue(body) }),
    };
  }

  function requestLine(options: RequestOptions): string {
    const { origin, pathname } = new URL(options.url, homeserver.baseUrl);
    return `${methodOf(options)} ${placeholders.replaceInText(`${origin}${pathname}`)}`;
  }

  return {
    steps,

    async newAccount(name) {
      const account = await homeserver.newAccount();
      placeholders.add(account.userId, `<${name}>`);
      return account;
    },

    async request(step, options) {
      startStep(step);
      const sent = watchSent();
      const received = await send(options);
      const isCrossOrigin = options.headers?.['Origin'] !== undefined;
      steps[step] = {
        asked: requestLine(options),
        ...comparable(received),
        ...(isCrossOrigin && { cors: corsOf(received.response) }),
        ...sent(),
      };
      return {
        status: received.response.status,
        text(name) {
          const { body } = received;
          const field = isPrimitive(body) || isArray(body) ? undefined : body[name];
          if (typeof field === 'string') return field;
          throw new Error(`The response to '${step}' has no ${name}: ${JSON.stringify(body)}`);
        },
      };
    },

    async requestConcurrently(step, times, options) {
      startStep(step);
      const sent = watchSent();
      const responses = await Promise.all(Array.from({ length: times }, () => send(options)));
      steps[step] = {
        asked: requestLine(options),
        answers: responses.map(comparable),
        ...sent(),
      };
    },

    note(step, value) {
      startStep(step);
      steps[step] = placeholders.replaceInValue(value);
    },
  };
}

function methodOf({ method, body }: RequestOptions): string {
  return method ?? (body === undefined ? 'GET' : 'POST');
}

function typeOf({ headers }: Response): string | null {
  return headers.get('Content-Type')?.split(';')[0] ?? null;
}

function corsOf({ headers }: Response): JsonObject {
  return Object.fromEntries(CORS.map((name) => [name, headers.get(name)]));
}
