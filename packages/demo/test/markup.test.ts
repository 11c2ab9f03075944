import { describe, expect, it } from 'vitest';
import { PAGES, useBrowser } from './browser.ts';
import { settingsPage } from './settings-page.ts';

const { open } = useBrowser();

describe.each(PAGES)('%s', (_, path) => {
  it('gives every element an id of its own, and every field its label and problem', async () => {
    const page = await open(path);
    const { settings, press, heading, text, ...alice } = settingsPage(page);
    for (const [index, address] of ['one@new.example', 'two@new.example'].entries()) {
      await alice.enterEmail(address);
      await press('Continue');
      await expect.poll(() => heading("Confirm it's you").count()).toBe(index + 1);
    }
    for (const confirm of await alice.button('Confirm').all()) await confirm.click();
    await alice.enterPhone('FR', '06 11 22 33 44');
    await heading('Check your phone').waitFor();
    await press('Continue');
    await text('Enter the code.').waitFor();
    for (let removals = 1; removals <= 2; removals += 1) {
      await settings
        .getByRole('button', { name: /^Remove \S+@/u })
        .first()
        .click();
      await expect.poll(() => settings.getByRole('group').count()).toBe(removals);
    }

    const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const fields = await settings.locator('.field').evaluateAll((all) =>
      all.map((field) => {
        const control = field.querySelector('input');
        return {
          label: field.querySelector('label')?.control === control,
          problem:
            field.querySelector('.problem')?.id === control?.getAttribute('aria-describedby'),
        };
      }),
    );
    const own = { label: true, problem: true };
    expect(fields).toEqual([own, own, own]);
  });
});

it('isolates the direction of addresses within sentences', async () => {
  const page = await open('react.html');
  const addresses = page.locator('#controls code');
  await addresses.first().waitFor();
  expect(await page.locator('#controls bdi > code').count()).toBe(await addresses.count());
});
