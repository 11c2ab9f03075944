import { expect, it } from 'vitest';
import { openHomeserver } from './open-homeserver.ts';

const error = expect.any(String);
const refused = (errcode: string) => ({ status: 400, body: { errcode, error } });

it.each([
  '3pid/email/requestToken',
  '3pid/msisdn/requestToken',
  '3pid/add',
  '3pid/delete',
  'password',
])('wants a JSON object: %s', async (path) => {
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
it('has an errcode of its own for one missing field, one for several errors', async () => {
  const { requestEmailToken, requestMsisdnToken } = openHomeserver();
  for (const field of ['email', 'client_secret', 'send_attempt']) {
    expect(await requestEmailToken({ [field]: undefined })).toEqual(refused('M_MISSING_PARAM'));
    expect(await requestEmailToken({ [field]: null })).toEqual(refused('M_BAD_JSON'));
  }
  for (const field of ['country', 'phone_number', 'client_secret', 'send_attempt']) {
    expect(await requestMsisdnToken({ [field]: undefined })).toEqual(refused('M_MISSING_PARAM'));
  }
  const two = { email: undefined, client_secret: undefined };
  expect(await requestEmailToken(two)).toEqual(refused('M_BAD_JSON'));
  expect(await requestEmailToken({ ...two, email: 'nonsense' })).toEqual(refused('M_BAD_JSON'));
});

it('says what is wrong in several lines that nobody should be shown', async () => {
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
])('reads no email address in %j', async (email, errcode) => {
  const { requestEmailToken } = openHomeserver();
  expect(await requestEmailToken({ email })).toEqual(refused(errcode));
});

it.each(['a@b', `${'a'.repeat(488)}@example.org`])(
  'takes %j for an email address',
  async (email) => {
    const { requestEmailToken } = openHomeserver();
    expect((await requestEmailToken({ email })).status).toBe(200);
  },
);

it.each(['xy@', '@xy'])(
  'takes %j for an email address to which no mail can be sent',
  async (email) => {
    const { homeserver, requestEmailToken } = openHomeserver();
    expect(await requestEmailToken({ email })).toEqual({
      status: 500,
      body: { errcode: 'M_UNKNOWN', error: 'An error was encountered when sending the email' },
    });
    expect(homeserver.mailbox.sent).toEqual([]);
  },
);

it.each(['fr', 'F', 1, null])('takes %j for no country', async (country) => {
  const { requestMsisdnToken } = openHomeserver();
  expect(await requestMsisdnToken({ country })).toEqual(refused('M_INVALID_PARAM'));
  expect(await requestMsisdnToken({ country, client_secret: undefined })).toEqual(
    refused('M_BAD_JSON'),
  );
});

// Specification, identity service API, "Validating ownership": the grammar of a client secret.
it.each(['', 'x y', 'ü', 'x'.repeat(256), 1])(
  'takes %j for no client secret',
  async (client_secret) => {
    const { requestEmailToken, add, submitMsisdnToken } = openHomeserver();
    expect(await requestEmailToken({ client_secret })).toEqual(refused('M_BAD_JSON'));
    expect(await add({ sid: 'any', client_secret })).toEqual(refused('M_BAD_JSON'));
    const submission = { sid: 'any', token: 'any', client_secret };
    expect(await submitMsisdnToken(submission)).toEqual(refused('M_BAD_JSON'));
  },
);

it.each(['0.Az=_-', 'x'.repeat(255)])('takes %j for a client secret', async (client_secret) => {
  const { requestEmailToken } = openHomeserver();
  expect((await requestEmailToken({ client_secret })).status).toBe(200);
});

it.each(['1', 1.5, true])('takes %j for no attempt', async (send_attempt) => {
  const { requestEmailToken } = openHomeserver();
  expect(await requestEmailToken({ send_attempt })).toEqual(refused('M_BAD_JSON'));
});

it('wants an access token for an identity server that is named', async () => {
  const { requestEmailToken, requestMsisdnToken } = openHomeserver();
  const id_server = 'id.example';
  const tokenMissing = refused('M_INVALID_PARAM');
  expect(await requestEmailToken({ id_server })).toEqual(tokenMissing);
  expect(await requestMsisdnToken({ id_server })).toEqual(tokenMissing);
  expect((await requestEmailToken({ id_server, id_access_token: 'any' })).status).toBe(200);
  expect((await requestEmailToken({ id_server: null })).status).toBe(200);
});

it('wants the fields of the other endpoints as well', async () => {
  const { add, post, submitMsisdnToken } = openHomeserver();
  expect(await add({ client_secret: 'any' })).toEqual(refused('M_MISSING_PARAM'));
  expect(await add({ client_secret: 'any', sid: 1 })).toEqual(refused('M_BAD_JSON'));
  for (const auth of ['any', [], 1]) {
    expect(await add({ client_secret: 'any', sid: 'any', auth })).toEqual(refused('M_BAD_JSON'));
  }
  expect(await submitMsisdnToken({ sid: 'any', client_secret: 'any' })).toEqual(
    refused('M_MISSING_PARAM'),
  );
  expect(await post('3pid/delete', { medium: 'email' })).toEqual(refused('M_MISSING_PARAM'));
  expect(await post('3pid/delete', { medium: 'fax', address: 'any' })).toEqual(
    refused('M_BAD_JSON'),
  );
});
