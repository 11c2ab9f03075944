import { describe, expect, it } from 'vitest';
import { en } from '../src/messages/en.ts';
import { problemMessage } from '../src/messages/messages.ts';

const once = {
  isWatching: false,
  isResent: false,
  isResendSpent: false,
  isOverdue: false,
  stage: '',
};

describe('the English messages', () => {
  it('use the words of the flow as Element described it', () => {
    const number = { medium: 'msisdn', address: '+33611223344', ...once } as const;
    expect(en.steps.validatingByToken(number).text).toBe(
      'A text message has been sent to +33611223344. Please enter the verification code it contains.',
    );
    const about = { medium: 'email', address: 'alice@example.org', ...once } as const;
    expect(en.steps.validatingByLink(about).text).toMatch(/^We've sent you an email to verify/u);
  });

  it('say that another one was sent, and that nothing need be clicked any more', () => {
    const about = { medium: 'email', address: 'alice@example.org' } as const;
    const { text } = en.steps.validatingByLink({
      ...about,
      ...once,
      isWatching: true,
      isResent: true,
    });
    expect(text).toBe(
      "We've sent you another email to verify your address. Please follow the instructions there: the address is then added by itself.",
    );
  });

  it('say a problem with its parameters', () => {
    expect(problemMessage(en, { code: 'inUse', medium: 'msisdn' })).toBe(
      'This phone number is already in use. Enter another one.',
    );
  });

  it('say when one may try again', () => {
    expect(problemMessage(en, { code: 'rateLimited', until: 0 })).toMatch(/after \d/u);
  });

  it('say what may be the matter only once something should have arrived', () => {
    const about = { medium: 'email', address: 'alice@example.org', ...once } as const;
    const { hint } = en.steps.validatingByLink(about);
    expect(hint).not.toContain('another account');
    const { hint: late } = en.steps.validatingByLink({ ...about, isOverdue: true });
    expect(late).toContain('another account');
    const { hint: last } = en.steps.validatingByLink({ ...about, isResendSpent: true });
    expect(last).toBe(`${hint} Nothing more can be sent to this address.`);
  });
});
