import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { profiles, type Settings } from '../src/index.ts';
import {
  openHomeserver,
  type ClientResponse,
} from '../test/simulated-homeserver/open-homeserver.ts';

const Answered = { status: v.number(), body: v.record(v.string(), v.unknown()) };
const Request = v.object({
  asked: v.string(),
  as: v.nullable(v.string()),
  sent: v.unknown(),
  ...Answered,
});
const Attempts = v.record(
  v.string(),
  v.object({ auth: v.nullable(v.record(v.string(), v.unknown())), ...Answered }),
);

/** What Dendrite 0.13.8 answered when it was asked, which no test does. */
const recorded = v.parse(
  v.object({
    requests: v.record(v.string(), Request),
    'where a password is changed': Attempts,
    'where a device is removed': Attempts,
  }),
  JSON.parse(readFileSync(new URL('dendrite.json', import.meta.url), 'utf8')),
);

/** What no client of this project asks for, or could tell: docs/protocol/servers.md, "What is not simulated". */
const DIFFERENT = new Set([
  'a removal of another medium',
  'a removal of nothing',
  'a removal in no JSON',
  'a removal with an unknown access token',
  'where a password is changed: the password of another account',
  'where a password is changed: the localpart, in capitals',
  'where a device is removed: the localpart, in capitals',
]);

/** Dendrite asks there and adds nothing; the simulated homeserver is asked to add in its place. */
const places = [
  {
    place: 'where a password is changed',
    settings: { ...profiles.dendrite, notServed: [], mailServer: 'working' },
  },
  { place: 'where a device is removed', settings: profiles.dendriteDevices },
] as const satisfies { place: string; settings: Partial<Settings> }[];

const PASSWORD = 'Passw0rd!1';

describe('Dendrite answers', () => {
  it.each(Object.entries(recorded.requests))('%s', async (step, { asked, as, sent, ...answer }) => {
    const { send, alice } = openHomeserver(profiles.dendrite);
    const [method = '', path = ''] = asked.split(' ');
    const question = { as: as === 'alice' ? alice.accessToken : as };
    compare(step, await send(method, path, sent ?? undefined, question), answer);
  });
});

describe.each(places)('Dendrite asks who is there, $place', ({ place, settings }) => {
  let answered: Record<string, ClientResponse>;
  beforeAll(async () => {
    answered = await attempt(settings, recorded[place]);
  });

  it.each(Object.entries(recorded[place]))('%s', (step, { status, body }) => {
    compare(`${place}: ${step}`, answered[step], { status, body });
  });
});

it('says of no answer that it differs but of those there are', () => {
  const attempts = places.flatMap(({ place }) =>
    Object.keys(recorded[place]).map((step) => `${place}: ${step}`),
  );
  const known = new Set([...Object.keys(recorded.requests), ...attempts]);
  expect([...DIFFERENT].filter((step) => !known.has(step))).toEqual([]);
});

/** What is said to people may be anything. */
function compare(
  step: string,
  answered: ClientResponse | undefined,
  { status, body }: Attempt,
): void {
  const expected = { status, body: { ...body, ...('error' in body && { error: anyText }) } };
  if (DIFFERENT.has(step)) expect(answered).not.toEqual(expected);
  else expect(answered).toEqual(expected);
}

type Attempt = Pick<v.InferOutput<typeof Request>, 'status' | 'body'>;

const anyText = expect.any(String);

/** Asks for the same in the same order; sessions are called as they are in what was recorded. */
async function attempt(settings: Partial<Settings>, attempts: v.InferOutput<typeof Attempts>) {
  const { homeserver, validated, add } = openHomeserver(settings);
  homeserver.setPassword('alice', PASSWORD);
  homeserver.addAccount({ userId: 'bob', password: PASSWORD });
  const proof = await validated();
  const sessions = new Map([[':localhost', `:${homeserver.serverName}`]]);
  const answered: Record<string, ClientResponse> = {};
  for (const [step, { auth, body }] of Object.entries(attempts)) {
    let sent = JSON.stringify({ ...proof, ...(auth && { auth }) });
    for (const [name, today] of sessions) sent = sent.replaceAll(name, today);
    const answer = await add(JSON.parse(sent));
    const opened = v.safeParse(v.object({ session: v.string() }), answer.body);
    const name = String(body['session']);
    if (opened.success && name.startsWith('<') && !sessions.has(name)) {
      sessions.set(name, opened.output.session);
    }
    let text = JSON.stringify(answer);
    for (const [name, today] of sessions) text = text.replaceAll(today, name);
    answered[step] = JSON.parse(text);
  }
  return answered;
}
