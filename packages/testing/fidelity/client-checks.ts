import type { Problem } from '@threepid/core';
import { expect } from 'vitest';
import { createClock } from '../test/client-environment.ts';
import { at, authAt, resendable, startClient } from '../test/helpers/client.ts';
import type { ComparedHomeserver } from './compared-homeserver.ts';
import { TOKEN_LIFETIME } from './scenarios/settings.ts';

/** A test of what the client shows on a homeserver with one configuration. It runs on the simulated and the real one. */
export interface ClientCheck {
  readonly title: string;
  readonly run: (homeserver: ComparedHomeserver) => Promise<void>;
}

/** Submits an address. Returns the problems that the form shows: at the field and for the whole form. */
async function problemsAfterSubmit(
  homeserver: ComparedHomeserver,
  address: string,
  country?: string,
) {
  const client = await startClient(homeserver, await homeserver.newAccount());
  try {
    const actor = client.add(country === undefined ? 'email' : 'msisdn');
    (await at(actor, 'editing')).submit?.(address, country);
    const { fields, report } = await at(actor, 'editing');
    return { field: fields.address.problem, form: report?.problem ?? null };
  } finally {
    client.stop();
  }
}

const formProblem = (problem: Problem) => ({ field: null, form: problem });
const fieldProblem = (problem: Problem) => ({ field: problem, form: null });

/** Without mail and without a phone delegate. */
export const mediaUnsupportedShown: ClientCheck = {
  title: 'shows that the homeserver supports neither email addresses nor phone numbers',
  async run(homeserver) {
    const mail = await problemsAfterSubmit(homeserver, 'unsupported@example.org');
    expect(mail).toEqual(formProblem({ code: 'mediumUnsupported', medium: 'email' }));
    const text = await problemsAfterSubmit(homeserver, '0611223390', 'FR');
    expect(text).toEqual(formProblem({ code: 'mediumUnsupported', medium: 'msisdn' }));
  },
};

/** With some addresses denied. */
export const addressesDeniedShown: ClientCheck = {
  title: 'shows a denied address at its field, and the homeserver sends nothing to it',
  async run(homeserver) {
    const mail = await problemsAfterSubmit(homeserver, 'b@denied.example');
    expect(mail).toEqual(fieldProblem({ code: 'addressDenied', medium: 'email' }));
    const text = await problemsAfterSubmit(homeserver, '0700112234', 'FR');
    expect(text).toEqual(fieldProblem({ code: 'addressDenied', medium: 'msisdn' }));
    expect(homeserver.sentTo('b@denied.example') + homeserver.sentTo('33700112234')).toBe(0);
  },
};

/** With links that expire soon. */
export const expiredLinkReplaced: ClientCheck = {
  title: 'keeps waiting after a link has expired, and accepts the link of another mail',
  async run(homeserver) {
    const clock = createClock();
    const account = await homeserver.newAccount();
    const client = await startClient(homeserver, account, { clock });
    const actor = client.add('email');
    (await at(actor, 'editing')).submit?.('expired@example.org');
    const view = await at(actor, 'validatingByLink');
    const { link } = await homeserver.nextMail('expired@example.org');
    await homeserver.advanceClocks(TOKEN_LIFETIME + 60_000);
    expect((await homeserver.openLink(link)).status).toBe(400);
    view.proceed?.();
    client.submitPassword(await authAt(actor, 'password'), account.password);
    const { report } = await at(actor, 'validatingByLink');
    expect(report?.problem).toEqual({ code: 'notValidated', medium: 'email' });

    clock.increment(30_000);
    // This increment started a request to the homeserver. Other due timers fire after its response.
    await at(actor, 'validatingByLink');
    clock.increment(0);
    (await resendable(actor)).resend?.();
    const resentMail = await homeserver.nextMail('expired@example.org');
    // Synapse sends the mail before it stores the link, so wait for its response.
    const resentView = await at(actor, 'validatingByLink');
    expect((await homeserver.openLink(resentMail.link)).status).toBe(200);
    resentView.proceed?.();
    await at(actor, 'added');
    expect(await client.listed()).toEqual([{ medium: 'email', address: 'expired@example.org' }]);
    client.stop();
  },
};

/** With the default rate limits of the servers. */
export const rateLimitShown: ClientCheck = {
  title: 'shows after five mails when the user may try another address',
  async run(homeserver) {
    // Limits are per IP address, so this client has its own.
    const fetchFromOwnAddress: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('X-Forwarded-For', '198.51.100.1');
      return homeserver.fetch(input, { ...init, headers });
    };
    const account = await homeserver.newAccount();
    const client = await startClient(
      { baseUrl: homeserver.baseUrl, fetch: fetchFromOwnAddress },
      account,
    );
    for (const address of ['a', 'b', 'c', 'd', 'e']) {
      const actor = client.add('email');
      (await at(actor, 'editing')).submit?.(`limited-${address}@example.org`);
      (await at(actor, 'validatingByLink')).cancel?.();
    }
    const actor = client.add('email');
    (await at(actor, 'editing')).submit?.('limited-f@example.org');
    const { report } = await at(actor, 'editing');
    expect(report?.problem).toEqual({ code: 'rateLimited', until: expect.any(Number) });
    expect(homeserver.sentTo('limited-f@example.org')).toBe(0);
    client.stop();
  },
};
