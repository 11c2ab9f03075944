import * as v from 'valibot';
import { validEmail } from './addresses.ts';
import type { ErrorCause } from './dialect.ts';
import { DialectError, matrixError } from './errors.ts';

const CLIENT_SECRET = /^[0-9a-zA-Z.=_-]+$/u;
const MAX_CLIENT_SECRET_LENGTH = 255;

const clientSecret = v.pipe(
  v.string(),
  v.maxLength(MAX_CLIENT_SECRET_LENGTH),
  v.regex(CLIENT_SECRET),
);

const email = v.pipe(
  v.string(),
  v.check((typed) => validEmail(typed) !== null, 'Unable to parse email address'),
  v.transform((typed) => validEmail(typed) ?? typed),
);

const tokenRequest = {
  client_secret: clientSecret,
  send_attempt: v.pipe(v.number(), v.integer()),
  next_link: v.nullish(v.string(), null),
  id_server: v.nullish(v.string(), null),
  id_access_token: v.nullish(v.string(), null),
};

const ID_ACCESS_TOKEN_MISSING = 'id_access_token is required if an id_server is supplied.';

function hasIdAccessToken(body: { id_server: string | null; id_access_token: string | null }) {
  return body.id_server === null || body.id_access_token !== null;
}

/** `POST /account/3pid/email/requestToken` */
export const EmailRequestTokenBody = v.pipe(
  v.object({ ...tokenRequest, email }),
  v.check((body) => hasIdAccessToken(body), ID_ACCESS_TOKEN_MISSING),
);

/** Synapse accepts two capitals anywhere in the text. */
const country = v.custom<string>(
  (code) => typeof code === 'string' && /[A-Z]{2}/u.test(code),
  'Not a valid ISO 3166-1 alpha-2 country code',
);

/** `POST /account/3pid/msisdn/requestToken` */
export const MsisdnRequestTokenBody = v.pipe(
  v.object({ ...tokenRequest, country, phone_number: v.string() }),
  v.check((body) => hasIdAccessToken(body), ID_ACCESS_TOKEN_MISSING),
);

/** `POST /add_threepid/msisdn/submit_token` */
export const SubmitTokenBody = v.object({
  client_secret: clientSecret,
  sid: v.string(),
  token: v.string(),
});

/** `auth` of a request under interactive auth. Each stage reads its own fields. */
const auth = v.pipe(
  v.unknown(),
  // Valibot accepts an array as an object.
  v.rawCheck(({ dataset: { value }, addIssue }) => {
    if (Array.isArray(value)) addIssue({ message: 'Input should be a valid dictionary' });
  }),
  v.looseObject({ session: v.nullish(v.string()), type: v.nullish(v.string()) }),
);

const optionalAuth = v.nullish(auth);

/** `POST /account/3pid/add` */
export const AddBody = v.object({
  client_secret: clientSecret,
  sid: v.string(),
  auth: optionalAuth,
});

/** `POST /account/3pid/delete` */
export const DeleteBody = v.object({
  medium: v.picklist(['email', 'msisdn']),
  address: v.string(),
  id_server: v.nullish(v.string(), null),
});

/** `DELETE /devices/{deviceId}` */
export const DeleteDeviceBody = v.object({ auth: optionalAuth });

/** `POST /account/password` */
export const ChangePasswordBody = v.object({
  auth: optionalAuth,
  new_password: v.nullish(v.pipe(v.string(), v.maxLength(512))),
  logout_devices: v.optional(v.boolean(), true),
});

export type Auth = v.InferOutput<typeof auth>;

/** Throws the error response if the body is not JSON, or does not match the schema. */
export function readBody<Schema extends v.GenericSchema>(
  text: string,
  model: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, parseObject(text));
  if (parsed.success) return parsed.output;
  throw invalidBody(model, parsed.issues);
}

/** As `readBody`, but text that is not JSON counts as an empty object. */
export function readBodyOrEmpty<Schema extends v.GenericSchema>(
  text: string,
  model: string,
  schema: Schema,
): v.InferOutput<Schema> {
  return readBody(isJson(text) ? text : '{}', model, schema);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseObject(text: string): object {
  const content = parseJson(text);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw matrixError(400, 'M_BAD_JSON', 'Content must be a JSON object.');
  }
  return content;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw matrixError(400, 'M_NOT_JSON', 'Content not JSON.');
  }
}

/**
 * One issue has its own errcode, several are `M_BAD_JSON` (`synapse/http/servlet.py`). The text has
 * several lines, like pydantic's, so that tests notice a client that shows it.
 */
function invalidBody(model: string, issues: readonly v.BaseIssue<unknown>[]) {
  const lines = issues.map((issue) => `${v.getDotPath(issue) ?? ''}\n  ${issue.message}`);
  const count = issues.length === 1 ? '1 validation error' : `${issues.length} validation errors`;
  const error = [`${count} for ${model}`, ...lines].join('\n');
  const cause = causeOf(issues);
  return cause === null ? matrixError(400, 'M_BAD_JSON', error) : new DialectError(cause, error);
}

function causeOf([first, ...more]: readonly v.BaseIssue<unknown>[]): ErrorCause | null {
  if (first === undefined || more.length > 0) return null;
  if (first.received === 'undefined') return 'fieldMissing';
  if (first.type === 'custom') return 'numberInvalid';
  return first.type === 'check' ? 'fieldInvalid' : null;
}

/** Reads a required query parameter. */
export function readQuery(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value !== null) return value;
  throw matrixError(400, 'M_MISSING_PARAM', `Missing string query parameter '${name}'`);
}

/** Reads the client secret of a mail's link. */
export function readClientSecretQuery(query: URLSearchParams): string {
  const secret = readQuery(query, 'client_secret');
  if (CLIENT_SECRET.test(secret) && secret.length <= MAX_CLIENT_SECRET_LENGTH) return secret;
  throw matrixError(400, 'M_INVALID_PARAM', 'Invalid client_secret parameter');
}
