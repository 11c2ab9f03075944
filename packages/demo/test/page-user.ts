import { problemMessage, type FieldName, type Medium } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { Action, PhoneNumber, Screen, User } from '@threepid/testing/journeys';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import type { OutsideActions } from './outside-actions.ts';
import { seeRetry } from './retry.ts';

export interface PageUserOptions {
  /** The account's password. */
  readonly password: string;
  /** Closes the client and opens it again. */
  readonly reload: () => Promise<unknown>;
  readonly outside: OutsideActions;
}

/** The wording of all screens. */
const screenMessages = { ...en.steps, ...en.auth };

/** A user in front of a page of the demo, who finds everything by role and name, like a screen reader. */
export function createPageUser(page: Page, { password, reload, outside }: PageUserOptions): User {
  const main = page.getByRole('main');
  /** The current addition, as the screen shows it. */
  let adding: { medium: Medium; address: string } = { medium: 'email', address: '' };
  /** The user has switched to an older addition. */
  let hasSwitched = false;
  let removing = '';

  /** The addition that the user switched to, else the newest. */
  function addition(): Locator {
    const open = section(adding.medium).locator('section.screen');
    return hasSwitched ? open.filter({ hasText: adding.address }) : open.last();
  }

  /** The same, once it shows one of these screens. */
  function atStep(...steps: readonly Screen[]): Locator {
    const selectors = steps.map((step) => `[data-step="${step}"]`);
    return addition().and(page.locator(selectors.join(', ')));
  }

  function section(medium: Medium): Locator {
    return main.getByRole('region', { name: en.list.title[medium], exact: true });
  }

  function removal(): Locator {
    return main.getByRole('group', { name: en.removal.heading(removing), exact: true });
  }

  function press(name: string, within: Locator = addition()): Promise<void> {
    return within.getByRole('button', { name, exact: true }).click();
  }

  function field(name: FieldName): Locator {
    return addition().getByLabel(en.fields[name][adding.medium], { exact: true });
  }

  /** The enabled button of an action. */
  function buttonOf(action: Action): Locator {
    const named: string | Readonly<Record<Medium, string>> = en.actions[action];
    const name = typeof named === 'string' ? named : named[adding.medium];
    return addition().getByRole('button', { name, exact: true, disabled: false });
  }

  async function add(medium: Medium) {
    hasSwitched = false;
    await press(en.actions.add[medium], section(medium));
  }

  async function entersEmail(address: string) {
    await field('address').fill(address);
    await press(en.actions.submit);
    hasSwitched = false;
    adding = { medium: 'email', address };
  }

  async function entersPhone({ country, typed, shown }: PhoneNumber) {
    await field('country').selectOption(country);
    await field('address').fill(typed);
    await press(en.actions.submit);
    hasSwitched = false;
    adding = { medium: 'msisdn', address: shown };
  }

  return {
    ...outside,

    async addsEmail(address) {
      adding = { medium: 'email', address };
      await add('email');
      await entersEmail(address);
    },
    async addsPhone(number) {
      adding = { medium: 'msisdn', address: number.shown };
      await add('msisdn');
      await entersPhone(number);
    },
    entersEmail,
    entersPhone,
    async continues() {
      await atStep('validatingByLink', 'validated').waitFor();
      await press(en.actions.proceed);
    },
    async entersCode(code) {
      await field('token').fill(code);
      await press(en.actions.submit);
    },
    async entersPassword(typed = password) {
      await field('password').fill(typed);
      await press(en.actions.confirmAuth);
    },
    choosesStage: (stage) => press(en.actions.startStage(stage)),
    opensThePage: (stage) => press(en.actions.startStage(stage)),
    saysTheyHaveFinished: () => press(en.actions.finishAuth),
    triesAgain: () => press(en.actions.retryAuth),
    requestsAnother: () => buttonOf('resend').click(),
    changesAddress: () => buttonOf('editAddress').click(),
    goesBack: () => buttonOf('back').click(),
    cancels: () => buttonOf('cancel').click(),
    async switchesTo(shown) {
      adding = { medium: shown.startsWith('+') ? 'msisdn' : 'email', address: shown };
      hasSwitched = true;
      await addition().waitFor();
    },

    async removes(listed) {
      removing = listed;
      await press(en.actions.removeAddress(listed), main);
    },
    confirmsTheRemoval: () => press(en.actions.remove, removal()),
    cancelsTheRemoval: () => press(en.actions.cancel, removal()),
    retriesTheList: () => press(en.actions.read, main),
    async reloads() {
      hasSwitched = false;
      await reload();
    },

    seesARetry: () => seeRetry(page, addition()),

    async sees(step, { busy = null, isPolling = false, isResent = false, stage = '' } = {}) {
      const screen = atStep(step);
      await screen.waitFor();
      if (busy === null) await becomesIdle(screen);
      else await screen.getByRole('button', { name: en.busy[busy], disabled: true }).waitFor();
      const info = { ...adding, isPolling, isResent, isResendSpent: false, stage };
      const { heading, text, hint } = screenMessages[step]({ ...info, isOverdue: false });
      const { hint: later } = screenMessages[step]({ ...info, isOverdue: true });
      await screen.getByRole('heading', { name: heading, exact: true }).waitFor();
      if (text !== null) await screen.getByText(text, { exact: true }).waitFor();
      if (hint !== null) await screen.getByText(anyOf([hint, later ?? hint])).waitFor();
    },
    reads: (part) => addition().getByText(part).waitFor(),
    async seesNothingOpen() {
      const open = [section('email'), section('msisdn')].map((each) => each.getByRole('region'));
      for (const each of [...open, main.getByRole('group')]) await expectCount(each, 0);
    },
    async seesStatus(of) {
      const words = 'code' in of ? problemMessage(en, of) : en.list.notice(of);
      await main
        .getByRole('status')
        .filter({ hasText: anyOf([words]) })
        .waitFor();
    },
    async seesError(of, at) {
      const words = problemMessage(en, of);
      if (at === undefined) {
        await main
          .getByRole('alert')
          .filter({ hasText: anyOf([words]) })
          .waitFor();
      } else {
        await eventually(async () => expect(await field(at).evaluate(errorOf)).toBe(words));
      }
    },
    seesTheList: (...listed) =>
      eventually(async () => {
        const rows = await main.getByRole('listitem').allInnerTexts();
        expect(rows.map((row) => row.split('\n')[0]).sort()).toEqual(listed.toSorted());
      }),
    async isAskedWhetherToRemove(listed, { isLast }) {
      removing = listed;
      const medium = listed.startsWith('+') ? 'msisdn' : 'email';
      await becomesIdle(removal());
      await removal().getByText(en.removal.text({ medium, isLast }), { exact: true }).waitFor();
    },
    async canChangeNothing() {
      await main.getByText(en.problems.changesDisabled({ code: 'changesDisabled' })).waitFor();
      await expectCount(main.getByRole('button'), 0);
    },
    async canChangeOnlyAt(url) {
      await main.getByText(en.problems.changedElsewhere({ code: 'changedElsewhere' })).waitFor();
      const link = main.getByRole('link', { name: en.actions.manageAccount });
      await link.and(main.locator(`[href="${url}"]`)).waitFor();
      await expectCount(main.getByRole('button'), 0);
    },
    async can(...actions) {
      for (const action of actions) await buttonOf(action).waitFor();
    },
    async cannot(...actions) {
      for (const action of actions) await expectCount(buttonOf(action), 0);
    },
    async hasFocusOn(what) {
      const place = what === 'heading' ? addition().getByRole('heading') : field(what);
      await eventually(async () =>
        expect(await place.evaluate((it) => it === document.activeElement)).toBe(true),
      );
    },
    findsInField: (name, value) =>
      eventually(async () => expect(await field(name).inputValue()).toBe(value)),
  };
}

/** Waits until no request is in progress. */
async function becomesIdle(within: Locator): Promise<void> {
  const busy = within.getByRole('button', { name: anyOf(Object.values(en.busy)) });
  await busy.waitFor({ state: 'detached' });
}

async function expectCount(locator: Locator, count: number): Promise<void> {
  await eventually(async () => expect(await locator.count()).toBe(count));
}

/** Matches exactly one of the texts. */
function anyOf(texts: readonly string[]): RegExp {
  const literal = texts.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&'));
  return new RegExp(`^\\s*(${literal.join('|')})\\s*$`, 'u');
}

/** Runs in the page. Returns the error of a field as a screen reader finds it; null for none. */
function errorOf(field: Element): string | null {
  const description = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  return field.getAttribute('aria-invalid') === 'true' ? (description?.textContent ?? null) : null;
}
