import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import { parsePhoneNumber, type PhoneNumber } from './phone-number.ts';

/** A text message that carries a code. */
export interface TextMessage {
  /** The number as E.164 digits without plus. */
  readonly to: string;
  readonly text: string;
  /** The token in the text. */
  readonly code: string;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** What an identity server knows of phone numbers, call by call; each takes what came over the wire. */
export interface PhoneValidations {
  requestToken(body: unknown): Answer;
  submitToken(body: unknown): Answer;
  getValidated3pid(query: unknown): Answer;
}

interface Validation {
  readonly sid: string;
  readonly clientSecret: string;
  readonly msisdn: string;
  readonly code: string;
  validatedAt: number | undefined;
}

const TokenRequest = v.object({
  client_secret: v.string(),
  country: v.string(),
  phone_number: v.string(),
  send_attempt: v.number(),
});
const Submission = v.object({ client_secret: v.string(), sid: v.string(), token: v.string() });
const Query = v.object({ client_secret: v.string(), sid: v.string() });

/** Validations of phone numbers as Sydent keeps them. */
export function createPhoneValidations(sendText: (message: TextMessage) => void): PhoneValidations {
  const validations: Validation[] = [];

  function begin({ msisdn }: PhoneNumber, clientSecret: string): Validation {
    const validation: Validation = {
      sid: String(validations.length + 1),
      clientSecret,
      msisdn,
      code: String(randomInt(100_000, 1_000_000)),
      validatedAt: undefined,
    };
    validations.push(validation);
    return validation;
  }

  return {
    requestToken(body) {
      const request = v.safeParse(TokenRequest, body);
      if (!request.success) return refuse(400, 'M_MISSING_PARAMS');
      const { client_secret, phone_number, country } = request.output;
      const number = parsePhoneNumber(phone_number, country);
      if (number === undefined) return refuse(400, 'M_INVALID_PHONE_NUMBER');
      const { msisdn, international } = number;

      // The same secret and number come back to the same validation, even a finished one, and
      // whatever the send_attempt is, each request is another text with the same code.
      const validation =
        validations.find(
          (known) => known.clientSecret === client_secret && known.msisdn === msisdn,
        ) ?? begin(number, client_secret);
      const { sid, code } = validation;
      sendText({
        to: msisdn,
        text: `Your Riot validation code is ${code}, please enter this into the app`,
        code,
      });
      return { status: 200, body: { success: true, sid, msisdn, intl_fmt: international } };
    },

    submitToken(body) {
      const submission = v.safeParse(Submission, body);
      if (!submission.success) return refuse(400, 'M_MISSING_PARAMS');
      const { sid, client_secret, token } = submission.output;
      const validation = find(validations, sid, client_secret);
      if (validation?.code !== token) return refuse(404, 'M_NO_VALID_SESSION');
      validation.validatedAt = Date.now();
      return { status: 200, body: { success: true } };
    },

    getValidated3pid(query) {
      const asked = v.safeParse(Query, query);
      if (!asked.success) return refuse(400, 'M_MISSING_PARAMS');
      const validation = find(validations, asked.output.sid, asked.output.client_secret);
      if (validation === undefined) return refuse(404, 'M_NO_VALID_SESSION');
      const { msisdn, validatedAt } = validation;
      if (validatedAt === undefined) return refuse(400, 'M_SESSION_NOT_VALIDATED');
      return {
        status: 200,
        body: { medium: 'msisdn', address: msisdn, validated_at: validatedAt },
      };
    },
  };
}

function find(validations: readonly Validation[], sid: string, clientSecret: string) {
  return validations.find((known) => known.sid === sid && known.clientSecret === clientSecret);
}

function refuse(status: number, errcode: string): Answer {
  return { status, body: { errcode, error: errcode } };
}
