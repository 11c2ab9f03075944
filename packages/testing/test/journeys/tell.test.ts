import { expect, it } from 'vitest';
import { tell, type Journey } from '../../src/journeys/index.ts';
import { openSimulatedTestHomeserver } from '../simulated-test-homeserver.ts';
import { openHeadlessScene } from './headless-scene.ts';

async function told(journey: Omit<Journey, 'title'>): Promise<string[]> {
  const notes: string[] = [];
  const { leave, ...scene } = await openHeadlessScene(openSimulatedTestHomeserver());
  try {
    await tell({ title: 'a story', ...journey }, scene, (line) => notes.push(line));
  } finally {
    leave();
  }
  return notes;
}

it('notes what is done and seen, and nothing that proves who somebody is or what they read', async () => {
  const notes = await told({
    async tell(alice) {
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

it.each<[string, Journey['tell']]>([
  ['clock', (alice) => alice.waits(1)],
  ['faults', (_, __, fate) => fate.nextRequest('fails')],
  ['blocked windows', (_, __, fate) => fate.blocksWindows()],
  ['sends no mail', (_, __, fate) => fate.homeserver('sends no mail')],
])('fails a story that needs %s and does not say so', async (need, story) => {
  await expect(told({ tell: story })).rejects.toThrow(`The story needs ${need}`);
});
