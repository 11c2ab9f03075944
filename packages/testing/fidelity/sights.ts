import type { Problem } from '@threepid/core';
import { expect } from 'vitest';
import { at, resendable, sitDown } from '../test/person.ts';
import { createClock } from '../test/surroundings.ts';
import { TOKEN_LIFETIME } from './scenarios/settings.ts';
import type { Subject } from './subject.ts';

/** What a person sees in front of a homeserver that is set up in one way, whichever homeserver it is. */
export interface Sight {
  /** What is true, after 'shows that'. */
  readonly title: string;
  readonly look: (subject: Subject) => Promise<void>;
}

/** What the form says of an address that was submitted. */
async function answerTo(subject: Subject, address: string, country?: string) {
  const person = await sitDown(subject, await subject.newAccount());
  try {
    const actor = person.add(country === undefined ? 'email' : 'msisdn');
    (await at(actor, 'editing')).submit?.(address, country);
    const { fields, report } = await at(actor, 'editing');
    return { beside: fields.address.problem, above: report?.problem ?? null };
  } finally {
    person.leave();
  }
}

const above = (problem: Problem) => ({ beside: null, above: problem });
const beside = (problem: Problem) => ({ beside: problem, above: null });

/** Neither mail nor a phone delegate. */
export const mediaUnsupportedSeen: Sight = {
  title: 'who adds an email address or a phone number is told that it cannot be had here',
  async look(subject) {
    const mail = await answerTo(subject, 'unsupported@example.org');
    expect(mail).toEqual(above({ code: 'mediumUnsupported', medium: 'email' }));
    const text = await answerTo(subject, '0611223390', 'FR');
    expect(text).toEqual(above({ code: 'mediumUnsupported', medium: 'msisdn' }));
  },
};

/** Some addresses denied. */
export const addressesDeniedSeen: Sight = {
  title: 'an address that is denied is so at its field, and not said to be sent to',
  async look(subject) {
    const mail = await answerTo(subject, 'b@denied.example');
    expect(mail).toEqual(beside({ code: 'addressDenied', medium: 'email' }));
    const text = await answerTo(subject, '0700112234', 'FR');
    expect(text).toEqual(beside({ code: 'addressDenied', medium: 'msisdn' }));
    expect(subject.sentTo('b@denied.example') + subject.sentTo('33700112234')).toBe(0);
  },
};

/** Links that expire soon. */
export const linksExpiredSeen: Sight = {
  title: 'whose link has expired is still waiting, and the link of another mail counts',
  async look(subject) {
    const clock = createClock();
    const account = await subject.newAccount();
    const person = await sitDown(subject, account, { clock });
    const actor = person.add('email');
    (await at(actor, 'editing')).submit?.('expired@example.org');
    const view = await at(actor, 'validatingByLink');
    const { link } = await subject.nextMail('expired@example.org');
    await subject.passTime(TOKEN_LIFETIME + 60_000);
    expect((await subject.openLink(link)).status).toBe(400);
    view.proceed?.();
    person.typePassword(await at(actor, 'authenticating'), account.password);
    const { report } = await at(actor, 'validatingByLink');
    expect(report?.problem).toEqual({ code: 'notValidated', medium: 'email' });

    clock.increment(30_000);
    // The homeserver was asked once more meanwhile; what became due happens after its answer.
    await at(actor, 'validatingByLink');
    clock.increment(0);
    (await resendable(actor)).resend?.();
    const again = await subject.nextMail('expired@example.org');
    // Synapse sends the mail before it knows the link.
    const resent = await at(actor, 'validatingByLink');
    expect((await subject.openLink(again.link)).status).toBe(200);
    resent.proceed?.();
    await at(actor, 'added');
    expect(await person.listed()).toEqual([{ medium: 'email', address: 'expired@example.org' }]);
    person.leave();
  },
};

/** The limits that the servers have if nobody sets them. */
export const limitsSeen: Sight = {
  title: 'who was sent five mails is told when another address may be tried',
  async look(subject) {
    // A client of its own, by its IP address.
    const fetchAs: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('X-Forwarded-For', '198.51.100.1');
      return subject.fetch(input, { ...init, headers });
    };
    const account = await subject.newAccount();
    const person = await sitDown({ baseUrl: subject.baseUrl, fetch: fetchAs }, account);
    for (const address of ['a', 'b', 'c', 'd', 'e']) {
      const actor = person.add('email');
      (await at(actor, 'editing')).submit?.(`limited-${address}@example.org`);
      (await at(actor, 'validatingByLink')).cancel?.();
    }
    const actor = person.add('email');
    (await at(actor, 'editing')).submit?.('limited-f@example.org');
    const { report } = await at(actor, 'editing');
    expect(report?.problem).toEqual({ code: 'rateLimited', until: expect.any(Number) });
    expect(subject.sentTo('limited-f@example.org')).toBe(0);
    person.leave();
  },
};
