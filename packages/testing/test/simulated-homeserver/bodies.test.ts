import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

const error = expect.any(String);
const rejected = (errcode: string) => ({ status: 400, body: { errcode, error } });

it.each([
  '3pid/email/requestToken',
  '3pid/msisdn/requestToken',
  '3pid/add',
  '3pid/delete',
  'password',
])('requires a JSON object: %s', async (path) => {
  const { post } = openHomeserver();
  for (const body of ['', '{', 'nonsense']) {
    expect(await post(path, body)).toEqual({
      status: 400,
      body: { errcode: 'M_NOT_JSON', error: 'Content not JSON.' },
    });
  }
  for (const body of ['[]', 'null', '"text"', '1']) {
    expect(await post(path, body)).toEqual({
      status: 400,
      body: { errcode: 'M_BAD_JSON', error: 'Content must be a JSON object.' },
    });
  }
});

// Synapse, `validate_json_object` in synapse/http/servlet.py.
it('has one errcode for a missing field, another for several errors', async () => {
  const { requestEmailToken, requestMsisdnToken } = openHomeserver();
  for (const field of ['email', 'client_secret', 'send_attempt']) {
    expect(await requestEmailToken({ [field]: undefined })).toEqual(rejected('M_MISSING_PARAM'));
    expect(await requestEmailToken({ [field]: null })).toEqual(rejected('M_BAD_JSON'));
  }
  for (const field of ['country', 'phone_number', 'client_secret', 'send_attempt']) {
    expect(await requestMsisdnToken({ [field]: undefined })).toEqual(rejected('M_MISSING_PARAM'));
  }
  const two = { email: undefined, client_secret: undefined };
  expect(await requestEmailToken(two)).toEqual(rejected('M_BAD_JSON'));
  expect(await requestEmailToken({ ...two, email: 'nonsense' })).toEqual(rejected('M_BAD_JSON'));
});

it('describes an error in several lines, not meant for users', async () => {
  const { requestEmailToken } = openHomeserver();
  expect(await requestEmailToken({ email: 'nonsense' })).toEqual({
    status: 400,
    body: {
      errcode: 'M_INVALID_PARAM',
      error: '1 validation error for EmailRequestTokenBody\nemail\n  Unable to parse email address',
    },
  });
});

// Synapse, `validate_email` in synapse/util/threepids.py.
it.each([
  ['nonsense', 'M_INVALID_PARAM'],
  ['a@b@c', 'M_INVALID_PARAM'],
  ['@a', 'M_INVALID_PARAM'],
  [`${'a'.repeat(489)}@example.org`, 'M_INVALID_PARAM'],
  [1, 'M_BAD_JSON'],
])('rejects %j as an email address', async (email, errcode) => {
  const { requestEmailToken } = openHomeserver();
  expect(await requestEmailToken({ email })).toEqual(rejected(errcode));
});

it.each(['a@b', `${'a'.repeat(488)}@example.org`])(
  'accepts %j as an email address',
  async (email) => {
    const { requestEmailToken } = openHomeserver();
    expect((await requestEmailToken({ email })).status).toBe(200);
  },
);

it.each(['xy@', '@xy'])(
  'accepts %j as an email address, and fails to send a mail',
  async (email) => {
    const { homeserver, requestEmailToken } = openHomeserver();
    expect(await requestEmailToken({ email })).toEqual({
      status: 500,
      body: { errcode: 'M_UNKNOWN', error: 'An error was encountered when sending the email' },
    });
    expect(homeserver.mailbox.sent).toEqual([]);
  },
);

it.each(['fr', 'F', 1, null])('rejects %j as a country', async (country) => {
  const { requestMsisdnToken } = openHomeserver();
  expect(await requestMsisdnToken({ country })).toEqual(rejected('M_INVALID_PARAM'));
  expect(await requestMsisdnToken({ country, client_secret: undefined })).toEqual(
    rejected('M_BAD_JSON'),
  );
});

// Specification, identity service API, "Validating ownership": the grammar of a client secret.
it.each(['', 'x y', 'ü', 'x'.repeat(256), 1])(
  'rejects %j as a client secret',
  async (client_secret) => {
    const { requestEmailToken, add, submitMsisdnToken } = openHomeserver();
    expect(await requestEmailToken({ client_secret })).toEqual(rejected('M_BAD_JSON'));
    expect(await add({ sid: 'any', client_secret })).toEqual(rejected('M_BAD_JSON'));
    const submission = { sid: 'any', token: 'any', client_secret };
    expect(await submitMsisdnToken(submission)).toEqual(rejected('M_BAD_JSON'));
  },
);

it.each(['0.Az=_-', 'x'.repeat(255)])('accepts %j as a client secret', async (client_secret) => {
  const { requestEmailToken } = openHomeserver();
  expect((await requestEmailToken({ client_secret })).status).toBe(200);
});

it.each(['1', 1.5, true])('rejects %j as a send attempt', async (send_attempt) => {
  const { requestEmailToken } = openHomeserver();
  expect(await requestEmailToken({ send_attempt })).toEqual(rejected('M_BAD_JSON'));
});

it('requires an access token with an identity server', async () => {
  const { requestEmailToken, requestMsisdnToken } = openHomeserver();
  const id_server = 'id.example';
  const tokenMissing = rejected('M_INVALID_PARAM');
  expect(await requestEmailToken({ id_server })).toEqual(tokenMissing);
  expect(await requestMsisdnToken({ id_server })).toEqual(tokenMissing);
  expect((await requestEmailToken({ id_server, id_access_token: 'any' })).status).toBe(200);
  expect((await requestEmailToken({ id_server: null })).status).toBe(200);
});

it('requires the fields of the other endpoints', async () => {
  const { add, post, submitMsisdnToken } = openHomeserver();
  expect(await add({ client_secret: 'any' })).toEqual(rejected('M_MISSING_PARAM'));
  expect(await add({ client_secret: 'any', sid: 1 })).toEqual(rejected('M_BAD_JSON'));
  for (const auth of ['any', [], 1]) {
    expect(await add({ client_secret: 'any', sid: 'any', auth })).toEqual(rejected('M_BAD_JSON'));
  }
  expect(await submitMsisdnToken({ sid: 'any', client_secret: 'any' })).toEqual(
    rejected('M_MISSING_PARAM'),
  );
  expect(await post('3pid/delete', { medium: 'email' })).toEqual(rejected('M_MISSING_PARAM'));
  expect(await post('3pid/delete', { medium: 'fax', address: 'any' })).toEqual(
    rejected('M_BAD_JSON'),
  );
});
