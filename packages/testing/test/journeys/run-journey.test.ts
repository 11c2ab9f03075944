import { expect, it } from 'vitest';
import { runJourney, type Journey } from '../../src/journeys/index.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { openHeadlessSetup } from './headless-setup.ts';

async function notesOf(journey: Omit<Journey, 'title'>): Promise<string[]> {
  const notes: string[] = [];
  const { close, ...setup } = await openHeadlessSetup(openSimulatedTestHomeserver());
  try {
    await runJourney({ title: 'a story', ...journey }, setup, (line) => notes.push(line));
  } finally {
    close();
  }
  return notes;
}

it('notes each action and expectation, without passwords, codes and links', async () => {
  const notes = await notesOf({
    async run(alice) {
      await alice.addsEmail('alice@example.org');
      await alice.sees('validatingByLink');
      await alice.clicksTheLink(await alice.opensTheMail('alice@example.org'));
      await alice.continues();
      await alice.entersPassword('not my password');
    },
  });
  expect(notes).toEqual([
    'addsEmail "alice@example.org"',
    'sees "validatingByLink"',
    'opensTheMail "alice@example.org"',
    'clicksTheLink …',
    'continues',
    'entersPassword …',
  ]);
});

it.each<[string, Journey['run']]>([
  ['clock', (alice) => alice.waits(1)],
  ['faults', (_, __, controls) => controls.nextRequest('fails')],
  ['blocked pop-ups', (_, __, controls) => controls.browser('blocks pop-ups')],
  ['another client', (_, __, controls) => controls.anotherClientAdds('alice@example.org')],
  ['sends no mail', (_, __, controls) => controls.homeserver('sends no mail')],
])('rejects a story that needs "%s" without naming it', async (need, run) => {
  await expect(notesOf({ run })).rejects.toThrow(`The story needs "${need}"`);
});
