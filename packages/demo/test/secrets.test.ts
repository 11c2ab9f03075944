import { expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage, PASSWORD } from './settings-page.ts';

const { open } = useBrowser();

it.each(PAGES)('keeps no password on the %s', async (_, path) => {
  const page = await open(path);
  const sent: string[] = [];
  page.on('console', (message) => sent.push(message.text()));
  page.on('request', (request) => sent.push(request.url(), request.postData() ?? ''));
  const { heading, press, text, ...alice } = settingsPage(page);

  await alice.enterEmail('alice@email-provider.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await alice.enterPassword('not_my_password');
  await text('That password is incorrect.').waitFor();
  await alice.enterPassword(PASSWORD);
  // The password was correct, and the addition has stored its validation.
  await text("We can't see yet that you opened the link.").waitFor();

  const kept = await page.evaluate(() => {
    // Only the controls show the password, so that everyone can try the demo.
    document.getElementById('controls')?.remove();
    const fields = [...document.querySelectorAll('input')].map(({ value }) => value);
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
    return [
      document.documentElement.outerHTML,
      ...fields,
      ...stores,
      location.href,
      document.cookie,
    ];
  });
  expect(kept.join('\n')).toContain('threepid.pending');
  for (const password of [PASSWORD, 'not_my_password']) {
    expect([...kept, ...sent].filter((part) => part.includes(password))).toEqual([]);
  }
});
