import { textOfPage } from '../synapse/page.ts';
import type { Account } from '../test/world.ts';
import { isArray, isPrimitive, parseJson, type Json, type JsonObject } from './json.ts';
import { createPlaceholders } from './placeholders.ts';
import type { Subject } from './subject.ts';

/** What is asked: of the homeserver, where the URL is a path. */
export interface Question {
  readonly url: string;
  /** By default POST where there is a body, and GET where there is none. */
  readonly method?: string;
  /** Whose access token goes with it. */
  readonly as?: Pick<Account, 'accessToken'> | undefined;
  /** Text goes as it is, anything else as JSON. */
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** A field that is text; an error where there is none. */
  text(name: string): string;
}

/** Asks a homeserver, step by step, and keeps what came of it in a form that can be compared. */
export interface Conversation {
  /** What each step brought, by its name. */
  readonly steps: JsonObject;
  newAccount(name: string): Promise<Account>;
  ask(step: string, question: Question): Promise<Answer>;
  /** The same question so many times, before the first is answered. */
  askAtOnce(step: string, times: number, question: Question): Promise<void>;
  /** Something that is no answer, such as what a mail says. */
  note(step: string, fact: Json): void;
}

/** How another origin may use an answer. */
const CORS = [
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
];

export function converse(subject: Subject): Conversation {
  const steps: Record<string, Json> = {};
  const placeholders = createPlaceholders();
  placeholders.name(subject.baseUrl, '');
  placeholders.name(subject.serverName, '<server name>');
  if (subject.identityServer !== null) {
    placeholders.name(subject.identityServer.baseUrl, '<identity server>');
    placeholders.name(subject.identityServer.idServer, '<id_server>');
  }

  function enter(step: string): void {
    if (step in steps) throw new Error(`Two steps are called '${step}'`);
    placeholders.enter(step);
  }

  /** Answers, later, what was sent to whom since now. */
  function watchSent(): () => JsonObject {
    const [mailsBefore, textsBefore] = [subject.mailed.length, subject.texted.length];
    return () => {
      const mails = subject.mailed.slice(mailsBefore);
      const texts = subject.texted.slice(textsBefore);
      return { ...(mails.length > 0 && { mails }), ...(texts.length > 0 && { texts }) };
    };
  }

  async function send(question: Question) {
    const { url, as, body, headers } = question;
    const response = await subject.fetch(new URL(url, subject.baseUrl), {
      method: methodOf(question),
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

  /** Of an answer, all that a client could tell two homeservers apart by. */
  function comparable({ response, body }: { response: Response; body: Json }): JsonObject {
    const location = response.headers.get('Location');
    const type = typeOf(response);
    return {
      status: response.status,
      ...(type !== 'application/json' && { type }),
      ...(location !== null && { location: placeholders.inText(location) }),
      ...(response.headers.has('Retry-After') && { retryAfter: '<number>' }),
      ...(body !== '' && { body: placeholders.inValue(body) }),
    };
  }

  function asked(question: Question): string {
    const { origin, pathname } = new URL(question.url, subject.baseUrl);
    return `${methodOf(question)} ${placeholders.inText(`${origin}${pathname}`)}`;
  }

  return {
    steps,

    async newAccount(name) {
      const account = await subject.newAccount();
      placeholders.name(account.userId, `<${name}>`);
      return account;
    },

    async ask(step, question) {
      enter(step);
      const sent = watchSent();
      const answer = await send(question);
      const isOfAnotherOrigin = question.headers?.['Origin'] !== undefined;
      steps[step] = {
        asked: asked(question),
        ...comparable(answer),
        ...(isOfAnotherOrigin && { cors: corsOf(answer.response) }),
        ...sent(),
      };
      return {
        status: answer.response.status,
        text(name) {
          const { body } = answer;
          const field = isPrimitive(body) || isArray(body) ? undefined : body[name];
          if (typeof field === 'string') return field;
          throw new Error(`No ${name} was answered to '${step}': ${JSON.stringify(body)}`);
        },
      };
    },

    async askAtOnce(step, times, question) {
      enter(step);
      const sent = watchSent();
      const answers = await Promise.all(Array.from({ length: times }, () => send(question)));
      steps[step] = { asked: asked(question), answers: answers.map(comparable), ...sent() };
    },

    note(step, fact) {
      enter(step);
      steps[step] = placeholders.inValue(fact);
    },
  };
}

function methodOf({ method, body }: Question): string {
  return method ?? (body === undefined ? 'GET' : 'POST');
}

function typeOf({ headers }: Response): string | null {
  return headers.get('Content-Type')?.split(';')[0] ?? null;
}

function corsOf({ headers }: Response): JsonObject {
  return Object.fromEntries(CORS.map((name) => [name, headers.get(name)]));
}
