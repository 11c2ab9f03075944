import { problemMessage, type ThreepidsOptions } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { describe, expect, it } from 'vitest';
import { SYDENT, SYNAPSE } from '../../synapse/programs.ts';
import { attemptsFor } from '../helpers/attempts.ts';
import { createSimulatedFixture } from '../helpers/simulated-fixture.ts';
import { acts, type Act, type View } from './acts.ts';
import { goOn, type SimulatedFixture } from './going-on.ts';
import type { Row } from './row.ts';
import { rows, unread } from './rows.ts';
import { metIn, SEEN, seenIn } from './seen.ts';

/** What somebody read, and what they could do then. */
interface Told extends Row {
  readonly message: string;
  readonly ways: readonly string[];
}

const told: Told[] = [];

/** The page of single sign-on, where the right account signs on. */
function signOn({ homeserver, client }: SimulatedFixture, ...[url, onDone]: OpenFallback) {
  const body = new URLSearchParams({ account: client.account.userId });
  void homeserver.fetch(url, { method: 'POST', body }).then(onDone);
  return () => undefined;
}

type OpenFallback = Parameters<NonNullable<ThreepidsOptions['openFallback']>>;

async function meet(row: Row) {
  const act: Act = acts[row.act];
  const requests = act.isRepeated === true ? attemptsFor(row.problem) : 1;
  let isMended = false;
  const alice: SimulatedFixture = await createSimulatedFixture({
    settings: { ...act.settings, ...row.profile },
    ...row.options,
    openFallback: (...requestsTo) => {
      const opens = isMended ? undefined : row.options?.openFallback;
      return opens ? opens(...requestsTo) : signOn(alice, ...requestsTo);
    },
  });
  const { homeserver, client, clock } = alice;
  const settings = { ...homeserver.settings };
  const other = homeserver.addAccount({ userId: 'bob', password: 'another' });
  const threepid =
    row.act === 'entersPhone'
      ? ({ medium: 'msisdn', address: '33611223344' } as const)
      : ({ medium: 'email', address: 'alice@example.org' } as const);
  if (row.owner === 'alice') {
    homeserver.addThreepid(client.account.userId, threepid);
    (await client.settled()).read?.();
    await client.listed();
  }
  const then = () => {
    if (row.owner === 'somebody else') homeserver.addThreepid(other.userId, threepid);
    Object.assign(homeserver.settings, row.settings);
    clock.increment(row.after ?? 0);
    for (let time = 0; time < (row.times ?? requests); time += 1) {
      if (row.answer !== undefined && act.endpoint !== null) {
        homeserver.faults.add({ endpoint: act.endpoint, outcome: row.answer });
      }
    }
  };
  const seen = act.does(alice, then, row.typed);
  const isWaitedFor = requests > 1 || row.answer === 'silence';
  const source = await (isWaitedFor ? alice.advanceUntil(seen) : seen);
  return {
    view: source.getSnapshot(),
    /** Goes on, where the homeserver answers as it should from now on. */
    goOn() {
      isMended = true;
      homeserver.faults.clear();
      Object.assign(homeserver.settings, settings);
      return goOn(alice, source, { isTaken: row.owner !== undefined });
    },
  };
}

/** Where each act leads in the end. */
function endOf({ act }: Row): View['step'] {
  if (act === 'opensTheList') return 'ready';
  return act === 'removes' ? 'removed' : 'added';
}

/** What the view offers, in the words of its buttons. */
function waysIn(view: View): string[] {
  const medium = 'medium' in view ? view.medium : 'email';
  const words: Record<string, string> = {
    submit: view.step === 'authenticating' ? en.actions.confirmAuth : en.actions.submit,
    proceed: en.actions.proceed,
    resend: en.actions.resend[medium],
    editAddress: en.actions.editAddress[medium],
    open: 'stage' in view ? en.actions.beginAuth(view.stage) : '',
    finish: en.actions.finishAuth,
    retry: en.actions.retryAuth,
    confirm: en.actions.remove,
    back: en.actions.back,
    cancel: en.actions.cancel,
    read: en.actions.read,
  };
  const offered = Object.entries(view).filter(([, value]) => typeof value === 'function');
  const ways = offered.flatMap(([name]) => words[name] ?? []);
  const isElsewhere = 'accountManagementUrl' in view && view.accountManagementUrl !== null;
  return isElsewhere ? [en.actions.manageAccount, ...ways] : ways;
}

for (const [name, { title }] of Object.entries(acts)) {
  describe(title, () => {
    for (const row of rows.filter(({ act }) => act === name)) {
      const { when, problem, who, step, field } = row;
      it(`leaves a way on where ${when} (${problem}; ${who || 'nobody is requestsTo'})`, async () => {
        const { view, goOn: goOnFromThere } = await meet(row);
        expect(seenIn(view)).toEqual({ problem, step, field });
        const met = metIn(view);
        const message = met === null ? '' : problemMessage(en, met);
        expect(message).not.toContain('words of the homeserver');
        const ways = waysIn(view);
        expect(ways).not.toEqual([]);
        told.push({ ...row, message, ways });
        expect(await goOnFromThere()).toBe(endOf(row));
      });
    }
  });
}

describe('docs/errors.md', () => {
  it('has every problem that there are words for', () => {
    const known = new Set<string>([...rows.map(({ problem }) => problem), ...Object.keys(unread)]);
    expect(Object.keys(en.problems).filter((code) => !known.has(code))).toEqual([]);
  });

  it('says what a client reads and can do, as it is', async () => {
    const isWhole = told.length === rows.length;
    if (!isWhole) throw new Error('Run all tests of this file: the page is written from them');
    await expect(page(told)).toMatchFileSnapshot('../../../../docs/errors.md');
  });
});

function page(all: readonly Told[]): string {
  const sections = Object.entries(acts).flatMap(([name, { title }]) => {
    const lines = all.filter(({ act }) => act === name).map(lineOf);
    return [`## ${title}`, '', HEAD, ...lines, ''];
  });
  const others = Object.entries(unread).map(([code, why]) => `- \`${code}\`: ${why}.`);
  return [
    '<!-- Written by packages/testing/test/answers/answers.test.ts: `npx vitest run answers -u` there writes it again. -->',
    '',
    '# What goes wrong, and what a client reads',
    '',
    `Every line was provoked on the simulated homeserver, as the one that is named answers, and those that say so on a real Synapse ${SYNAPSE.version} with Sydent ${SYDENT.version} too. What an errcode means where: [what each answer means](protocol/errors.md).`,
    '',
    ...sections,
    '## What nobody reads',
    '',
    ...others,
    '',
  ].join('\n');
}

const HEAD = [
  '| when | problem | the client reads | and can | who answers so | seen on Synapse |',
  '| --- | --- | --- | --- | --- | --- |',
].join('\n');

function lineOf({ when, problem, message, ways, who, onSynapse }: Told): string {
  // A time is another one in every place.
  const words = message.replace(/\d+:\d+:\d+\s[AP]M/u, '…');
  const cells = [when, `\`${problem}\``, words, ways.join(' · '), who || 'nobody is requestsTo'];
  return `| ${[...cells, onSynapse === undefined ? '' : SEEN].join(' | ')} |`;
}
