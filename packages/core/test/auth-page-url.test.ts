import { describe, expect, it } from 'vitest';
import { authPageUrl } from '../src/homeserver/auth.ts';
import { Secret } from '../src/secret.ts';

const BASE = 'https://homeserver.org/_matrix/client/v3';
const session = new Secret('a session/1');

function fallbackPage(stage: string): string {
  return `${BASE}/auth/${stage}/fallback/web?session=a+session%2F1`;
}

describe('the page of a stage', () => {
  it.each([
    ['m.login.sso', 'm.login.sso'],
    ['org.example/../stage?x', 'org.example%2F..%2Fstage%3Fx'],
  ])('is the fallback page, with stage and session encoded: %s', (stage, encoded) => {
    expect(authPageUrl(BASE, { session, stage, params: {} })).toBe(fallbackPage(encoded));
  });

  it('is the URL of the authentication service for m.oauth, without the session', () => {
    const url = 'https://auth.example.org/account?action=org.matrix.cross_signing_reset';
    expect(authPageUrl(BASE, { session, stage: 'm.oauth', params: { url } })).toBe(url);
  });

  it.each([
    'http://auth.example.org/account',
    'javascript:alert(1)',
    'data:text/html,hello',
    'https://homeserver.org@evil.example/',
    'https://:password@auth.example.org/',
    '/account',
    '',
    null,
    ['https://auth.example.org/'],
  ])('is never an unsafe URL for m.oauth: %s', (url) => {
    const page = authPageUrl(BASE, { session, stage: 'm.oauth', params: { url } });
    expect(page).toBe(fallbackPage('m.oauth'));
  });

  it('ignores a URL for every other stage', () => {
    const params = { url: 'https://evil.example/' };
    for (const stage of ['m.login.sso', 'm.login.terms', 'org.example', 'constructor']) {
      expect(authPageUrl(BASE, { session, stage, params })).toBe(fallbackPage(stage));
    }
  });
});
