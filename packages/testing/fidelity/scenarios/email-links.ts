import { passwordOf, requestsOf, SUBMIT_EMAIL_TOKEN } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

/** The link with other parameters; null takes one away. */
function changed(link: string, parameters: Readonly<Record<string, string | null>>): string {
  const url = new URL(link);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** A mail's link, opened as it is and otherwise. */
export const emailLinks: Scenario = {
  name: 'email-links',
  async perform(conversation, subject) {
    const { requestEmailToken } = requestsOf(conversation);
    const { ask } = conversation;

    async function mailedLink(step: string, name: string, change: object = {}): Promise<string> {
      const session = { email: `${name}@example.org`, client_secret: name };
      await requestEmailToken(step, { ...session, ...change });
      return (await subject.nextMail(session.email)).link;
    }

    const link = await mailedLink('a mail', 'link');
    const vary = (step: string, parameters: Readonly<Record<string, string | null>>) =>
      ask(step, { url: changed(link, parameters) });
    await ask('no parameter at all', { url: SUBMIT_EMAIL_TOKEN });
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
    await ask('again', { url: link });

    const head = await mailedLink('a mail for HEAD', 'head');
    await ask('HEAD', { url: head, method: 'HEAD' });
    await ask('after HEAD', { url: head });

    const withQuery = await mailedLink('a mail that leads to a query', 'query', {
      next_link: 'https://app.example/x?a=b',
    });
    await ask('on to a query', { url: withQuery });
    const withFragment = await mailedLink('a mail that leads to a fragment', 'fragment', {
      next_link: 'https://app.example/#/settings/email',
    });
    await ask('on to a fragment', { url: withFragment });
    await ask('on to a fragment, again', { url: withFragment });
    await ask('on to a fragment, by HEAD', { url: withFragment, method: 'HEAD' });
    const script = await mailedLink('a mail that leads to a script', 'script', {
      next_link: 'javascript:alert(1)',
    });
    await ask('on to a script', { url: script });
  },
};

/** HEAD is as good as GET: whatever looks at a link first has validated the address. */
export const addingAfterHead: Scenario = {
  name: 'adding-after-head',
  async perform(conversation, subject) {
    const { requestEmailToken, add, list } = requestsOf(conversation);
    const alice = await conversation.newAccount('alice');
    const session = { email: 'scanned@example.org', client_secret: 'scanned' };
    const requested = await requestEmailToken('a mail', session);
    const { link } = await subject.nextMail(session.email);
    await conversation.ask('its link by HEAD alone', { url: link, method: 'HEAD' });
    const proof = { sid: requested.text('sid'), client_secret: session.client_secret };
    await add('added', alice, proof, passwordOf(alice));
    await list('what is listed', alice);
  },
};
