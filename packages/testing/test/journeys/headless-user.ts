import {
  authMessage,
  problemMessage,
  shownThreepid,
  stepMessage,
  type Medium,
} from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { isDeepStrictEqual } from 'node:util';
import type { Action, PhoneNumber, Screen, User } from '../../src/journeys/index.ts';
import { commandIn } from '../command.ts';
import { openHeadlessClient, type HeadlessOptions } from './headless-client.ts';
import type { ShownMessage } from './shown-messages.ts';

/** The wording of all screens. */
const screenMessages = { ...en.steps, ...en.auth };

/** A user of a client without a page: their actions are commands of views, and they see views in words. */
export function createHeadlessUser(options: HeadlessOptions): {
  readonly user: User;
  readonly blockPopups: (isOn: boolean) => void;
  readonly close: () => void;
} {
  const { homeserver, account, clock, stages } = options;
  const client = openHeadlessClient(options);
  const { list, rows, additions, addition, auth, removal, messages, until, command } = client;

  /** How many retries the user has seen. */
  let seenRetries = 0;
  /** The current addition, as the screen shows it. */
  let adding: { medium: Medium; address: string } = { medium: 'email', address: '' };

  const screen = () => auth() ?? addition();
  const isAt = (step: Screen) => screen()?.step === step;
  const isPossible = (action: Action) =>
    [auth(), addition()].some((view) => commandIn(view, action) !== null);
  const listed = () => rows().map(({ threepid }) => shownThreepid(threepid));

  /** The wording of the current screen. */
  const words = () => {
    const view = addition();
    const authView = auth();
    if (authView) return authMessage(en, authView, adding.address);
    return view && view.step !== 'authenticating' ? stepMessage(en, view) : undefined;
  };

  /** Submits the form of a screen. */
  async function enters(step: Screen, ...typed: string[]) {
    await until(() => isAt(step), `The screen is not ${step}`);
    await command(screen, 'submit', ...typed);
  }

  async function entersEmail(address: string) {
    adding = { medium: 'email', address };
    await enters('editing', address);
  }

  async function entersPhone({ typed, country, shown }: PhoneNumber) {
    adding = { medium: 'msisdn', address: shown };
    await enters('editing', typed, country);
  }

  async function endsTheCaptcha(isSolved: boolean) {
    await until(() => isAt('appStage'), 'The screen is no captcha');
    client.captchas.end(isSolved);
  }

  const seesMessage = (at: ShownMessage['at'], text: string) =>
    until(
      () => messages().some((message) => message.at === at && message.words === text),
      `Expected "${text}" as ${at}`,
    );

  const user: User = {
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
    continues: () => command(addition, 'proceed'),
    entersCode: (code) => enters('validatingByToken', code),
    entersPassword: (password = account.password) => enters('password', password),
    async choosesStage(stage) {
      const find = () => {
        const view = auth();
        const choices = view?.step === 'choosingStage' ? view.choices : [];
        return choices.find((choice) => choice.stage === stage);
      };
      await until(() => find() !== undefined, `The stage ${stage} is not offered`);
      find()?.choose();
    },
    async opensThePage(stage) {
      await until(() => {
        const view = auth();
        return view?.step === 'fallback' && view.stage === stage && view.open !== null;
      }, `No page for ${stage} can be opened`);
      await command(auth, 'open');
    },
    finishesOnThePage: (as = 'themselves') =>
      client.pages.finish(as === 'themselves' ? account.userId : 'another-user'),
    approvesOnThePage: client.pages.approve,
    closesThePage: async () => client.pages.close(),
    saysTheyHaveFinished: () => command(auth, 'finish'),
    solvesTheCaptcha: () => endsTheCaptcha(true),
    givesUpOnTheCaptcha: () => endsTheCaptcha(false),
    triesAgain: () => command(auth, 'retry'),
    requestsAnother: () => command(addition, 'resend'),
    changesAddress: () => command(addition, 'editAddress'),
    goesBack: () => command(auth, 'back'),
    cancels: () => command(addition, 'cancel'),
    async switchesTo(shown) {
      adding = { medium: await client.switchTo(shown), address: shown };
    },

    removes: (address) =>
      command(() => rows().find(({ threepid }) => shownThreepid(threepid) === address), 'remove'),
    confirmsTheRemoval: () => command(removal, 'confirm'),
    cancelsTheRemoval: () => command(removal, 'cancel'),
    retriesTheList: () => command(list, 'read'),

    opensTheMail: homeserver.nextMail,
    async clicksTheLink({ link }) {
      const { text } = await homeserver.openLink(link);
      client.returnToPage();
      return text;
    },
    clicksTheLinkOnAnotherDevice: async ({ link }) => (await homeserver.openLink(link)).text,
    readsTheText: (number) => homeserver.nextText(msisdnOf(number)),
    async waits(milliseconds) {
      clock.increment(milliseconds);
    },
    async seesARetry() {
      await until(() => client.retries() > seenRetries, 'Nothing is retried');
      seenRetries += 1;
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
        `The screen is not ${step}, ${JSON.stringify({ busy, ...expected[0] })}`,
      );
    },
    reads: (part) =>
      until(
        () => Object.values(words() ?? {}).some((each) => each?.includes(part)),
        `Expected "${part}"`,
      ),
    seesNothingOpen: () =>
      until(() => additions().length === 0 && removal() === undefined, 'Something is open'),
    seesStatus: (of) =>
      seesMessage('status', 'code' in of ? problemMessage(en, of) : en.list.notice(of)),
    seesError: (of, field) => seesMessage(field ?? 'alert', problemMessage(en, of)),
    seesTheList: (...addresses) =>
      until(
        () => listed().toSorted().join() === addresses.toSorted().join(),
        `The list is not ${addresses.join(', ') || 'empty'}`,
      ),
    isAskedWhetherToRemove: (address, { isLast }) =>
      until(() => {
        const view = removal();
        return (
          view?.step === 'confirming' &&
          view.busy === null &&
          view.isLast === isLast &&
          shownThreepid(view.threepid) === address
        );
      }, `No question whether to remove ${address}`),
    canChangeNothing: () =>
      until(
        () => list().step === 'unavailable' && rows().every(({ remove }) => remove === null),
        'Something can be changed',
      ),
    canChangeOnlyAt: (url) =>
      until(() => {
        const view = list();
        return view.step === 'unavailable' && view.accountManagementUrl === url;
      }, `No link to ${url}`),
    can: (...actions) =>
      until(() => actions.every(isPossible), `Not all possible: ${actions.join(', ')}`),
    cannot: (...actions) =>
      until(() => !actions.some(isPossible), `Not all impossible: ${actions.join(', ')}`),
    hasFocusOn: (what) => until(() => screen()?.focus === what, `The focus is not on ${what}`),
    findsInField: (name, value) =>
      until(() => {
        const view = screen();
        const fields = view && 'fields' in view ? Object.values(view.fields) : [];
        return fields.find((field) => field?.attributes.name === name)?.value === value;
      }, `The field ${name} does not contain "${value}"`),
    wasSent(count, to) {
      const address = typeof to === 'string' ? to : msisdnOf(to);
      return until(
        () => homeserver.sentTo(address) === count,
        `Not exactly ${count} messages were sent to ${address}`,
      );
    },
    authenticatedWith: (...expected) =>
      until(
        () => isDeepStrictEqual(stages, expected),
        `The requests to add did not complete ${JSON.stringify(expected)}`,
      ),
  };
  return { user, blockPopups: client.pages.setBlocked, close: client.close };
}

function msisdnOf({ listed }: PhoneNumber): string {
  return listed.slice(1);
}
