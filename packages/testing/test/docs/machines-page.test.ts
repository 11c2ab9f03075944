import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { documentedMachines, type DocumentedMachine } from './documented-machines.ts';

const PAGE = '../../../../docs/machines.md';

/** What the page has between the two comments that name a machine. */
const GENERATED = /(?<=^<!-- Generated: (\w+) -->\n).*?(?=^<!-- End -->$)/gmsu;

const page = readFileSync(new URL(PAGE, import.meta.url), 'utf8');

function sectionOf({ page: diagram, machine, description }: DocumentedMachine): string {
  const { states, events, delays } = description;
  const stateRows = statesIn(machine.root).map(({ id, path, type }) => [
    code(path.join('.')),
    `${type === 'final' ? 'Final. ' : ''}${states[id]}`,
  ]);
  const eventRows = Object.entries(events).map(([event, text]) => [code(event), text]);
  const delayRows = Object.entries(delays).map(([delay, text]) => {
    const milliseconds = machine.implementations.delays?.[delay];
    // A delay that depends on the context has no default.
    const isFixed = typeof milliseconds === 'number';
    return [code(delay), isFixed ? `${milliseconds / 1_000} s` : 'varies', text];
  });
  return [
    '',
    `${states[machine.id]} [Diagram](machines/${diagram}.md).`,
    '',
    ...table(['state', 'description'], stateRows),
    '',
    ...table(['event', 'when it is sent'], eventRows),
    '',
    ...table(['delay', 'default', 'purpose'], delayRows),
    '',
    '',
  ].join('\n');
}

function statesIn(node: AnyStateNode): AnyStateNode[] {
  return Object.values<AnyStateNode>(node.states).flatMap((state) => [state, ...statesIn(state)]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  // Prettier would align the columns, so that one longer cell changes every line.
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return ['<!-- prettier-ignore -->', ...lines];
}

function code(name: string): string {
  return `\`${name}\``;
}

describe('docs/machines.md', () => {
  it('has the descriptions of the states, events and delays', async () => {
    const generated = page.replaceAll(GENERATED, (_, id: string) => {
      const documented = documentedMachines.find(({ machine }) => machine.id === id);
      if (documented === undefined) throw new Error(`No machine has the id ${id}`);
      return sectionOf(documented);
    });
    await expect(generated).toMatchFileSnapshot(PAGE);
  });

  it('has a generated section for every machine', () => {
    const ids = [...page.matchAll(GENERATED)].map(([, id]) => id);
    expect(ids).toEqual(documentedMachines.map(({ machine }) => machine.id));
  });

  it.each(documentedMachines)(
    'describes every event that $page handles',
    ({ machine, description }) => {
      const events = machine.events.filter((event) => !event.startsWith('xstate.'));
      expect(Object.keys(description.events).toSorted()).toEqual(events.toSorted());
    },
  );
});
