import { CLIENT, REQUEST_EMAIL_TOKEN, requestsOf } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** Variants of the request for a mail. */
export const emailRequests: Scenario = {
  name: 'email-requests',
  async run(recorder) {
    const { requestEmailToken } = requestsOf(recorder);
    let addresses = 0;

    /** Sends a request with another address and session each time. */
    async function vary(step: string, change: object): Promise<void> {
      addresses += 1;
      const session = {
        email: `request-${addresses}@example.org`,
        client_secret: `request${addresses}`,
      };
      await requestEmailToken(step, { ...session, ...change });
    }
    const send = (step: string, body: string | object) =>
      recorder.request(step, { url: REQUEST_EMAIL_TOKEN, body });

    await send('no field at all', {});
    await send('an empty body', '');
    await send('no JSON', '{');
    await send('an array', []);
    await send('null', 'null');
    await send('a text', '"text"');

    for (const key of ['email', 'client_secret', 'send_attempt']) {
      await vary(`no ${key}`, { [key]: undefined });
      await vary(`${key} null`, { [key]: null });
    }
    await vary('an unknown field', { unknown: 1 });

    await vary('send_attempt as text', { send_attempt: '1' });
    await vary('send_attempt as a fraction', { send_attempt: 1.5 });
    await send(
      'send_attempt as a fraction that is whole',
      '{"email":"whole@example.org","client_secret":"whole","send_attempt":1.0}',
    );
    await vary('send_attempt as a boolean', { send_attempt: true });
    await vary('send_attempt 0', { send_attempt: 0 });
    await vary('a negative send_attempt', { send_attempt: -1 });

    await vary('email as a number', { email: 1 });
    await vary('an email without @', { email: 'ab.c' });
    await vary('an email with two @', { email: 'a@b@c' });
    await vary('an email with @ in quotes', { email: '"a@b"@example.org' });
    await vary('an email of two letters', { email: '@a' });
    await vary('an email of three letters', { email: 'a@b' });
    await vary('an email without a domain', { email: 'xy@' });
    await vary('an email without a name', { email: '@xy' });
    await vary('an email of 502 letters', { email: `${'a'.repeat(490)}@example.org` });
    await vary('blanks around and capitals', { email: ' Some.Body@EXAMPLE.org ' });
    await vary('a letter that folds into two', { email: 'Strauß@Example.org' });
    await vary('a domain beyond ASCII', { email: 'someone@exämple.org' });
    await vary('a name beyond ASCII', { email: 'jürgen@example.org' });

    await vary('client_secret with a blank', { client_secret: 'x y' });
    await vary('client_secret of odd letters', { client_secret: '???' });
    await vary('an empty client_secret', { client_secret: '' });
    await vary('client_secret of 255 letters', { client_secret: 'x'.repeat(255) });
    await vary('client_secret of 256 letters', { client_secret: 'x'.repeat(256) });
    await vary('client_secret and a new line', { client_secret: 'x\n' });
    await vary('every letter of a client_secret', { client_secret: 'aZ09.=_-' });

    await vary('a bad email and no client_secret', { email: 'x', client_secret: undefined });
    await vary('a bad email and a bad client_secret', { email: 'x', client_secret: ' ' });

    await vary('id_server', { id_server: 'id.example' });
    await vary('id_server and a bad email', { id_server: 'id.example', email: 'x' });
    await vary('id_server and id_access_token', { id_server: 'id.example', id_access_token: 't' });
    await vary('an empty id_server', { id_server: '' });
    await vary('id_server null', { id_server: null });

    await vary('next_link as a number', { next_link: 1 });
    await vary('next_link null', { next_link: null });
    await vary('an empty next_link', { next_link: '' });
    await vary('next_link to a file', { next_link: 'FILE:///etc' });
    await vary('next_link to a file after a blank', { next_link: ' file:///etc' });
    await vary('next_link to nowhere', { next_link: 'nonsense' });

    const session = { email: 'prefix@example.org', client_secret: 'prefix' };
    const old = { url: REQUEST_EMAIL_TOKEN.replace('v3', 'r0') };
    await requestEmailToken('of old, r0', session, old);
    const unstable = { url: `${CLIENT}/unstable/account/3pid/email/requestToken` };
    await requestEmailToken('unstable', session, unstable);
    await requestEmailToken('an unknown access token', session, {
      as: { accessToken: 'unknown' },
    });
  },
};
