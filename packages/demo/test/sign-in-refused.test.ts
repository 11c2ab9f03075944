import { describe, expect, it } from 'vitest';
import { useBrowser } from './browser.ts';
import { focused } from './focus.ts';
import { serveResponses } from './serve-responses.ts';
import { openHomeserver, PASSWORD, signInPage, USER } from './sign-in-page.ts';

const { open } = useBrowser();

/** Text of the server, which no page may show. */
const SERVER_TEXT = 'text of the server';
const NOT_FOUND = { status: 404, body: { errcode: 'M_UNRECOGNIZED', error: SERVER_TEXT } };
const VERSIONS = { '/_matrix/client/versions': { body: { versions: ['v1.11'] } } };
const LOGIN = '/_matrix/client/v3/login';
const NO_PASSWORDS = {
  ...VERSIONS,
  [LOGIN]: { body: { flows: [{ type: 'm.login.sso' }] } },
};

type Field = 'Homeserver' | 'Username' | 'Password';

async function openForm() {
  const page = await open('react.html?homeserver=own', { timezoneId: 'UTC' });
  const form = signInPage(page);
  return {
    ...form,
    /** Waits until the text is shown as the field's problem, or above the form if `at` is null. */
    async expectProblem(text: string, at: Field | null, homeserver: string): Promise<void> {
      if (at === null) {
        await form.alert.getByText(text, { exact: true }).waitFor();
        await focused(form.alert);
      } else {
        await page.getByText(text, { exact: true }).waitFor();
        await focused(form.field(at));
        expect(await form.field(at).getAttribute('aria-invalid')).toBe('true');
        const problem = page.locator(`#${(await describedBy(at))[0]}`);
        expect(await problem.innerText()).toBe(text);
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

/** Submits the form to a homeserver that accepts no passwords, with these other responses. */
async function signInAt(responses: Parameters<typeof serveResponses>[0]) {
  const url = await serveResponses({ ...NO_PASSWORDS, ...responses }, { otherwise: NOT_FOUND });
  const form = await openForm();
  await form.signIn(url);
  return { ...form, url };
}

const hostOf = (url: string) => new URL(url).host;
const unreachable = (host: string) =>
  `We can't reach ${host}. Check the address and your connection. If both are fine, your browser may not trust the server's certificate, or the server may not allow requests from other websites.`;
const notMatrix = (host: string) =>
  `${host} doesn't seem to be a Matrix homeserver. Check the address.`;

describe('before any request, the form', () => {
  it.each([
    ['', "Enter your homeserver's address."],
    ['my homeserver', 'Enter an address like example.org or https://matrix.example.org.'],
    ['@alice:example.org', 'Enter an address like example.org or https://matrix.example.org.'],
    ['example.org/matrix', 'Enter an address like example.org or https://matrix.example.org.'],
    ['https://a:b@example.org', 'Enter an address like example.org or https://matrix.example.org.'],
    [
      'http://example.org',
      'Enter an address that starts with https://. Otherwise, others could read your password.',
    ],
  ])('rejects the address “%s”', async (homeserver, text) => {
    const { page, signIn, expectProblem } = await openForm();
    await signIn(homeserver);
    await expectProblem(text, 'Homeserver', homeserver);
    expect(await page.getByRole('region', { name: 'Requests' }).getByRole('listitem').count()).toBe(
      0,
    );
  });

  it.each([
    ['Username', { user: ' ' }, 'Enter your username.'],
    ['Password', { password: '' }, 'Enter your password.'],
  ] as const)('asks for a missing %s', async (name, typed, text) => {
    const { page, signIn, field } = await openForm();
    await signIn('example.org', typed);
    await page.getByText(text).waitFor();
    await focused(field(name));
  });
});

describe('a problem at the homeserver field', () => {
  it('says that the server cannot be reached if nothing listens', async () => {
    const { baseUrl, close } = await openHomeserver();
    await close();
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    await expectProblem(unreachable(hostOf(baseUrl)), 'Homeserver', baseUrl);
  });

  it('says so if the server has no certificate', async () => {
    const homeserver = (await openHomeserver()).baseUrl.replace('http:', 'https:');
    const { signIn, expectProblem } = await openForm();
    await signIn(homeserver);
    await expectProblem(unreachable(hostOf(homeserver)), 'Homeserver', homeserver);
  });

  it('says so if the server allows no requests from other origins', async () => {
    const url = await serveResponses(VERSIONS, { otherwise: NOT_FOUND, closed: true });
    const { signIn, expectProblem } = await openForm();
    await signIn(url);
    await expectProblem(unreachable(hostOf(url)), 'Homeserver', url);
  });

  it.each([
    ['HTML', { body: `<p>${SERVER_TEXT}</p>` }],
    ['404', NOT_FOUND],
    ['JSON of something else', { body: { message: SERVER_TEXT } }],
    ['no versions', { body: { versions: [] } }],
  ])(
    'says that the server is no Matrix homeserver if it responds with %s',
    async (_, otherwise) => {
      const url = await serveResponses({}, { otherwise });
      const { signIn, expectProblem } = await openForm();
      await signIn(url);
      await expectProblem(notMatrix(hostOf(url)), 'Homeserver', url);
    },
  );
});

describe('discovery', () => {
  const WELL_KNOWN = 'https://example.org/.well-known/matrix/client';

  /** Opens the form, with a web server at https://example.org that has this `.well-known`. */
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

  it('finds the homeserver of a server name', async () => {
    const { baseUrl, userId } = await openHomeserver();
    const { page, signIn } = await openAt(200, { 'm.homeserver': { base_url: `${baseUrl}/` } });
    await signIn(' example.org:8448 ', { user: userId });
    await page.getByText(`Signed in as ${userId} on ${baseUrl}.`).waitFor();
  });

  it("finds the homeserver of a website's URL", async () => {
    const { baseUrl, userId } = await openHomeserver();
    const { page, signIn } = await openAt(200, { 'm.homeserver': { base_url: baseUrl } });
    await signIn('https://example.org/');
    await page.getByText(`Signed in as ${userId} on ${baseUrl}.`).waitFor();
  });

  it.each([
    [404, SERVER_TEXT],
    [200, `<p>${SERVER_TEXT}</p>`],
  ])(
    'tries the server itself if the .well-known has status %s and body %s',
    async (status, body) => {
      const { signIn, expectProblem } = await openAt(status, body);
      await signIn('example.org');
      await expectProblem(notMatrix('example.org'), 'Homeserver', 'example.org');
    },
  );

  it.each([
    ['no homeserver', {}],
    ['no URL', { 'm.homeserver': { base_url: 'matrix' } }],
    ['an unsafe URL', { 'm.homeserver': { base_url: 'http://matrix.example.org' } }],
    [
      'the URL of another server',
      { 'm.homeserver': { base_url: 'https://example.org/elsewhere' } },
    ],
  ])('fails if the .well-known has %s', async (_, body) => {
    const { signIn, expectProblem } = await openAt(200, body);
    await signIn('example.org');
    const text =
      "We couldn't find the homeserver of example.org. Enter the homeserver's own address, like https://matrix.example.org.";
    await expectProblem(text, 'Homeserver', 'example.org');
  });
});

describe('a sign-in that the homeserver refuses', () => {
  it('says that the username or password is incorrect', async () => {
    const { homeserver, baseUrl, userId } = await openHomeserver();
    homeserver.addAccount({ userId, password: 'another' });
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    await expectProblem('Incorrect username or password.', 'Password', baseUrl);
  });

  it('says that the homeserver does not support passwords', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    homeserver.settings.passwordLogin = false;
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    const text =
      "This homeserver doesn't support signing in with a password, and this page doesn't support anything else.";
    await expectProblem(text, null, baseUrl);
  });

  it.each(['loginFlows', 'login'] as const)(
    'says when the user may try again after a rate limit: %s',
    async (endpoint) => {
      const { homeserver, baseUrl } = await openHomeserver();
      const body = { errcode: 'M_LIMIT_EXCEEDED', error: SERVER_TEXT, retry_after_ms: 90_000 };
      homeserver.faults.add({ endpoint, outcome: { status: 429, body } });
      const { page, signIn, expectProblem } = await openForm();
      await page.clock.setFixedTime(new Date('2026-05-01T12:00:00Z'));
      await signIn(baseUrl);
      await expectProblem('Too many attempts. Try again after 12:01:30 PM.', null, baseUrl);
    },
  );

  it('asks to wait after a rate limit without a time', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    const body = { errcode: 'M_LIMIT_EXCEEDED', error: SERVER_TEXT };
    homeserver.faults.add({ endpoint: 'login', outcome: { status: 429, body } });
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    await expectProblem('Too many attempts. Wait a while, then try again.', null, baseUrl);
  });

  it('says that the account is locked', async () => {
    const { homeserver, baseUrl, userId } = await openHomeserver();
    homeserver.lockAccount(userId);
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    const text = "This account is locked. Contact your server's administrator.";
    await expectProblem(text, null, baseUrl);
  });

  it('says that the account is deactivated', async () => {
    const { homeserver, baseUrl } = await openHomeserver();
    const body = { errcode: 'M_USER_DEACTIVATED', error: SERVER_TEXT };
    homeserver.faults.add({ endpoint: 'login', outcome: { status: 403, body } });
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    const text = "This account is deactivated. You can't sign in to it anymore.";
    await expectProblem(text, null, baseUrl);
  });

  it.each([
    ['an error', { status: 500, body: { errcode: 'M_UNKNOWN', error: SERVER_TEXT } }],
    ['a malformed session', { status: 200, body: { user_id: 'alice', access_token: '' } }],
  ])('says that something went wrong if the response is %s', async (_, outcome) => {
    const { homeserver, baseUrl } = await openHomeserver();
    homeserver.faults.add({ endpoint: 'login', outcome });
    const { signIn, expectProblem } = await openForm();
    await signIn(baseUrl);
    const text = `Something went wrong on ${hostOf(baseUrl)}. Try again.`;
    await expectProblem(text, null, baseUrl);
  });
});

describe('accounts that another website manages', () => {
  const METADATA = '/_matrix/client/v1/auth_metadata';
  const UNSTABLE = '/_matrix/client/unstable/org.matrix.msc2965/auth_metadata';
  const issuer = 'https://account.example.org/';
  const account_management_uri = 'https://account.example.org/account/?lang=en';
  const MANAGED_ELSEWHERE =
    'This homeserver manages accounts and their email addresses on a separate page.';

  it.each([
    [
      'with the action that it supports',
      METADATA,
      ['org.matrix.profile'],
      `${account_management_uri}&action=org.matrix.profile`,
    ],
    ['unchanged if it supports other actions', METADATA, ['other'], account_management_uri],
    ['unchanged if it lists no actions', METADATA, undefined, account_management_uri],
    ['of an older homeserver', UNSTABLE, undefined, account_management_uri],
  ])('get a link to their page %s', async (_, path, account_management_actions_supported, href) => {
    const body = { issuer, account_management_uri, account_management_actions_supported };
    const { alert } = await signInAt({ [path]: { body } });
    await focused(alert);
    expect(await alert.innerText()).toBe(`${MANAGED_ELSEWHERE} Open your account page`);
    expect(await alert.getByRole('link').getAttribute('href')).toBe(href);
  });

  it.each([[undefined], ['http://account.example.org/'], ['javascript:alert(1)']])(
    'get no link to %s',
    async (account_management_uri) => {
      const { alert, expectProblem, url } = await signInAt({
        [METADATA]: { body: { issuer, account_management_uri } },
      });
      const text =
        'This homeserver manages accounts and their email addresses on another website. Go to the website where you signed up.';
      await expectProblem(text, null, url);
      expect(await alert.getByRole('link').count()).toBe(0);
    },
  );

  it('are found if the homeserver has no login endpoint', async () => {
    const { alert } = await signInAt({
      [LOGIN]: NOT_FOUND,
      [METADATA]: { body: { issuer, account_management_uri } },
    });
    await alert.getByText(MANAGED_ELSEWHERE).waitFor();
  });
});
