import * as fc from 'fast-check';
import { disturbed, mutated } from './mutations.ts';
import { recordedBodies } from './recordings.ts';

/** Stands for a homeserver's text, which no user may read. */
export const CANARY = 'text of the homeserver';

/** Numbers that `JSON.stringify` cannot write, and the placeholder for a number in the recordings. */
const RAW: Readonly<Record<string, string>> = {
  '"<1e999>"': '1e999',
  '"<-1e999>"': '-1e999',
  '"<number>"': '1700000000000',
};

const NUMBERS = [0, -0, -1, 1.5, 1e308, 2 ** 53, 8.64e15 + 1, '<1e999>', '<-1e999>'];
const TEXTS = ['', ' ', '\u0000', '\ud800', '𝔸\u202e', CANARY, 'x'.repeat(2000), '__proto__'];
const URLS = [
  'https://homeserver.org/x',
  'https://homeserver.org:444/',
  'https://homeserver.org@evil.example/',
  'https://evil.example/',
  '//evil.example/',
  'javascript:alert(1)',
  'http:',
];
const CONTAINERS = [[], {}, [null], [[]], [{}], { stages: null }, { length: 1 }];

/** Any JSON value, in place of the specified one. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, ...NUMBERS, ...TEXTS, ...URLS, ...CONTAINERS),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Mostly the specified value. */
function mostly(specified: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: specified }, { weight: 1, arbitrary: odd });
}

/** A body whose fields mostly exist and mostly have the specified values. */
function body(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const entries = Object.entries(fields).map(([name, specified]) => [name, mostly(specified)]);
  const all: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(entries);
  return fc.oneof(fc.record(all), fc.record(all, { requiredKeys: [] }));
}

const moment = fc.oneof(fc.constantFrom(0, 1_700_000_000_000), fc.double(), fc.maxSafeInteger());
const text = fc.oneof(fc.string(), fc.constant(CANARY));
const stage = fc.constantFrom(
  'm.login.password',
  'm.login.sso',
  'm.login.dummy',
  'org.example',
  '',
);

const KNOWN = `
  M_UNKNOWN M_FORBIDDEN M_LIMIT_EXCEEDED M_UNKNOWN_TOKEN M_MISSING_TOKEN
  M_BAD_JSON M_NOT_JSON M_INVALID_PARAM M_MISSING_PARAM M_NOT_FOUND
  M_THREEPID_IN_USE M_THREEPID_DENIED M_THREEPID_AUTH_FAILED M_UNRECOGNIZED
  M_THREEPID_MEDIUM_NOT_SUPPORTED M_SERVER_NOT_TRUSTED M_DESTINATION_REJECTED
  M_TOKEN_INCORRECT M_SESSION_EXPIRED M_SESSION_NOT_VALIDATED M_NO_VALID_SESSION
  M_EMAIL_SEND_ERROR M_SEND_ERROR M_INVALID_EMAIL M_INVALID_PHONE_NUMBER
  M_USER_LOCKED M_USER_SUSPENDED M_USER_DEACTIVATED M_RESOURCE_LIMIT_EXCEEDED
  M_TERMS_NOT_SIGNED M_CONSENT_NOT_GIVEN M_THREEPID_NOT_FOUND M_CAPTCHA_NEEDED
  ORG_MATRIX_EXPIRED_ACCOUNT ORG_EXAMPLE_TEAPOT
`;

const ERRCODES = [...KNOWN.trim().split(/\s+/u), `${CANARY}.`, 'm_lower', 'M'];

const errors = body({
  errcode: fc.constantFrom(...ERRCODES),
  error: text,
  retry_after_ms: fc.oneof(fc.nat(), fc.double()),
  soft_logout: fc.boolean(),
});

const SPECIFIED = {
  '/account/3pid': body({
    threepids: fc.array(
      mostly(
        body({
          medium: fc.constantFrom('email', 'msisdn', 'org.example'),
          address: fc.oneof(fc.emailAddress(), fc.string()),
          added_at: moment,
          validated_at: moment,
        }),
      ),
      { maxLength: 4 },
    ),
  }),
  '/capabilities': body({
    capabilities: body({ 'm.3pid_changes': body({ enabled: fc.boolean() }) }),
  }),
  '/auth_metadata': body({
    account_management_uri: fc.oneof(fc.webUrl(), fc.constantFrom(...URLS)),
    account_management_actions_supported: fc.constantFrom([], ['org.matrix.profile'], [7]),
  }),
  '/email/requestToken': body({ sid: fc.string(), submit_url: fc.webUrl() }),
  '/msisdn/requestToken': body({
    sid: fc.string(),
    submit_url: fc.constantFrom('https://homeserver.org/submit', 'https://evil.example/submit'),
    msisdn: fc.stringMatching(/^\d{1,22}$/u),
    intl_fmt: text,
    success: fc.boolean(),
  }),
  '/msisdn/submit_token': body({ success: fc.boolean() }),
  '/add': body({
    flows: fc.array(mostly(body({ stages: fc.array(mostly(stage), { maxLength: 3 }) })), {
      maxLength: 3,
    }),
    session: fc.string(),
    completed: fc.array(mostly(stage), { maxLength: 3 }),
    params: fc.constantFrom<unknown>({}, null, { 'm.oauth': { url: 'javascript:alert(1)' } }),
    errcode: fc.constantFrom(...ERRCODES),
    error: text,
  }),
  '/delete': body({ id_server_unbind_result: fc.constantFrom('success', 'no-support') }),
} satisfies Record<string, fc.Arbitrary<object>>;

export type Path = keyof typeof SPECIFIED;

/** The values as JSON text, in which the placeholders of `RAW` become numbers. */
export function jsonText(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return values.map((value) =>
    (JSON.stringify(value) ?? '').replace(/"<(?:-?1e999|number)>"/gu, (raw) => RAW[raw] ?? raw),
  );
}

/** Possible bodies of an endpoint: as specified with mutations, as recorded with mutations, errors, any text. */
export function bodiesOf(path: Path): fc.Arbitrary<string> {
  const recorded = mutated(fc.constantFrom(...recordedBodies(path)), odd);
  const html = fc.constantFrom('', `<h1>502 Bad Gateway</h1>${CANARY}`, '[', '{"a":', '\ufeff{}');
  return fc.oneof(
    { weight: 6, arbitrary: disturbed(jsonText(SPECIFIED[path])) },
    { weight: 4, arbitrary: disturbed(jsonText(recorded)) },
    { weight: 4, arbitrary: disturbed(jsonText(errors)) },
    { weight: 1, arbitrary: jsonText(odd) },
    { weight: 1, arbitrary: fc.oneof(html, fc.string({ unit: 'binary' }), fc.json()) },
  );
}
