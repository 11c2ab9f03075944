import { expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage, PASSWORD } from './settings-page.ts';

const { open } = useBrowser();

it.each(PAGES)('keeps the password of nobody on the %s', async (_, path) => {
  const page = await open(path);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => said.push(request.url(), request.postData() ?? ''));
  const { heading, press, text, ...alice } = settingsPage(page);

  await alice.enterEmail('alice@email-provider.org');
  await heading('Check your email').waitFor();
  await press('Continue');
  await alice.enterPassword('not_my_password');
  await text('That password is not correct.').waitFor();
  await alice.enterPassword(PASSWORD);
  // The password was right, and the addition waits with all that it keeps.
  await text("We can't see yet that you opened the link.").waitFor();

  const kept = await page.evaluate(() => {
    // The panel that tells a stranger the password is the one place that has it.
    document.getElementById('try-this')?.remove();
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
    expect([...kept, ...said].filter((part) => part.includes(password))).toEqual([]);
  }
});
