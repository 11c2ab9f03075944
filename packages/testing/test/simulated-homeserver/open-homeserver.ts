import * as v from 'valibot';
import { createSimulatedHomeserver, type Settings } from '../../src/index.ts';

/** A response as a client reads it. */
export interface ClientResponse {
  readonly status: number;
  /** The parsed JSON, otherwise the text. */
  readonly body: unknown;
}

interface RequestOptions {
  /** The access token, by default Alice's. Null sends none. */
  readonly as?: string | null;
  readonly headers?: Record<string, string>;
}

const PASSWORD = 'the password of Alice';

const Session = v.object({ session: v.string() });
const Sid = v.object({ sid: v.string() });

/** A simulated homeserver with an account of Alice, a clock that the test advances, and a client. */
export function openHomeserver(settings: Partial<Settings> = {}) {
  let now = 1_700_000_000_000;
  const homeserver = createSimulatedHomeserver({ clock: { now: () => now }, settings });
  const alice = homeserver.addAccount({ userId: 'alice', password: PASSWORD });

  async function send(
    method: string,
    path: string,
    body: unknown,
    { as = alice.accessToken, headers = {} }: RequestOptions = {},
  ): Promise<ClientResponse> {
    const url = new URL(path, `${homeserver.baseUrl}/_matrix/client/v3/account/`);
    const response = await homeserver.handle(
      new Request(url, {
        method,
        headers: { ...headers, ...(as !== null && { Authorization: `Bearer ${as}` }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const isJson = response.headers.get('Content-Type') === 'application/json' && text !== '';
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  /** Paths are relative to `/_matrix/client/v3/account/`. */
  const get = (path: string, options?: RequestOptions) => send('GET', path, undefined, options);
  const post = (path: string, body: unknown, options?: RequestOptions) =>
    send('POST', path, body, options);

  function requestEmailToken(changes: object = {}, options: RequestOptions = { as: null }) {
    const body = { email: 'alice@example.org', client_secret: 'secret', send_attempt: 1 };
    return post('3pid/email/requestToken', { ...body, ...changes }, options);
  }

  function requestMsisdnToken(changes: object = {}, options: RequestOptions = { as: null }) {
    const number = { country: 'FR', phone_number: '0611223344' };
    const body = { ...number, client_secret: 'secret', send_attempt: 1, ...changes };
    return post('3pid/msisdn/requestToken', body, options);
  }

  function submitMsisdnToken(body: object) {
    const path = '/_matrix/client/unstable/add_threepid/msisdn/submit_token';
    return post(path, body, { as: null });
  }

  /** Returns a validation session whose link was opened. */
  async function validated(email = 'alice@example.org') {
    const client_secret = `secret.of.${email.replace('@', '.')}`;
    const sid = sidOf(await requestEmailToken({ email, client_secret }));
    await homeserver.fetch(newestLink(email));
    return { sid, client_secret };
  }

  function newestLink(email = 'alice@example.org'): string {
    const mail = homeserver.mailbox.latest(email);
    if (mail === undefined) throw new Error(`No mail to ${email}`);
    return mail.link;
  }

  const add = (body: object, options?: RequestOptions) => post('3pid/add', body, options);

  /** The stage `m.login.password`, by default with Alice's password and without a session. */
  function passwordStage(changes: object = {}) {
    const identifier = { type: 'm.id.user', user: alice.userId };
    return { type: 'm.login.password', identifier, password: PASSWORD, ...changes };
  }

  return {
    homeserver,
    alice,
    advance(milliseconds: number) {
      now += milliseconds;
    },
    now: () => now,
    send,
    get,
    post,
    requestEmailToken,
    requestMsisdnToken,
    submitMsisdnToken,
    validated,
    newestLink,
    add,
    passwordStage,
    /** Returns the session of a new challenge. */
    async beginAuth(options?: RequestOptions): Promise<string> {
      return sessionOf(await add({ sid: 'none', client_secret: 'none' }, options));
    },
    /** Returns a session of interactive auth that Alice's password completed. */
    async completeAuth(): Promise<string> {
      const session = sessionOf(await add({ sid: 'none', client_secret: 'none' }));
      await add({ sid: 'none', client_secret: 'none', auth: passwordStage({ session }) });
      return session;
    },
  };
}

export function sidOf({ body }: ClientResponse): string {
  return v.parse(Sid, body).sid;
}

export function sessionOf({ body }: ClientResponse): string {
  return v.parse(Session, body).session;
}
