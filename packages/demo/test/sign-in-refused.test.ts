import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser.ts';
import { focused } from './keys.ts';
import { serveAnswers } from './serve-answers.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

/** What no page may show. */
const SERVER_TEXT = 'the words of the server';
const NOT_FOUND = { status: 404, body: { errcode: 'M_UNRECOGNIZED', error: SERVER_TEXT } };
const VERSIONS = { '/_matrix/client/versions': { body: { versions: ['v1.11'] } } };
const LOGIN = '/_matrix/client/v3/login';
const NO_PASSWORDS = {
  ...VERSIONS,
  [LOGIN]: { body: { flows: [{ type: 'm.login.sso' }] } },
};

type Field = 'Homeserver' | 'User name' | 'Password';

async function openForm() {
  const page = await open('react.html?homeserver=own', { timezoneId: 'UTC' });
  const form = signInPage(page);
  return {
    ...form,
    /** Waits until the field is to blame, or where it is null nothing in particular, in these words. */
    async isRefused(words: string, blamed: Field | null, homeserver: string): Promise<void> {
      if (blamed === null) {
        await form.alert.getByText(words, { exact: true }).waitFor();
        await focused(form.alert);
      } else {
        await page.getByText(words, { exact: true }).waitFor();
        await focused(form.field(blamed));
        expect(await form.field(blamed).getAttribute('aria-invalid')).toBe('true');
        const problem = page.locator(`#${(await describedBy(blamed))[0]}`);
        expect(await problem.innerText()).toBe(words);
      }
      expect(await form.typed()).toEqual([homeserver, USER, PASSWORD]);
      expect(await page.content()).not.toContain(SERVER_TEXT);
      expect(await form.signInButton.getAttribute('aria-disabled')).toBe('false');
    },
  };

  async function describedBy(name: Field): Promise<string[]> {
    return (await form.field(name).getAttribute('aria-describedby'))?.split(' ') ?? [];
  }
}

/** The form, submitted to a homeserver that takes no passwords and answers so besides. */
async function signInAt(answers: Parameters<typeof serveAnswers>[0]) {
  const url = await serveAnswers({ ...NO_PASSWORDS, ...answers }, { otherwise: NOT_FOUND });
  const form = await openForm();
  await form.signIn(url);
  return { ...form, url };
}

const hostOf = (url: string) => new URL(url).host;
const unreachable = (host: string) =>
  `${host} cannot be reached from here. Check the address and your connection. If there is a homeserver, your browser may not trust its certificate, or it may not let other web pages ask it.`;
const notMatrix = (host: string) =>
  `${host} answers, but not as a Matrix homeserver does. Check the address.`;

describe('without asking anybody, signing in', () => {
  it.each([
    ['', 'Enter the address of your homeserver.'],
    ['my homeserver', 'Enter an address like example.org or https://matrix.example.org.'],
    ['@alice:example.org', 'Enter an address like example.org or https://matrix.example.org.'],
    ['example.org/matrix', 'Enter an address like example.org or https://matrix.example.org.'],
    ['https://a:b@example.org', 'Enter an address like example.org or https://matrix.example.org.'],
    [
      'http://example.org',
      'Enter an address that begins with https://, since your password goes there.',
    ],
  ])('refuses the address “%s”', async (homeserver, words) => {
    const { page, signIn, isRefused } = await openForm();
    await signIn(homeserver);
    await isRefused(words, 'Homeserver', homeserver);
    expect(await page.getByRole('region', { name: 'Requests' }).getByRole('listitem').count()).toBe(
      0,
    );
  });

  it.each([
    ['User name', { user: ' ' }, 'Enter your user name.'],
    ['Password', { password: '' }, 'Enter your password.'],
  ] as const)('asks for an empty %s', async (name, typed, words) => {
    const { page, signIn, field } = await openForm();
    await signIn('example.org', typed);
    await page.getByText(words).waitFor();
    await focused(field(name));
  });
});

describe('the homeserver is to blame', () => {
  it('where nothing answers', async () => {
    const { baseUrl, close } = await openHomeserver();
    await close();
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    await isRefused(unreachable(hostOf(baseUrl)), 'Homeserver', baseUrl);
  });

  it('where its certificate is none', async () => {
    const homeserver = (await openHomeserver()).baseUrl.replace('http:', 'https:');
    const { signIn, isRefused } = await openForm();
    await signIn(homeserver);
    await isRefused(unreachable(hostOf(homeserver)), 'Homeserver', homeserver);
  });

  it('where it lets no page of another origin ask', async () => {
    const url = await serveAnswers(VERSIONS, { otherwise: NOT_FOUND, closed: true });
    const { signIn, isRefused } = await openForm();
    await signIn(url);
    await isRefused(unreachable(hostOf(url)), 'Homeserver', url);
  });

  it.each([
    ['HTML', { body: `<p>${SERVER_TEXT}</p>` }],
    ['404', NOT_FOUND],
    ['JSON of something else', { body: { message: SERVER_TEXT } }],
    ['no versions', { body: { versions: [] } }],
  ])('where it answers with %s', async (_, otherwise) => {
    const url = await serveAnswers({}, { otherwise });
    const { signIn, isRefused } = await openForm();
    await signIn(url);
    await isRefused(notMatrix(hostOf(url)), 'Homeserver', url);
  });
});

describe('discovery', () => {
  const WELL_KNOWN = 'https://example.org/.well-known/matrix/client';

  /** The form, with a web server at https://example.org that says so in its `.well-known`. */
  async function openAt(status: number, body: string | object) {
    const form = await openForm();
    await form.page.route('https://example.org/**', (route) =>
      route.fulfill({
        headers: { 'Access-Control-Allow-Origin': '*' },
        ...(route.request().url() === WELL_KNOWN
          ? { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
          : { status: 404, body: SERVER_TEXT }),
      }),
    );
    return form;
  }

  it('finds the homeserver that a server name stands for', async () => {
    const { baseUrl, userId } = await openHomeserver();
    const { page, signIn } = await openAt(200, { 'm.homeserver': { base_url: `${baseUrl}/` } });
    await signIn(' example.org:8448 ', { user: userId });
    await page.getByText(`You are ${userId} on ${baseUrl}.`).waitFor();
  });

  it('finds it by the URL of the server’s web site as well', async () => {
    const { baseUrl, userId } = await openHomeserver();
    const { page, signIn } = await openAt(200, { 'm.homeserver': { base_url: baseUrl } });
    await signIn('https://example.org/');
    await page.getByText(`You are ${userId} on ${baseUrl}.`).waitFor();
  });

  it.each([
    [404, SERVER_TEXT],
    [200, `<p>${SERVER_TEXT}</p>`],
  ])('takes the server itself where it answers %s', async (status, body) => {
    const { signIn, isRefused } = await openAt(status, body);
    await signIn('example.org');
    await isRefused(notMatrix('example.org'), 'Homeserver', 'example.org');
  });

  it.each([
    ['nothing to the purpose', {}],
    ['no URL', { 'm.homeserver': { base_url: 'matrix' } }],
    ['what is not safe', { 'm.homeserver': { base_url: 'http://matrix.example.org' } }],
    ['what is no homeserver', { 'm.homeserver': { base_url: 'https://example.org/elsewhere' } }],
  ])('fails where it is told %s', async (_, body) => {
    const { signIn, isRefused } = await openAt(200, body);
    await signIn('example.org');
    const words =
      'example.org does not say where its homeserver is in a way that works. Enter the address of the homeserver itself, like https://matrix.example.org.';
    await isRefused(words, 'Homeserver', 'example.org');
  });
});

describe('the homeserver signs nobody in', () => {
  it('with a wrong password', async () => {
    const { homeserver, baseUrl, userId } = await openHomeserver();
    homeserver.addAccount({ userId, password: 'another' });
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    await isRefused('The user name or the password is not correct.', 'Password', baseUrl);
  });

  it('with a password at all', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    homeserver.settings.passwordLogin = false;
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    const words =
      'This homeserver signs nobody in with a password, and this page knows no other way.';
    await isRefused(words, null, baseUrl);
  });

  it.each(['loginFlows', 'login'] as const)(
    'too often, and says from when on it does again: %s',
    async (endpoint) => {
      const { homeserver, baseUrl } = await openHomeserver();
      const body = { errcode: 'M_LIMIT_EXCEEDED', error: SERVER_TEXT, retry_after_ms: 90_000 };
      homeserver.faults.add({ endpoint, outcome: { status: 429, body } });
      const { page, signIn, isRefused } = await openForm();
      await page.clock.setFixedTime(new Date('2026-05-01T12:00:00Z'));
      await signIn(baseUrl);
      await isRefused('Too many attempts. Try again after 12:01:30 PM.', null, baseUrl);
    },
  );

  it('too often, where nobody says from when on it does again', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    const body = { errcode: 'M_LIMIT_EXCEEDED', error: SERVER_TEXT };
    homeserver.faults.add({ endpoint: 'login', outcome: { status: 429, body } });
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    await isRefused('Too many attempts. Wait a while, then try again.', null, baseUrl);
  });

  it('whose account is locked', async () => {
    const { homeserver, baseUrl, userId } = await openHomeserver();
    homeserver.lockAccount(userId);
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    const words = 'This account is locked. Ask the people who run the homeserver.';
    await isRefused(words, null, baseUrl);
  });

  it('whose account was deactivated', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    const body = { errcode: 'M_USER_DEACTIVATED', error: SERVER_TEXT };
    homeserver.faults.add({ endpoint: 'login', outcome: { status: 403, body } });
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    const words = 'This account was deactivated. Nobody can sign in to it any more.';
    await isRefused(words, null, baseUrl);
  });

  it.each([
    ['an error', { status: 500, body: { errcode: 'M_UNKNOWN', error: SERVER_TEXT } }],
    ['what is no session', { status: 200, body: { user_id: 'alice', access_token: '' } }],
  ])('because it answers %s', async (_, outcome) => {
    const { homeserver, baseUrl } = await openHomeserver();
    homeserver.faults.add({ endpoint: 'login', outcome });
    const { signIn, isRefused } = await openForm();
    await signIn(baseUrl);
    const words = `${hostOf(baseUrl)} did not answer as it should. Try again.`;
    await isRefused(words, null, baseUrl);
  });
});

describe('accounts that are managed somewhere else', () => {
  const METADATA = '/_matrix/client/v1/auth_metadata';
  const UNSTABLE = '/_matrix/client/unstable/org.matrix.msc2965/auth_metadata';
  const issuer = 'https://account.example.org/';
  const account_management_uri = 'https://account.example.org/account/?lang=en';
  const TOLD =
    'The accounts of this homeserver are managed on a page of their own, with their email addresses.';

  it.each([
    [
      'to what it can do for an address',
      METADATA,
      ['org.matrix.profile'],
      `${account_management_uri}&action=org.matrix.profile`,
    ],
    ['as it is where it does not say that', METADATA, ['other'], account_management_uri],
    ['as it is where it says nothing', METADATA, undefined, account_management_uri],
    ['of an older homeserver', UNSTABLE, undefined, account_management_uri],
  ])('have their page linked %s', async (_, path, account_management_actions_supported, href) => {
    const body = { issuer, account_management_uri, account_management_actions_supported };
    const { alert } = await signInAt({ [path]: { body } });
    await focused(alert);
    expect(await alert.innerText()).toBe(`${TOLD} Open your account’s page`);
    expect(await alert.getByRole('link').getAttribute('href')).toBe(href);
  });

  it.each([[undefined], ['http://account.example.org/'], ['javascript:alert(1)']])(
    'are told of without a link to %s',
    async (account_management_uri) => {
      const { alert, isRefused, url } = await signInAt({
        [METADATA]: { body: { issuer, account_management_uri } },
      });
      const words =
        'The accounts of this homeserver are managed somewhere else, with their email addresses. Go to where you made yours.';
      await isRefused(words, null, url);
      expect(await alert.getByRole('link').count()).toBe(0);
    },
  );

  it('are found where the homeserver has no sign-in of its own', async () => {
    const { alert } = await signInAt({
      [LOGIN]: NOT_FOUND,
      [METADATA]: { body: { issuer, account_management_uri } },
    });
    await alert.getByText(TOLD).waitFor();
  });
});
