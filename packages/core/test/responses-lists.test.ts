import { describe, expect, it } from 'vitest';
import { authRequiredIn } from '../src/homeserver/auth.ts';
import { createFetchHomeserver } from '../src/homeserver/fetch-homeserver.ts';
import type { Homeserver } from '../src/homeserver/homeserver.ts';
import { isOutcomeUnknown } from '../src/homeserver/problem.ts';
import { parseResponse } from '../src/homeserver/response.ts';
import { systemClock } from '../src/clock.ts';
import { Secret } from '../src/secret.ts';

const signal = new AbortController().signal;
const clientSecret = new Secret('client-secret');
const email = { medium: 'email', address: 'alice@example.org' } as const;
const phone = { medium: 'msisdn', country: 'FR', phoneNumber: '611223344' } as const;

/** A homeserver that responds to everything with this body, and the URLs that it got. */
function responding(body: unknown, status = 200): { homeserver: Homeserver; urls: string[] } {
  const urls: string[] = [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const homeserver = createFetchHomeserver({
    baseUrl: 'https://matrix.example.org',
    prefix: '/_matrix/client/v3',
    getAccessToken: () => 'access-token',
    trustsSubmitUrl: () => false,
    fetch: async (url) => {
      urls.push(String(url));
      return new Response(text, { status });
    },
    clock: systemClock,
    lifetime: signal,
  });
  return { homeserver, urls };
}

function list(body: unknown, status = 200) {
  return responding(body, status).homeserver.listThreepids(signal);
}

function requestToken(body: unknown, entry: typeof email | typeof phone = email, status = 200) {
  const { homeserver } = responding(body, status);
  return homeserver.requestToken({ entry, clientSecret, sendAttempt: 1 }, signal);
}

async function challenge(body: unknown) {
  const response = new Response(JSON.stringify(body), { status: 401 });
  const required = authRequiredIn(await parseResponse(response), null);
  return required?.challenge ?? null;
}

const listed = { medium: 'email', address: 'alice@example.org', added_at: 1 };
const alice = { medium: 'email', address: 'alice@example.org', addedAt: 1 };

describe('the list of threepids', () => {
  it.each([[null], [undefined], [[]]])('is empty if it is %j', async (threepids) => {
    expect(await list({ threepids })).toEqual({ type: 'listed', threepids: [] });
  });

  it.each([
    [null],
    ['alice@example.org'],
    [{}],
    [[]],
    [{ medium: 'email' }],
    [{ medium: 'email', address: null }],
    [{ medium: 'email', address: 5 }],
    [{ medium: 'email', address: '' }],
    [{ medium: 'email', address: 'a'.repeat(501) }],
    [{ medium: null, address: 'bob@example.org' }],
    [{ medium: 'im.example.pager', address: '5' }],
  ])('leaves out %j and keeps the others', async (odd) => {
    expect(await list({ threepids: [odd, listed, odd] })).toEqual({
      type: 'listed',
      threepids: [alice],
    });
  });

  it.each([[null], ['yesterday'], [1e300], [0]])(
    'counts the moment %j as unknown',
    async (added_at) => {
      expect(await list({ threepids: [{ ...listed, added_at }] })).toEqual({
        type: 'listed',
        threepids: [{ ...alice, addedAt: null }],
      });
    },
  );

  it('has at most 1,000 items', async () => {
    const threepids = Array.from({ length: 1_100 }, (_, index) => ({
      medium: 'msisdn',
      address: `${index}`,
    }));
    const response = await list({ threepids });
    expect(response.type === 'listed' && response.threepids.length).toBe(1_000);
  });

  it('cannot be read from a text of more than a million characters', async () => {
    const text = JSON.stringify({ threepids: [listed], padding: 'x'.repeat(1_000_000) });
    expect(await list(text)).toMatchObject({ problem: { code: 'unreadable' } });
  });
});

describe('a challenge of interactive auth', () => {
  const flows = [{ stages: ['m.login.password'] }];

  it('counts null as absent in every optional field', async () => {
    const nothing = { session: null, completed: null, params: null, errcode: null };
    expect(await challenge({ flows, ...nothing })).toEqual(await challenge({ flows }));
    expect(await challenge({ flows: [] })).toMatchObject({ flows: [] });
  });

  it.each([
    [null],
    ['m.login.password'],
    [{}],
    [{ stages: null }],
    [{ stages: [null] }],
    [{ stages: ['m.login.terms', 5] }],
    [{ stages: [''] }],
    [{ stages: ['x'.repeat(256)] }],
    [{ stages: ['\ud800'] }],
    [{ stages: ['m.login.terms\n'] }],
    [{ stages: Array.from({ length: 21 }, (_, index) => `stage-${index}`) }],
  ])('leaves out the flow %j as a whole', async (odd) => {
    expect(await challenge({ flows: [odd, ...flows] })).toMatchObject({
      flows: [['m.login.password']],
    });
  });

  it('has at most 50 flows', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ stages: [`stage-${index}`] }));
    expect((await challenge({ flows: many }))?.flows).toHaveLength(50);
  });

  it('leaves out completed stages that are none', async () => {
    const completed = [null, 'm.login.terms', 5, 'x'.repeat(256)];
    expect(await challenge({ flows, completed })).toMatchObject({ completed: ['m.login.terms'] });
    const many = Array.from({ length: 5_000 }, (_, index) => `stage-${index}`);
    expect((await challenge({ flows, completed: many }))?.completed).toHaveLength(50);
  });

  it('keeps parameters of the stages of its flows only', async () => {
    const params = { 'm.login.password': { hint: 'yours' }, 'm.login.terms': { policies: {} } };
    expect(await challenge({ flows, params })).toMatchObject({
      params: { 'm.login.password': { hint: 'yours' } },
    });
    expect(Object.keys((await challenge({ flows, params }))?.params ?? {})).toHaveLength(1);
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['nested too deep', `{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['too long', JSON.stringify({ policies: 'x'.repeat(60_000) })],
  ])('counts parameters as empty if they are %s', async (_, params) => {
    const text = `{"flows":[{"stages":["m.login.terms"]}],"params":{"m.login.terms":${params}}}`;
    const parsed = await parseResponse(new Response(text, { status: 401 }));
    expect(authRequiredIn(parsed, null)?.challenge.params).toEqual({ 'm.login.terms': {} });
  });

  it('counts a session of more than 1,000 characters as absent', async () => {
    expect(await challenge({ flows, session: 's'.repeat(1_001) })).toMatchObject({ session: null });
    const session = (await challenge({ flows, session: 's'.repeat(1_000) }))?.session;
    expect(session?.reveal()).toHaveLength(1_000);
  });
});

describe('a response to a token request', () => {
  const sent = { sid: 'sid', submit_url: 'https://matrix.example.org/submit' };

  it('counts null as absent in every optional field', async () => {
    expect(
      await requestToken({ sid: 'sid', submit_url: null, msisdn: null, intl_fmt: null }),
    ).toMatchObject({ type: 'sent', submitUrl: null, msisdn: null, intlFmt: null });
  });

  it.each([['x'.repeat(41)], [''], [5], [{}]])(
    'counts an odd number format as absent: %j',
    async (intl_fmt) => {
      const response = await requestToken({ ...sent, intl_fmt, msisdn: 'x' }, phone);
      expect(response).toMatchObject({ type: 'sent', intlFmt: null, msisdn: null });
    },
  );

  it.each([[null], [''], [5], ['s'.repeat(1_001)]])(
    'cannot be read with the sid %j',
    async (sid) => {
      expect(await requestToken({ ...sent, sid }, phone)).toMatchObject({
        problem: { code: 'unreadable' },
      });
    },
  );

  it('keeps the URL for the token as it was checked', async () => {
    const odd = ' https:matrix.example.org/a\tb ';
    const response = await requestToken({ ...sent, submit_url: odd }, phone);
    expect(response).toMatchObject({ submitUrl: 'https://matrix.example.org/ab' });
  });

  it('trusts no URL of more than 2,000 characters', async () => {
    const submit_url = `${sent.submit_url}?${'x'.repeat(2_000)}`;
    expect(await requestToken({ ...sent, submit_url }, phone)).toMatchObject({
      problem: { code: 'submitUrlUntrusted' },
    });
  });
});

it('sends the token to the URL that was checked', async () => {
  const { homeserver, urls } = responding({ success: true });
  const response = await homeserver.submitToken(
    {
      medium: 'msisdn',
      submitUrl: 'https:matrix.example.org/submit',
      sid: new Secret('sid'),
      clientSecret,
      token: new Secret('123456'),
    },
    signal,
  );
  expect(response).toEqual({ type: 'accepted' });
  expect(urls).toEqual(['https://matrix.example.org/submit']);
});

it('takes the account management URL although an action is odd', async () => {
  const { homeserver } = responding({
    account_management_uri: 'https://account.example.org/',
    account_management_actions_supported: [null, 5, 'org.matrix.profile'],
  });
  expect(await homeserver.accountManagementUrl(signal)).toBe(
    'https://account.example.org/?action=org.matrix.profile',
  );
});

it('counts null as unknown for the result of a removal', async () => {
  const { homeserver } = responding({ id_server_unbind_result: null });
  expect(await homeserver.deleteThreepid(email, signal)).toEqual({
    type: 'deleted',
    unbindResult: null,
  });
});

describe('what a homeserver does not offer', () => {
  it.each([
    [501, null],
    [501, 'M_UNKNOWN'],
    [501, 'M_NOT_IMPLEMENTED'],
    [400, 'M_NOT_IMPLEMENTED'],
    [404, 'M_UNKNOWN'],
    [405, null],
    [405, 'M_UNKNOWN'],
  ])('is not supported after %i %s, so that no request is retried', async (status, errcode) => {
    const body = { errcode, error: 'No' };
    const responses = [
      await list(body, status),
      await requestToken(body, email, status),
      await requestToken(body, phone, status),
      await responding(body, status).homeserver.deleteThreepid(email, signal),
    ];
    for (const response of responses) {
      expect(response).toEqual({ type: 'refused', problem: { code: 'unrecognized' } });
      expect(isOutcomeUnknown('problem' in response ? response.problem : null)).toBe(false);
    }
  });
});
