import { problemMessage, type FieldName, type Medium } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import type { Action, Person, PhoneNumber } from '@threepid/testing/journeys';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './eventually.ts';
import { seeRetry } from './retry.ts';
import type { Surroundings } from './surroundings.ts';

/** What a person has besides the page. */
export interface Situation {
  /** Of their account. */
  readonly password: string;
  /** The client goes away, and is opened anew. */
  readonly reload: () => Promise<unknown>;
  readonly surroundings: Surroundings;
}

/** A person in front of a page of the demo, who finds everything by its role and its name, as with a screen reader. */
export function createPerson(page: Page, { password, reload, surroundings }: Situation): Person {
  const main = page.getByRole('main');
  /** What everything is about, as it is shown. */
  let adding: { medium: Medium; address: string } = { medium: 'email', address: '' };
  let isTurned = false;
  let removing = '';

  /** The addition that was turned to, else the newest. */
  function addition(): Locator {
    const open = section(adding.medium).getByRole('region');
    return isTurned ? open.filter({ hasText: adding.address }) : open.last();
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

  /** The button of an action, where there is one to be pressed. */
  function offered(action: Action): Locator {
    const named: string | Readonly<Record<Medium, string>> = en.actions[action];
    const name = typeof named === 'string' ? named : named[adding.medium];
    return addition().getByRole('button', { name, exact: true, disabled: false });
  }

  async function add(medium: Medium) {
    isTurned = false;
    await press(en.actions.add[medium], section(medium));
  }

  async function entersEmail(address: string) {
    await field('address').fill(address);
    await press(en.actions.submit);
    isTurned = false;
    adding = { medium: 'email', address };
  }

  async function entersPhone({ country, typed, shown }: PhoneNumber) {
    await field('country').selectOption(country);
    await field('address').fill(typed);
    await press(en.actions.submit);
    isTurned = false;
    adding = { medium: 'msisdn', address: shown };
  }

  return {
    ...surroundings,

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
      const { validatingByLink, validated } = en.steps;
      const about = { ...adding, ...AT_FIRST };
      const headings = [validatingByLink, validated].map((step) => step(about).heading);
      await addition()
        .getByRole('heading', { name: anyOf(headings) })
        .waitFor();
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
    choosesToConfirmBy: (stage) => press(en.actions.beginAuth(stage)),
    opensThePage: (stage) => press(en.actions.beginAuth(stage)),
    saysThatItIsDone: () => press(en.actions.finishAuth),
    triesAgain: () => press(en.actions.retryAuth),
    asksForAnother: () => offered('resend').click(),
    changesAddress: () => offered('editAddress').click(),
    goesBack: () => offered('back').click(),
    cancels: () => offered('cancel').click(),
    async turnsTo(shown) {
      adding = { medium: shown.startsWith('+') ? 'msisdn' : 'email', address: shown };
      isTurned = true;
      await addition().waitFor();
    },

    async removes(listed) {
      removing = listed;
      await press(en.actions.removeAddress(listed), main);
    },
    confirmsTheRemoval: () => press(en.actions.remove, removal()),
    cancelsTheRemoval: () => press(en.actions.cancel, removal()),
    readsTheListAgain: () => press(en.actions.read, main),
    async reloads() {
      isTurned = false;
      await reload();
    },

    seesItTriedAgain: () => seeRetry(page, addition()),

    async sees(screen, { busy = null, isWatching = false, isResent = false, stage = '' } = {}) {
      const here = addition();
      if (busy === null) await becomesIdle(here);
      else await here.getByRole('button', { name: en.busy[busy], disabled: true }).waitFor();
      const about = { ...adding, ...AT_FIRST, isWatching, isResent, stage };
      const { heading, text, hint } = en.steps[screen](about);
      const { hint: later } = en.steps[screen]({ ...about, isOverdue: true });
      await here.getByRole('heading', { name: heading, exact: true }).waitFor();
      if (text !== null) await here.getByText(text, { exact: true }).waitFor();
      if (hint !== null) await here.getByText(anyOf([hint, later ?? hint])).waitFor();
    },
    reads: (part) => addition().getByText(part).waitFor(),
    async seesNothingOpen() {
      const open = [section('email'), section('msisdn')].map((each) => each.getByRole('region'));
      for (const each of [...open, main.getByRole('group')]) await expectCount(each, 0);
    },
    async isInformed(of) {
      const words = 'code' in of ? problemMessage(en, of) : en.list.notice(of);
      await main
        .getByRole('status')
        .filter({ hasText: anyOf([words]) })
        .waitFor();
    },
    async isWarned(of, at) {
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
    lists: (...listed) =>
      eventually(async () => {
        const rows = await main.getByRole('listitem').allInnerTexts();
        expect(rows.map((row) => row.split('\n')[0]).sort()).toEqual(listed.toSorted());
      }),
    async isAskedToRemove(listed, { isLast }) {
      removing = listed;
      const medium = listed.startsWith('+') ? 'msisdn' : 'email';
      await becomesIdle(removal());
      await removal().getByText(en.removal.text({ medium, isLast }), { exact: true }).waitFor();
    },
    async mayChangeNothing() {
      await main.getByText(en.problems.changesDisabled({ code: 'changesDisabled' })).waitFor();
      await expectCount(main.getByRole('button'), 0);
    },
    async mayChangeOnlyAt(url) {
      await main.getByText(en.problems.changedElsewhere({ code: 'changedElsewhere' })).waitFor();
      const link = main.getByRole('link', { name: en.actions.manageAccount });
      await link.and(main.locator(`[href="${url}"]`)).waitFor();
      await expectCount(main.getByRole('button'), 0);
    },
    async may(...actions) {
      for (const action of actions) await offered(action).waitFor();
    },
    async mayNot(...actions) {
      for (const action of actions) await expectCount(offered(action), 0);
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

/** What a screen says before anything was sent again or waited for. */
const AT_FIRST = {
  isWatching: false,
  isResent: false,
  isResendSpent: false,
  isOverdue: false,
  stage: '',
};

/** Waits until nothing is under way. */
async function becomesIdle(within: Locator): Promise<void> {
  const busy = within.getByRole('button', { name: anyOf(Object.values(en.busy)) });
  await busy.waitFor({ state: 'detached' });
}

async function expectCount(locator: Locator, count: number): Promise<void> {
  await eventually(async () => expect(await locator.count()).toBe(count));
}

/** The whole of one of the texts. */
function anyOf(texts: readonly string[]): RegExp {
  const literal = texts.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&'));
  return new RegExp(`^\\s*(${literal.join('|')})\\s*$`, 'u');
}

/** Runs in the page: what a screen reader says to be wrong with a field; null where nothing is. */
function errorOf(field: Element): string | null {
  const description = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  return field.getAttribute('aria-invalid') === 'true' ? (description?.textContent ?? null) : null;
}
