import {
  authMessage,
  problemMessage,
  shownThreepid,
  stepMessage,
  type Medium,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { isDeepStrictEqual } from 'node:util';
import type { Action, Person, PhoneNumber, Screen } from '../../src/journeys/index.ts';
import { commandIn } from '../command.ts';
import type { Telling } from './tellings.ts';
import { openHeadlessClient, type HeadlessOptions } from './headless-client.ts';

/** The wording of every screen. */
const screenMessages = { ...en.steps, ...en.auth };

/** A person in front of a client that nobody draws: what they do is a command, what they see is a view in words. */
export function createHeadlessPerson(options: HeadlessOptions): {
  readonly person: Person;
  /** Whether the browser opens no window. */
  readonly blockWindows: (isSo: boolean) => void;
  readonly leave: () => void;
} {
  const { world, account, clock, proved } = options;
  const client = openHeadlessClient(options);
  const { list, rows, additions, addition, auth, removal, tellings, until, give } = client;

  /** What everything is about, as it is shown. */
  /** How often they saw it tried again. */
  let triedAgain = 0;
  let adding: { medium: Medium; address: string } = { medium: 'email', address: '' };

  const screen = () => auth() ?? addition();
  const isAt = (step: Screen) => screen()?.step === step;
  const isOffered = (action: Action) =>
    [auth(), addition()].some((view) => commandIn(view, action) !== null);

  const words = () => {
    const view = addition();
    const authView = auth();
    if (authView) return authMessage(en, authView, adding.address);
    return view && view.step !== 'authenticating' ? stepMessage(en, view) : undefined;
  };
  const listed = () => rows().map(({ threepid }) => shownThreepid(threepid));

  /** Into the one field of a screen. */
  async function enters(step: Screen, ...typed: string[]) {
    await until(() => isAt(step), `This is not ${step}`);
    await give(screen, 'submit', ...typed);
  }

  async function entersEmail(address: string) {
    adding = { medium: 'email', address };
    await enters('editing', address);
  }

  async function entersPhone({ typed, country, shown }: PhoneNumber) {
    adding = { medium: 'msisdn', address: shown };
    await enters('editing', typed, country);
  }

  const isTold = (as: Telling['as'], words: string) =>
    until(
      () => tellings().some((telling) => telling.as === as && telling.words === words),
      `It does not say "${words}" as ${as}`,
    );

  const person: Person = {
    async addsEmail(address) {
      await client.startAddition('email');
      await entersEmail(address);
    },
    async addsPhone(number) {
      await client.startAddition('msisdn');
      await entersPhone(number);
    },
    entersEmail,
    entersPhone,
    continues: () => give(addition, 'proceed'),
    entersCode: (code) => enters('validatingByToken', code),
    entersPassword: (password = account.password) => enters('password', password),
    async choosesToConfirmBy(stage) {
      const find = () => {
        const view = auth();
        const choices = view?.step === 'choosingStage' ? view.choices : [];
        return choices.find((choice) => choice.stage === stage);
      };
      await until(() => find() !== undefined, `${stage} is not to be chosen`);
      find()?.choose();
    },
    async opensThePage(stage) {
      await until(() => {
        const view = auth();
        return view?.step === 'fallback' && view.stage === stage && view.open !== null;
      }, `There is no page for ${stage}`);
      await give(auth, 'open');
    },
    confirmsThere: (as = 'themselves') =>
      client.pages.confirm(as === 'themselves' ? account.userId : 'somebody-else'),
    closesThePage: async () => client.pages.close(),
    saysThatItIsDone: () => give(auth, 'finish'),
    async solvesTheCaptcha() {
      await until(() => isAt('appStage'), 'This is no captcha');
      client.captchas.end(true);
    },
    async givesTheCaptchaUp() {
      await until(() => isAt('appStage'), 'This is no captcha');
      client.captchas.end(false);
    },
    triesAgain: () => give(auth, 'retry'),
    asksForAnother: () => give(addition, 'resend'),
    changesAddress: () => give(addition, 'editAddress'),
    goesBack: () => give(auth, 'back'),
    cancels: () => give(addition, 'cancel'),
    async turnsTo(shown) {
      adding = { medium: await client.turnTo(shown), address: shown };
    },

    removes: (address) =>
      give(() => rows().find(({ threepid }) => shownThreepid(threepid) === address), 'remove'),
    confirmsTheRemoval: () => give(removal, 'confirm'),
    cancelsTheRemoval: () => give(removal, 'cancel'),
    readsTheListAgain: () => give(list, 'read'),

    opensTheMail: world.nextMail,
    async clicksTheLink({ link }) {
      const { text } = await world.openLink(link);
      client.returnToPage();
      return text;
    },
    clicksTheLinkElsewhere: async ({ link }) => (await world.openLink(link)).text,
    readsTheText: (number) => world.nextText(msisdnOf(number)),
    async waits(milliseconds) {
      clock.increment(milliseconds);
    },
    async seesItTriedAgain() {
      await until(() => client.pauses() > triedAgain, 'Nothing is tried again');
      triedAgain += 1;
    },
    async reloads() {
      client.reload();
    },

    sees(step, { busy = null, isPolling = false, isResent = false, stage = '' } = {}) {
      const info = { ...adding, isPolling, isResent, isResendSpent: false, stage };
      const expected = [false, true].map((isOverdue) =>
        screenMessages[step]({ ...info, isOverdue }),
      );
      return until(
        () =>
          isAt(step) &&
          addition()?.busy === busy &&
          expected.some((each) => isDeepStrictEqual(words(), each)),
        `This is not ${step}, ${JSON.stringify({ busy, ...expected[0] })}`,
      );
    },
    reads: (part) =>
      until(
        () => Object.values(words() ?? {}).some((each) => each?.includes(part)),
        `It does not say "${part}"`,
      ),
    seesNothingOpen: () =>
      until(() => additions().length === 0 && removal() === undefined, 'Something is open'),
    isInformed: (of) =>
      isTold('status', 'code' in of ? problemMessage(en, of) : en.list.notice(of)),
    isWarned: (of, field) => isTold(field ?? 'alert', problemMessage(en, of)),
    lists: (...addresses) =>
      until(
        () => listed().toSorted().join() === addresses.toSorted().join(),
        `The list is not ${addresses.join(', ') || 'empty'}`,
      ),
    isAskedToRemove: (address, { isLast }) =>
      until(() => {
        const view = removal();
        return (
          view?.step === 'confirming' &&
          view.busy === null &&
          view.isLast === isLast &&
          shownThreepid(view.threepid) === address
        );
      }, `It does not ask whether to remove ${address}`),
    mayChangeNothing: () =>
      until(
        () => list().step === 'unavailable' && rows().every(({ remove }) => remove === null),
        'Something may be changed',
      ),
    mayChangeOnlyAt: (url) =>
      until(() => {
        const view = list();
        return view.step === 'unavailable' && view.accountManagementUrl === url;
      }, `There is no link to ${url}`),
    may: (...actions) =>
      until(() => actions.every(isOffered), `There is no ${actions.join(' or ')}`),
    mayNot: (...actions) =>
      until(() => !actions.some(isOffered), `There is ${actions.join(' or ')}`),
    hasFocusOn: (what) => until(() => screen()?.focus === what, `The focus is not on ${what}`),
    findsInField: (name, value) =>
      until(() => {
        const view = screen();
        const fields = view && 'fields' in view ? Object.values(view.fields) : [];
        return fields.find((field) => field?.attributes.name === name)?.value === value;
      }, `The field ${name} does not hold "${value}"`),
    wasSent(count, to) {
      const address = typeof to === 'string' ? to : msisdnOf(to);
      return until(() => world.sentTo(address) === count, `${address} was not sent ${count}`);
    },
    proved: (...stages) =>
      until(
        () => isDeepStrictEqual(proved, stages),
        `It was not asked with ${JSON.stringify(stages)}`,
      ),
  };
  return { person, blockWindows: client.pages.block, leave: client.close };
}

function msisdnOf({ listed }: PhoneNumber): string {
  return listed.slice(1);
}
