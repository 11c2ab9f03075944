import { describe, expect, it } from 'vitest';
import { en } from '../src/messages/en.ts';
import { problemMessage } from '../src/messages/messages.ts';

const email = {
  medium: 'email',
  address: 'alice@example.org',
  isPolling: false,
  isResent: false,
  isResendSpent: false,
  isOverdue: false,
} as const;

const phone = { ...email, medium: 'msisdn', address: '+33611223344' } as const;

describe('the English messages', () => {
  it("use Element's words for the flow", () => {
    expect(en.steps.validatingByToken(phone).text).toBe(
      'A text message has been sent to \u2068+33611223344\u2069. Please enter the verification code it contains.',
    );
    expect(en.steps.validatingByLink(email).text).toBe(
      "We've sent you an email to verify your address. Please follow the instructions there and then click the button below.",
    );
  });

  it('say that another email was sent, and that no click is needed', () => {
    expect(en.steps.validatingByLink({ ...email, isPolling: true, isResent: true }).text).toBe(
      "We've sent you another email to verify your address. Please follow the instructions there. The address is then added automatically.",
    );
  });

  it('include the parameters of a problem', () => {
    expect(problemMessage(en, { code: 'inUse', medium: 'msisdn' })).toBe(
      'This phone number is already in use. Enter a different one.',
    );
  });

  it('say when the user may try again', () => {
    expect(problemMessage(en, { code: 'rateLimited', until: 0 })).toMatch(/after \d/u);
  });

  it('say what may be wrong only when the email is overdue', () => {
    const { hint } = en.steps.validatingByLink(email);
    expect(hint).not.toContain('another account');
    const { hint: overdue } = en.steps.validatingByLink({ ...email, isOverdue: true });
    expect(overdue).toContain('another account');
    const { hint: spent } = en.steps.validatingByLink({ ...email, isResendSpent: true });
    expect(spent).toBe(`${hint} We can't send anything else to this address.`);
  });

  it('word a stage called `constructor` like any unknown stage', () => {
    const unknown = { address: null, stage: 'org.example' };
    for (const stage of ['constructor', '__proto__', 'toString']) {
      expect(en.actions.startStage(stage)).toBe(en.actions.startStage('org.example'));
      expect(en.auth.fallback({ ...unknown, stage })).toEqual(en.auth.fallback(unknown));
      expect(en.auth.appStage({ ...unknown, stage })).toEqual(en.auth.appStage(unknown));
    }
  });
});
