import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { profiles, type Settings } from '../src/index.ts';
import {
  openHomeserver,
  type ClientResponse,
} from '../test/simulated-homeserver/open-homeserver.ts';

const ResponseFields = { status: v.number(), body: v.record(v.string(), v.unknown()) };
const RecordedRequest = v.object({
  asked: v.string(),
  as: v.nullable(v.string()),
  sent: v.unknown(),
  ...ResponseFields,
});
const Attempts = v.record(
  v.string(),
  v.object({ auth: v.nullable(v.record(v.string(), v.unknown())), ...ResponseFields }),
);

/** Responses of Dendrite 0.13.8. They were recorded by hand; no test runs a real Dendrite. */
const recorded = v.parse(
  v.object({
    requests: v.record(v.string(), RecordedRequest),
    'where a password is changed': Attempts,
    'where a device is removed': Attempts,
  }),
  JSON.parse(readFileSync(new URL('dendrite.json', import.meta.url), 'utf8')),
);

/** The steps to which the simulated homeserver responds differently. No client notices: docs/protocol/servers.md, "What is not simulated". */
const DIFFERENT_STEPS = new Set([
  'a removal of another medium',
  'a removal of nothing',
  'a removal in no JSON',
  'a removal with an unknown access token',
  'where a password is changed: the password of another account',
  'where a password is changed: the localpart, in capitals',
  'where a device is removed: the localpart, in capitals',
]);

/**
 * Dendrite has interactive auth at these endpoints, and cannot add threepids. The simulated homeserver
 * does not serve these endpoints, so the test adds a threepid instead.
 */
const endpoints = [
  {
    name: 'where a password is changed',
    settings: { ...profiles.dendrite, notServed: [], mailServer: 'working' },
  },
  { name: 'where a device is removed', settings: profiles.dendriteDevices },
] as const satisfies { name: string; settings: Partial<Settings> }[];

const PASSWORD = 'Passw0rd!1';

describe('the simulated Dendrite', () => {
  it.each(Object.entries(recorded.requests))(
    '%s',
    async (step, { asked, as, sent, ...expected }) => {
      const { send, alice } = openHomeserver(profiles.dendrite);
      const [method = '', path = ''] = asked.split(' ');
      const options = { as: as === 'alice' ? alice.accessToken : as };
      compare(step, await send(method, path, sent ?? undefined, options), expected);
    },
  );
});

describe.each(endpoints)(
  'interactive auth of the simulated Dendrite, $name',
  ({ name, settings }) => {
    let responses: Record<string, ClientResponse>;
    beforeAll(async () => {
      responses = await sendAttempts(settings, recorded[name]);
    });

    it.each(Object.entries(recorded[name]))('%s', (step, { status, body }) => {
      compare(`${name}: ${step}`, responses[step], { status, body });
    });
  },
);

it('lists only recorded steps as different', () => {
  const attempts = endpoints.flatMap(({ name }) =>
    Object.keys(recorded[name]).map((step) => `${name}: ${step}`),
  );
  const known = new Set([...Object.keys(recorded.requests), ...attempts]);
  expect([...DIFFERENT_STEPS].filter((step) => !known.has(step))).toEqual([]);
});

/** The text of `error` may differ. */
function compare(
  step: string,
  response: ClientResponse | undefined,
  { status, body }: Attempt,
): void {
  const expected = { status, body: { ...body, ...('error' in body && { error: anyText }) } };
  if (DIFFERENT_STEPS.has(step)) expect(response).not.toEqual(expected);
  else expect(response).toEqual(expected);
}

type Attempt = Pick<v.InferOutput<typeof RecordedRequest>, 'status' | 'body'>;

const anyText = expect.any(String);

/** Sends the recorded requests in order. Replaces the session ids of this run by the recorded placeholders. */
async function sendAttempts(settings: Partial<Settings>, attempts: v.InferOutput<typeof Attempts>) {
  const { homeserver, validated, add } = openHomeserver(settings);
  homeserver.setPassword('alice', PASSWORD);
  homeserver.addAccount({ userId: 'bob', password: PASSWORD });
  const proof = await validated();
  const idsByPlaceholder = new Map([[':localhost', `:${homeserver.serverName}`]]);
  const responses: Record<string, ClientResponse> = {};
  for (const [step, { auth, body }] of Object.entries(attempts)) {
    let sent = JSON.stringify({ ...proof, ...(auth && { auth }) });
    for (const [placeholder, id] of idsByPlaceholder) sent = sent.replaceAll(placeholder, id);
    const response = await add(JSON.parse(sent));
    const challenge = v.safeParse(v.object({ session: v.string() }), response.body);
    const placeholder = String(body['session']);
    if (challenge.success && placeholder.startsWith('<') && !idsByPlaceholder.has(placeholder)) {
      idsByPlaceholder.set(placeholder, challenge.output.session);
    }
    let text = JSON.stringify(response);
    for (const [placeholder, id] of idsByPlaceholder) text = text.replaceAll(id, placeholder);
    responses[step] = JSON.parse(text);
  }
  return responses;
}
