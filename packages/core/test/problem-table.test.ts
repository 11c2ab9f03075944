import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemOf, type RequestInfo } from '../src/homeserver/problem.ts';
import { en } from '../src/messages/en.ts';

const page = readFileSync(new URL('../../../docs/protocol/errors.md', import.meta.url), 'utf8');

type Endpoint = RequestInfo['endpoint'];

const ENDPOINTS: Readonly<Record<string, readonly Endpoint[]>> = {
  'request token': ['requestToken'],
  'submit token': ['submitToken'],
  add: ['add', 'addWithAuth', 'addWithPassword'],
  'with auth': ['addWithAuth'],
  'with password': ['addWithPassword'],
  delete: ['delete'],
};

const EVERY_ENDPOINT: readonly Endpoint[] = [
  ...new Set(['read' as const, ...Object.values(ENDPOINTS).flat()]),
];

/** Rows for bodies that the homeserver client handles before `problemOf`. */
const BODIES = [
  'for a phone number, without `submit_url`',
  'with a `submit_url` that is not trusted',
  '`success: false`',
  '`flows`, with or without an errcode',
];

interface ErrorCase {
  readonly endpoint: Endpoint;
  readonly medium: 'email' | 'msisdn';
  readonly status: number;
  readonly errcode: string | null;
}

interface Row {
  readonly problem: string;
  matches(response: ErrorCase): boolean;
}

/** Returns the cells of the table with this header, without the header. */
function tableAfter(header: RegExp): string[][] {
  const [, rest = ''] = page.split(header);
  const lines = rest.split('\n').slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function isAny(cell: string): boolean {
  // The first row that matches decides, so "any other" needs no memory of the rows above.
  return cell === 'any' || cell === 'any other';
}

function endpointsOf(cell: string): readonly Endpoint[] {
  if (isAny(cell)) return EVERY_ENDPOINT;
  return cell.split(', ').flatMap((name) => ENDPOINTS[name] ?? fail(`endpoint ${name}`));
}

function statusTest(cell: string): (status: number) => boolean {
  if (isAny(cell)) return () => true;
  if (cell === 'no response') return (status) => status === 0;
  const [, from, to] = /^(\d+) to (\d+)$/u.exec(cell) ?? [];
  if (from !== undefined) return (status) => status >= Number(from) && status <= Number(to);
  if (!/^\d+(?:, \d+)*$/u.test(cell)) fail(`status ${cell}`);
  return (status) => cell.split(', ').includes(String(status));
}

/** The codes for malformed input, which are in a footnote. */
const malformed = codesIn(/^3\. (.*)$/mu.exec(page)?.[1] ?? '');

function codesIn(text: string): (string | null)[] {
  const codes = [...text.matchAll(/`([A-Z]+_[A-Z_]+)`/gu)].map(([, code = '']) => code);
  return text.endsWith(', none') ? [...codes, null] : codes;
}

function errorTest(cell: string): (response: ErrorCase) => boolean {
  if (isAny(cell) || cell === '' || cell === 'a body of another shape than specified') {
    return () => true;
  }
  const codes = cell === 'a code for malformed input (3)' ? malformed : codesIn(cell);
  if (codes.length === 0) fail(`errcode ${cell}`);
  const [, medium] = /, for (an email address|a phone number)$/u.exec(cell) ?? [];
  return (response) =>
    codes.includes(response.errcode) &&
    (medium === undefined || (medium === 'an email address') === (response.medium === 'email'));
}

function fail(what: string): never {
  throw new Error(`The test cannot read the table: ${what}`);
}

const rows = tableAfter(/^\| endpoint +\| status .*$/mu)
  .filter(([, , error = '']) => !BODIES.includes(error))
  .map(([endpoint = '', status = '', error = '', problem = '']): Row => {
    const endpoints = endpointsOf(endpoint);
    const isStatus = statusTest(status);
    const isError = errorTest(error);
    return {
      problem: /^`(\w+)`(?: \(\d\))?$/u.exec(problem)?.[1] ?? fail(`problem ${problem}`),
      matches: (response) =>
        endpoints.includes(response.endpoint) && isStatus(response.status) && isError(response),
    };
  });

const errcodes = [...new Set([...codesIn(page), null, 'M_CAPTCHA_NEEDED'])];
const statuses = [0, 200, 204, 304, 400, 401, 403, 404, 405, 409, 418, 429, 500, 502, 599];

const cases = EVERY_ENDPOINT.flatMap((endpoint) =>
  (['email', 'msisdn'] as const).flatMap((medium) =>
    statuses.flatMap((status) =>
      errcodes.map((errcode): ErrorCase => ({ endpoint, medium, status, errcode })),
    ),
  ),
);

it('maps each error response to the problem that the documented table has', () => {
  expect(rows.length).toBeGreaterThan(30);
  const actual = cases.map((response) => {
    const { endpoint, medium, status, errcode } = response;
    const { code } = problemOf(
      { status, errcode, retryAfter: null, softLogout: false },
      { endpoint, medium, at: 0 },
    );
    return { ...response, code };
  });
  const documented = cases.map((response) => ({
    ...response,
    code: rows.find(({ matches }) => matches(response))?.problem,
  }));
  expect(actual).toEqual(documented);
});

it('decides at least one response by each row of the documented table', () => {
  const deciding = new Set(cases.map((response) => rows.findIndex((row) => row.matches(response))));
  expect(rows.filter((_, index) => !deciding.has(index))).toEqual([]);
});

it('documents where every problem comes from', () => {
  const [origins = ''] = page.split('## Effect on the machines');
  const codes = Object.keys(en.problems);
  expect(codes.filter((code) => !origins.includes(`\`${code}\``))).toEqual([]);
});
