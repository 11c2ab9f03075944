import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemOf, type Problem, type RequestInfo } from '../src/homeserver/problem.ts';

const PATH = '../../../docs/protocol/problem-table.md';

type Column = Pick<RequestInfo, 'endpoint' | 'medium'> & { readonly title: string };

const columns: readonly Column[] = [
  { title: 'read', endpoint: 'read', medium: 'email' },
  { title: 'request token (email)', endpoint: 'requestToken', medium: 'email' },
  { title: 'request token (phone)', endpoint: 'requestToken', medium: 'msisdn' },
  { title: 'submit token', endpoint: 'submitToken', medium: 'msisdn' },
  { title: 'add', endpoint: 'add', medium: 'email' },
  { title: 'with auth', endpoint: 'addWithAuth', medium: 'email' },
  { title: 'with password', endpoint: 'addWithPassword', medium: 'email' },
  { title: 'delete', endpoint: 'delete', medium: 'email' },
];

/** Every errcode that the source names, so that a new one gets a row. */
const source = readFileSync(new URL('../src/homeserver/problem.ts', import.meta.url), 'utf8');
const errcodes = [...new Set(source.match(/(?<=')(?:M|ORG)_[A-Z_]+(?=')/gu))].sort();

/** Statuses that matter for these errcodes; for every other one, the errcode alone decides. */
const STATUSES: Partial<Record<string, readonly number[]>> = {
  M_BAD_JSON: [400, 403],
  M_FORBIDDEN: [400, 401, 403],
  M_UNKNOWN: [200, 400, 403, 404, 500, 501],
};

const rows: readonly (readonly [errcode: string | null, status: number])[] = [
  ...errcodes.flatMap((errcode) =>
    (STATUSES[errcode] ?? [400]).map((status) => [errcode, status] as const),
  ),
  ...[200, 400, 401, 403, 404, 405, 429, 500, 501, 502].map((status) => [null, status] as const),
];

function problem({ endpoint, medium }: Column, errcode: string | null, status: number): Problem {
  const response = { status, errcode, retryAfter: null, softLogout: false };
  return problemOf(response, { endpoint, medium, at: 0 });
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Lays the table out as Prettier does. */
function aligned(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0)),
  );
  const pad = (cells: readonly string[]) =>
    line(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  const [head = [], ...body] = table;
  return [pad(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(pad)].join('\n');
}

it('documents what each errcode means on each endpoint', async () => {
  const head = ['errcode', 'status', ...columns.map(({ title }) => title)];
  const body = rows.map(([errcode, status]) => [
    errcode === null ? 'none' : `\`${errcode}\``,
    `${status}`,
    ...columns.map((column) => `\`${problem(column, errcode, status).code}\``),
  ]);
  const text = `<!-- Written by packages/core/test/problem-table.test.ts: \`npx vitest run problem-table -u\` in packages/core writes it again. -->

# Problems by errcode and endpoint

\`problemOf\` in \`packages/core/src/homeserver/problem.ts\` decides. [What each response means](errors.md) explains the endpoints.

${aligned([head, ...body])}
`;
  await expect(text).toMatchFileSnapshot(PATH);
});

/** The endpoints on which a problem makes sense; a problem that is not named makes sense on all. */
const PLACES: Partial<Record<Problem['code'], readonly RequestInfo['endpoint'][]>> = {
  inUse: ['requestToken', 'submitToken', 'add', 'addWithAuth', 'addWithPassword'],
  addressDenied: ['requestToken', 'submitToken', 'add', 'addWithAuth', 'addWithPassword'],
  mediumUnsupported: ['requestToken', 'submitToken', 'add', 'addWithAuth', 'addWithPassword'],
  serverNotTrusted: ['requestToken', 'submitToken', 'add', 'addWithAuth', 'addWithPassword'],
  addressRejected: ['requestToken'],
  destinationRejected: ['requestToken'],
  phoneUnsendable: ['requestToken'],
  sendFailed: ['requestToken'],
  tokenWrong: ['submitToken'],
  sessionExpired: ['submitToken', 'add', 'addWithAuth', 'addWithPassword'],
  notValidated: ['add', 'addWithAuth', 'addWithPassword'],
  changesDisabled: ['requestToken', 'add', 'addWithAuth', 'addWithPassword', 'delete'],
  passwordWrong: ['addWithPassword'],
  authRefused: ['addWithAuth'],
  authExpired: ['addWithAuth', 'addWithPassword'],
  alreadyRemoved: ['delete'],
};

describe.each(columns)('$title', (column) => {
  it.each([200, 400, 401, 403, 404, 405, 500, 501])(
    'has only problems that the user can have there after a %i',
    (status) => {
      for (const errcode of [...errcodes, null]) {
        const { code } = problem(column, errcode, status);
        expect(PLACES[code] ?? [column.endpoint], `${errcode}: ${code}`).toContain(column.endpoint);
      }
    },
  );
});

it('mentions text messages for phone numbers only', () => {
  const [, email, phone] = columns;
  if (email === undefined || phone === undefined) throw new Error('No columns');
  expect(problem(email, 'M_DESTINATION_REJECTED', 400).code).toBe('addressRejected');
  expect(problem(phone, 'M_DESTINATION_REJECTED', 400).code).toBe('destinationRejected');
});

it('says that the account may not remove an address that the homeserver protects', () => {
  const removal = { endpoint: 'delete', medium: 'email', title: '' } as const;
  expect(problem(removal, 'M_THREEPID_DENIED', 403)).toEqual({ code: 'accountRestricted' });
});
