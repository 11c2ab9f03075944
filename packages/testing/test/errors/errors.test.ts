import { problemMessage, type ThreepidsOptions } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { describe, expect, it } from 'vitest';
import { SYDENT, SYNAPSE } from '../../synapse/programs.ts';
import { attemptsFor } from '../helpers/attempts.ts';
import { problemOn, type Screen, type View } from '../helpers/screen.ts';
import { createSimulatedFixture, type SimulatedFixture } from '../helpers/simulated-fixture.ts';
import { actions, type Action } from './actions.ts';
import type { ErrorCase } from './case.ts';
import { cases, notShown } from './cases.ts';
import { CONFIRMED, observedOn } from './observed.ts';
import { recover } from './recover.ts';

/** A case with what the user read and could do. */
interface Observation extends ErrorCase {
  readonly message: string;
  readonly commands: readonly string[];
}

const observations: Observation[] = [];

type OpenFallback = Parameters<NonNullable<ThreepidsOptions['openFallback']>>;

/** Signs on with the right account. */
function signOn({ homeserver, client }: SimulatedFixture, ...[url, onDone]: OpenFallback) {
  const body = new URLSearchParams({ account: client.account.userId });
  void homeserver.fetch(url, { method: 'POST', body }).then(onDone);
  return () => undefined;
}

/** Causes the error. Returns the screen, and a function that continues once the cause is gone. */
async function provoke(each: ErrorCase) {
  const action: Action = actions[each.action];
  const attempts = action.isRetried === true ? attemptsFor(each.problem) : 1;
  let isSolved = false;
  const fixture: SimulatedFixture = await createSimulatedFixture({
    settings: { ...action.settings, ...each.profile },
    ...each.options,
    openFallback: (...page) => {
      const open = isSolved ? undefined : each.options?.openFallback;
      return open ? open(...page) : signOn(fixture, ...page);
    },
  });
  const { homeserver, clock, giveAndRead } = fixture;
  const settings = { ...homeserver.settings };
  const other = homeserver.addAccount({ userId: 'bob', password: 'another' });
  const threepid =
    each.action === 'submitPhone'
      ? ({ medium: 'msisdn', address: '33611223344' } as const)
      : ({ medium: 'email', address: 'alice@example.org' } as const);
  if (each.owner === 'this account') await giveAndRead(threepid);
  const beforeRequest = () => {
    if (each.owner === 'another account') homeserver.addThreepid(other.userId, threepid);
    Object.assign(homeserver.settings, each.settings);
    clock.increment(each.delay ?? 0);
    for (let time = 0; time < (each.count ?? attempts); time += 1) {
      if (each.response !== undefined && action.endpoint !== null) {
        homeserver.faults.add({ endpoint: action.endpoint, outcome: each.response });
      }
    }
  };
  const acted = action.run(fixture, beforeRequest, each.typed);
  const needsTime = attempts > 1 || each.response === 'silence';
  const screen = await (needsTime ? fixture.advanceUntil(acted) : acted);
  return {
    screen: screen(),
    recover() {
      isSolved = true;
      homeserver.faults.clear();
      Object.assign(homeserver.settings, settings);
      return recover(fixture, screen, { isTaken: each.owner !== undefined });
    },
  };
}

/** The last step of the flow that the action belongs to. */
function lastStepOf({ action }: ErrorCase): View['step'] {
  if (action === 'openList') return 'ready';
  return action === 'remove' ? 'removed' : 'added';
}

/** The commands that are possible, by the labels of their buttons. */
function commandsOn(screen: Screen): string[] {
  return screen.flatMap((view) => {
    const medium = 'medium' in view ? view.medium : 'email';
    const labels: Record<string, string> = {
      submit: view.step === 'password' ? en.actions.confirmAuth : en.actions.submit,
      proceed: en.actions.proceed,
      resend: en.actions.resend[medium],
      editAddress: en.actions.editAddress[medium],
      open: 'stage' in view ? en.actions.startStage(view.stage) : '',
      finish: en.actions.finishAuth,
      retry: en.actions.retryAuth,
      confirm: en.actions.remove,
      back: en.actions.back,
      cancel: en.actions.cancel,
      read: en.actions.read,
    };
    const possible = Object.entries(view).filter(([, value]) => typeof value === 'function');
    const commands = possible.flatMap(([name]) => labels[name] ?? []);
    const isElsewhere = 'accountManagementUrl' in view && view.accountManagementUrl !== null;
    return isElsewhere ? [en.actions.manageAccount, ...commands] : commands;
  });
}

for (const [name, { title }] of Object.entries(actions)) {
  describe(title, () => {
    for (const each of cases.filter(({ action }) => action === name)) {
      const { when, problem, server, step, field } = each;
      it(`can be recovered from if ${when} (${problem}; ${server ?? 'no request'})`, async () => {
        const { screen, recover: recoverFromThere } = await provoke(each);
        expect(observedOn(screen)).toEqual({ problem, step, field });
        const shown = problemOn(screen);
        const message = shown === null ? '' : problemMessage(en, shown);
        expect(message).not.toContain('text of the homeserver');
        const commands = commandsOn(screen);
        expect(commands).not.toEqual([]);
        observations.push({ ...each, message, commands });
        expect(await recoverFromThere()).toBe(lastStepOf(each));
      });
    }
  });
}

describe('docs/errors.md', () => {
  it('lists every problem code', () => {
    const known = new Set<string>([
      ...cases.map(({ problem }) => problem),
      ...Object.keys(notShown),
    ]);
    expect(Object.keys(en.problems).filter((code) => !known.has(code))).toEqual([]);
  });

  it('says what the user reads and can do', async () => {
    const isComplete = observations.length === cases.length;
    if (!isComplete) throw new Error('The page needs all tests of this file to run and pass');
    await expect(page(observations)).toMatchFileSnapshot('../../../../docs/errors.md');
  });
});

function page(all: readonly Observation[]): string {
  const sections = Object.entries(actions).flatMap(([name, { title }]) => {
    const lines = all.filter(({ action }) => action === name).map(lineOf);
    return [`## ${title}`, '', HEAD, ...lines, ''];
  });
  const others = Object.entries(notShown).map(([code, why]) => `- \`${code}\`: ${why}.`);
  return [
    '<!-- Written by packages/testing/test/errors/errors.test.ts. To update it, run `npx vitest run errors.test -u` in packages/testing. -->',
    '',
    '# Errors',
    '',
    'What the user reads and can do after each error. A test causes every line on the simulated homeserver.',
    `The last column marks the lines that are also confirmed on a real Synapse ${SYNAPSE.version} with Sydent ${SYDENT.version}.`,
    'From an errcode to a problem: [what each response means](protocol/errors.md).',
    '',
    ...sections,
    '## Problems that no screen shows',
    '',
    ...others,
    '',
  ].join('\n');
}

const HEAD = [
  '| if | problem | the user reads | the user can | servers | confirmed on Synapse |',
  '| --- | --- | --- | --- | --- | --- |',
].join('\n');

function lineOf({ when, problem, message, commands, server, onSynapse }: Observation): string {
  // The time depends on the time zone, and names the day unless it is the day of the run.
  const text = message.replace(/\d+:\d+:\d+\s[AP]M(?: on \w+, \w+ \d+)?/u, '…');
  const cells = [when, `\`${problem}\``, text, commands.join(' · '), server ?? 'no request'];
  return `| ${[...cells, onSynapse === undefined ? '' : CONFIRMED].join(' | ')} |`;
}
