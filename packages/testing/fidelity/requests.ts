import type { Account } from '../test/test-homeserver.ts';
import type { Recorder, RequestOptions, StepResponse } from './recorder.ts';

export const CLIENT = '/_matrix/client';
export const LIST = `${CLIENT}/v3/account/3pid`;
export const ADD = `${LIST}/add`;
const DELETE = `${LIST}/delete`;
export const REQUEST_EMAIL_TOKEN = `${LIST}/email/requestToken`;
export const REQUEST_PHONE_TOKEN = `${LIST}/msisdn/requestToken`;
export const SUBMIT_EMAIL_TOKEN = `${CLIENT}/unstable/add_threepid/email/submit_token`;
export const SUBMIT_PHONE_TOKEN = `${CLIENT}/unstable/add_threepid/msisdn/submit_token`;

/** A validation session, with the names of the request's fields. */
export interface ValidationSession {
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

/** The requests of a scenario, one function for each endpoint. The parameters override the defaults. */
export function requestsOf(recorder: Recorder) {
  const { request } = recorder;

  async function requestEmailToken(
    step: string,
    body: EmailRequest,
    options: Partial<RequestOptions> = {},
  ): Promise<StepResponse> {
    const url = REQUEST_EMAIL_TOKEN;
    return request(step, { url, body: { send_attempt: 1, ...body }, ...options });
  }

  async function requestPhoneToken(step: string, body: PhoneRequest): Promise<StepResponse> {
    const url = REQUEST_PHONE_TOKEN;
    return request(step, { url, body: { country: 'FR', send_attempt: 1, ...body } });
  }

  return {
    requestEmailToken,
    requestPhoneToken,

    list: (step: string, as: SignedIn) => request(step, { url: LIST, as }),

    submitCode: (step: string, body: ValidationSession & { readonly token: string }) =>
      request(step, { url: SUBMIT_PHONE_TOKEN, body }),

    add: (step: string, as: SignedIn, session: ValidationSession, auth?: unknown) =>
      request(step, { url: ADD, as, body: { ...session, ...(auth !== undefined && { auth }) } }),

    remove: (step: string, as: Account | undefined, body: object) =>
      request(step, { url: DELETE, as, body }),
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
