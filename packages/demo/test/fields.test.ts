import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage } from './settings-page.ts';

const { open } = useBrowser();

describe.each(PAGES)('%s', (_, path) => {
  it("preselects the country of the browser's language", async () => {
    const { press, field } = settingsPage(await open(path, { locale: 'fr-CH' }));
    await press('Add a phone number');
    expect(await field('Country').inputValue()).toBe('CH');
  });

  it('keeps a wrong code in its field, selected', async () => {
    const { press, field, text, ...alice } = settingsPage(await open(path));
    await alice.enterPhone('FR', '06 11 22 33 44');
    await field('Verification code').fill('000');
    await press('Continue');
    await text("That code didn't work.").waitFor();
    const selected = () =>
      field('Verification code').evaluate(
        (input) =>
          input instanceof HTMLInputElement &&
          input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
      );
    await expect.poll(selected).toBe('000');
  });
});
