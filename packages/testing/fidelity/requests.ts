import type { Account } from '../test/world.ts';
import type { Answer, Conversation, Question } from './conversation.ts';

export const CLIENT = '/_matrix/client';
export const LIST = `${CLIENT}/v3/account/3pid`;
export const ADD = `${LIST}/add`;
const DELETE = `${LIST}/delete`;
export const REQUEST_EMAIL_TOKEN = `${LIST}/email/requestToken`;
export const REQUEST_PHONE_TOKEN = `${LIST}/msisdn/requestToken`;
export const SUBMIT_EMAIL_TOKEN = `${CLIENT}/unstable/add_threepid/email/submit_token`;
export const SUBMIT_PHONE_TOKEN = `${CLIENT}/unstable/add_threepid/msisdn/submit_token`;

/** A validation session as the requests name it. */
export interface SessionNamed {
  readonly sid: string;
  readonly client_secret: string;
}

type SignedIn = Pick<Account, 'accessToken'>;

interface EmailRequest {
  readonly email: string;
  readonly client_secret: string;
  readonly [more: string]: unknown;
}

interface PhoneRequest {
  readonly phone_number: string;
  readonly client_secret: string;
  readonly [more: string]: unknown;
}

/** A scenario's ways to ask for one thing, each with what differs from an ordinary request. */
export function requestsOf(conversation: Conversation) {
  const { ask } = conversation;

  async function requestEmailToken(
    step: string,
    body: EmailRequest,
    question: Partial<Question> = {},
  ): Promise<Answer> {
    const url = REQUEST_EMAIL_TOKEN;
    return ask(step, { url, body: { send_attempt: 1, ...body }, ...question });
  }

  async function requestPhoneToken(step: string, body: PhoneRequest): Promise<Answer> {
    const url = REQUEST_PHONE_TOKEN;
    return ask(step, { url, body: { country: 'FR', send_attempt: 1, ...body } });
  }

  return {
    requestEmailToken,
    requestPhoneToken,

    list: (step: string, as: SignedIn) => ask(step, { url: LIST, as }),

    submitCode: (step: string, body: SessionNamed & { readonly token: string }) =>
      ask(step, { url: SUBMIT_PHONE_TOKEN, body }),

    add: (step: string, as: SignedIn, session: SessionNamed, auth?: unknown) =>
      ask(step, { url: ADD, as, body: { ...session, ...(auth !== undefined && { auth }) } }),

    remove: (step: string, as: Account | undefined, body: object) =>
      ask(step, { url: DELETE, as, body }),
  };
}

export function passwordOf({ userId, password }: Account): PasswordAuth {
  return { type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password };
}

interface PasswordAuth {
  readonly type: string;
  readonly identifier: { readonly type: string; readonly user: string };
  readonly password: string;
}
