import { passwordOf, requestsOf, SUBMIT_EMAIL_TOKEN } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** The link with other parameters; null removes one. */
function withParameters(link: string, parameters: Readonly<Record<string, string | null>>): string {
  const url = new URL(link);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** Variants of the request that opens a mail's link. */
export const emailLinks: Scenario = {
  name: 'email-links',
  async run(recorder, homeserver) {
    const { requestEmailToken } = requestsOf(recorder);
    const { request } = recorder;

    async function mailedLink(step: string, name: string, change: object = {}): Promise<string> {
      const session = { email: `${name}@example.org`, client_secret: name };
      await requestEmailToken(step, { ...session, ...change });
      return (await homeserver.nextMail(session.email)).link;
    }

    const link = await mailedLink('a mail', 'link');
    const vary = (step: string, parameters: Readonly<Record<string, string | null>>) =>
      request(step, { url: withParameters(link, parameters) });
    await request('no parameter at all', { url: SUBMIT_EMAIL_TOKEN });
    await vary('no token', { token: null });
    await vary('no sid', { sid: null });
    await vary('no client_secret', { client_secret: null });
    await vary('a client_secret with a blank', { client_secret: 'x y' });
    await vary('a client_secret of 256 letters', { client_secret: 'x'.repeat(256) });
    await vary('a wrong token', { token: 'wrong' });
    await vary('an empty token', { token: '' });
    await vary('another client_secret', { client_secret: 'other' });
    await vary('an unknown sid', { sid: 'unknown' });
    await vary('all of them wrong', { token: 'x', client_secret: 'x', sid: 'x' });
    await vary('a parameter more', { more: '1' });
    await vary('again with a wrong token', { token: 'wrong' });
    await request('again', { url: link });

    const head = await mailedLink('a mail for HEAD', 'head');
    await request('HEAD', { url: head, method: 'HEAD' });
    await request('after HEAD', { url: head });

    const withQuery = await mailedLink('a mail that leads to a query', 'query', {
      next_link: 'https://app.example/x?a=b',
    });
    await request('on to a query', { url: withQuery });
    const withFragment = await mailedLink('a mail that leads to a fragment', 'fragment', {
      next_link: 'https://app.example/#/settings/email',
    });
    await request('on to a fragment', { url: withFragment });
    await request('on to a fragment, again', { url: withFragment });
    await request('on to a fragment, by HEAD', { url: withFragment, method: 'HEAD' });
    const script = await mailedLink('a mail that leads to a script', 'script', {
      next_link: 'javascript:alert(1)',
    });
    await request('on to a script', { url: script });
  },
};

/** HEAD validates the address too, so a program that checks the link of a mail validates it. */
export const addingAfterHead: Scenario = {
  name: 'adding-after-head',
  async run(recorder, homeserver) {
    const { requestEmailToken, add, list } = requestsOf(recorder);
    const alice = await recorder.newAccount('alice');
    const session = { email: 'scanned@example.org', client_secret: 'scanned' };
    const requested = await requestEmailToken('a mail', session);
    const { link } = await homeserver.nextMail(session.email);
    await recorder.request('its link by HEAD alone', { url: link, method: 'HEAD' });
    const proof = { sid: requested.text('sid'), client_secret: session.client_secret };
    await add('added', alice, proof, passwordOf(alice));
    await list('what is listed', alice);
  },
};
