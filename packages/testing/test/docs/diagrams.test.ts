import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromPromise, setup } from 'xstate';
import { diagram } from './diagram.ts';
import { documentedMachines } from './documented-machines.ts';

describe('the diagrams of the docs', () => {
  it.each(documentedMachines)('show the machine of $page', async ({ page, machine }) => {
    const text = [
      '<!-- Written by packages/testing/test/docs/diagrams.test.ts. Update: `npx vitest run test/docs -u` in packages/testing. -->',
      '',
      `# ${machine.id}`,
      '',
      'What each state is for: [the machines](../machines.md).',
      '',
      '```mermaid',
      `${diagram(machine)}\`\`\``,
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot(`../../../../docs/machines/${page}.md`);
  });

  it('are in docs/machines, one file for each machine', () => {
    const files = readdirSync(new URL('../../../../docs/machines', import.meta.url));
    expect(files.toSorted()).toEqual(documentedMachines.map(({ page }) => `${page}.md`).toSorted());
  });
});

describe('a diagram', () => {
  it('shows every state and every transition with its label', () => {
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
          invoke: {
            id: 'askNeighbour',
            src: 'ask',
            onSnapshot: { guard: 'isRaining', target: 'home' },
            onDone: 'out',
            onError: 'lost',
          },
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
      '    walk_asking --> walk_home : askNeighbour changed [isRaining]<br/>after 1000',
      '    walk_lost --> [*]',
      '  }',
      '  walk --> walk : phone.ring',
      '  walk_out_dog_running --> walk_lost : always',
      '',
    ]);
  });

  it('throws if a guard has no name', () => {
    const machine = setup({}).createMachine({
      initial: 'here',
      states: { here: { on: { go: { guard: () => true, target: 'there' } } }, there: {} },
    });
    expect(() => diagram(machine)).toThrow('A guard without a name cannot be drawn');
  });
});
