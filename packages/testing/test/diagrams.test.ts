import { addThreepidMachine, removeThreepidMachine, threepidsMachine } from '@threepid/core';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromPromise, setup, type AnyStateMachine, type AnyStateNode } from 'xstate';
import { diagram } from './diagram.ts';

const machines = [
  { page: 'threepids', machine: threepidsMachine },
  { page: 'add-threepid', machine: addThreepidMachine },
  { page: 'remove-threepid', machine: removeThreepidMachine },
];

describe('the diagrams of the docs', () => {
  it.each(machines)('show the machine of $page as it is', async ({ page, machine }) => {
    const text = [
      '<!-- Written by packages/testing/test/diagrams.test.ts: `npx vitest run diagrams -u` there writes it again. -->',
      '',
      `# ${machine.id}`,
      '',
      'What each state is for: [the machines](../machines.md).',
      '',
      '```mermaid',
      `${diagram(machine)}\`\`\``,
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot(`../../../docs/machines/${page}.md`);
  });
});

const machinesPage = readFileSync(new URL('../../../docs/machines.md', import.meta.url), 'utf8');

/** The first column of the table with this head, in the section of `docs/machines.md` about the machine. */
function namesUnder(head: string, { id }: AnyStateMachine) {
  const section = machinesPage.split(/^## /mu).find((text) => text.startsWith(`${id}\n`)) ?? '';
  const table = section.split('\n\n').find((text) => text.startsWith(`| ${head} `)) ?? '';
  return [...table.matchAll(/^\| `([^`]+)`/gmu)].map(([, name]) => name);
}

function statesIn(node: AnyStateNode): string[] {
  return Object.values<AnyStateNode>(node.states).flatMap((state) => [
    state.path.join('.'),
    ...statesIn(state),
  ]);
}

describe('docs/machines.md', () => {
  it.each(machines)('says what each state is for that $page has, in order', ({ machine }) => {
    expect(namesUnder('state', machine)).toEqual(statesIn(machine.root));
  });

  it.each(machines)('says when each event of $page is sent', ({ machine }) => {
    const events = machine.events.filter((event) => !event.startsWith('xstate.'));
    expect(namesUnder('event', machine).toSorted()).toEqual(events.toSorted());
  });
});

describe('a diagram', () => {
  it('has every state and every transition, with what takes it', () => {
    const machine = setup({
      actors: { ask: fromPromise(async () => undefined) },
      guards: { isRaining: () => true },
      delays: { patience: 1 },
    }).createMachine({
      id: 'walk',
      initial: 'home',
      on: { 'phone.ring': {} },
      states: {
        home: {
          on: {
            'window.open': {},
            'door.open': [{ guard: 'isRaining', target: 'home' }, { target: 'out' }],
          },
        },
        out: {
          type: 'parallel',
          on: { 'rain.begin': 'asking' },
          states: {
            dog: { initial: 'running', states: { running: { always: '#walk.lost' } } },
            person: {
              initial: 'standing',
              on: { 'dog.bark': '.standing' },
              states: { standing: {} },
            },
          },
        },
        asking: {
          invoke: { id: 'askNeighbour', src: 'ask', onDone: 'out', onError: 'lost' },
          after: { patience: [{ guard: { type: 'isRaining' }, target: 'lost' }], 1000: 'home' },
        },
        lost: { type: 'final' },
      },
    });
    expect(diagram(machine).split('\n')).toEqual([
      'stateDiagram-v2',
      '  state "walk" as walk {',
      '    state "home" as walk_home',
      '    walk_home : window.open',
      '    state "out" as walk_out {',
      '      state "dog" as walk_out_dog {',
      '        state "running" as walk_out_dog_running',
      '        [*] --> walk_out_dog_running',
      '      }',
      '      --',
      '      state "person" as walk_out_person {',
      '        state "standing" as walk_out_person_standing',
      '        [*] --> walk_out_person_standing',
      '        walk_out_person_standing --> walk_out_person_standing : dog.bark',
      '      }',
      '    }',
      '    state "asking" as walk_asking',
      '    walk_asking : do askNeighbour',
      '    state "lost" as walk_lost',
      '    [*] --> walk_home',
      '    walk_home --> walk_home : door.open [isRaining]',
      '    walk_home --> walk_out : door.open [else]',
      '    walk_out --> walk_asking : rain.begin',
      '    walk_asking --> walk_out : askNeighbour done',
      '    walk_asking --> walk_lost : askNeighbour failed<br/>after patience [isRaining]',
      '    walk_asking --> walk_home : after 1000',
      '    walk_lost --> [*]',
      '  }',
      '  walk --> walk : phone.ring',
      '  walk_out_dog_running --> walk_lost : always',
      '',
    ]);
  });

  it('is refused where a guard has no name', () => {
    const machine = setup({}).createMachine({
      initial: 'here',
      states: { here: { on: { go: { guard: () => true, target: 'there' } } }, there: {} },
    });
    expect(() => diagram(machine)).toThrow('a guard without a name cannot be drawn');
  });
});
