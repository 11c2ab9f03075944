import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import {
  addAuthMachine,
  addThreepidMachine,
  descriptions,
  interactiveAuthMachine,
  removeThreepidMachine,
  threepidsMachine,
} from '../src/machines.ts';
import packageJson from '../package.json' with { type: 'json' };

const machines: readonly {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly states: Readonly<Record<string, string>>;
}[] = [
  { name: 'threepids', machine: threepidsMachine, states: descriptions.threepids.states },
  { name: 'addThreepid', machine: addThreepidMachine, states: descriptions.addThreepid.states },
  { name: 'interactiveAuth', machine: addAuthMachine, states: descriptions.interactiveAuth.states },
  {
    name: 'interactiveAuth for other endpoints',
    machine: interactiveAuthMachine,
    states: descriptions.interactiveAuth.states,
  },
  {
    name: 'removeThreepid',
    machine: removeThreepidMachine,
    states: descriptions.removeThreepid.states,
  },
];

function nodesIn(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values<AnyStateNode>(node.states).flatMap(nodesIn)];
}

function describedIn(machine: AnyStateMachine) {
  return Object.fromEntries(nodesIn(machine.root).map(({ id, description }) => [id, description]));
}

describe.each(machines)('the machine $name', ({ machine, states }) => {
  it('has a description for every state', () => {
    expect(describedIn(machine)).toEqual(states);
  });

  it('keeps the descriptions in a machine with other implementations', () => {
    expect(describedIn(machine.provide({}))).toEqual(states);
  });

  it('has the descriptions in its definition, which the inspector receives', () => {
    const definition = JSON.stringify(machine.definition);
    for (const text of Object.values(states)) expect(definition).toContain(JSON.stringify(text));
  });
});

/** The modules that a module loads. */
function modulesFrom(url: URL, found = new Set<string>()): Set<string> {
  if (found.has(url.href)) return found;
  found.add(url.href);
  const text = readFileSync(url, 'utf8');
  for (const [, isType, path = ''] of text.matchAll(
    /^(?:import|export|\} from)( type)?[^;]*?'(\.{1,2}\/[^']+)'/gmu,
  )) {
    if (isType === undefined) modulesFrom(new URL(path, url), found);
  }
  return found;
}

describe('an app that does not import the machines', () => {
  const described = new URL('../src/descriptions.ts', import.meta.url).href;
  const entryPoints = Object.entries(packageJson.exports).flatMap(([name, entry]) =>
    typeof entry === 'string' ? [] : [{ name, source: entry['@threepid/source'] }],
  );

  it.each(entryPoints.filter(({ name }) => name !== './machines'))(
    'loads no descriptions with $name',
    ({ source }) => {
      const modules = modulesFrom(new URL(`../${source}`, import.meta.url));
      expect([...modules]).not.toContain(described);
    },
  );

  it('would load them with the machines, so that the check above means something', () => {
    const modules = modulesFrom(new URL('../src/machines.ts', import.meta.url));
    expect([...modules]).toContain(described);
    expect(modules.size).toBeGreaterThan(20);
  });
});
