import { describe, expect, it } from 'vitest';
import { en } from '../src/messages/en.ts';
import { problemMessage } from '../src/messages/messages.ts';

describe('the English messages', () => {
  it('use the words of the flow as Element described it', () => {
    expect(en.sent.msisdn('+33611223344')).toBe(
      'A text message has been sent to +33611223344. Please enter the verification code it contains.',
    );
    expect(en.sent.email('alice@example.org')).toMatch(/^We've sent you an email to verify/u);
  });

  it('say a problem with its parameters', () => {
    expect(problemMessage(en, { code: 'inUse', medium: 'msisdn' })).toBe(
      'This phone number is already in use. Enter another one.',
    );
  });

  it('say when one may try again only where the homeserver said so', () => {
    expect(problemMessage(en, { code: 'rateLimited', until: null })).toContain('a while');
    expect(problemMessage(en, { code: 'rateLimited', until: 0 })).toMatch(/after \d/u);
  });
});
