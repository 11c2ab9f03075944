import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/**
 * Returns a machine as a Mermaid state diagram with all its transitions. The actors that a state
 * invokes and the events that it handles without leaving are written inside it.
 *
 * Throws a `TypeError` if a guard has no name, because the diagram could not say when it holds.
 */
export function diagram({ root }: AnyStateMachine): string {
  const transitions = transitionsBelow(root);
  // Mermaid moves a state into the braces that contain an arrow to it, so only siblings go there.
  const across = transitions.filter(({ from, to }) => from === root || from.parent !== to?.parent);
  const lines = [...state(root, transitions), ...arrows(across)];
  return ['stateDiagram-v2', ...indented(lines), ''].join('\n');
}

interface Transition {
  readonly from: AnyStateNode;
  /** Null if the state is not left. */
  readonly to: AnyStateNode | null;
  readonly label: string;
}

function state(node: AnyStateNode, transitions: readonly Transition[]): string[] {
  const children = childrenOf(node);
  const name = nameOf(node);
  const activities = node.invoke.map(({ id }) => `do ${id}`);
  if (children.length === 0) {
    const handled = transitions.filter(({ from, to }) => from === node && to === null);
    const inside = [...activities, ...handled.map(({ label }) => label)];
    return [`state "${node.key}" as ${name}`, ...inside.map((text) => `${name} : ${text}`)];
  }
  const isParallel = node.type === 'parallel';
  const among = transitions.filter(({ from, to }) => from.parent === node && to?.parent === node);
  return [
    `state "${[node.key, ...activities].join(', ')}" as ${name} {`,
    ...children.flatMap((child, index) => [
      ...(isParallel && index > 0 ? indented(['--']) : []),
      ...indented(state(child, transitions)),
    ]),
    ...indented(isParallel ? [] : node.initial.target.map((start) => `[*] --> ${nameOf(start)}`)),
    ...indented(arrows(among)),
    ...indented(
      children.filter(({ type }) => type === 'final').map((end) => `${nameOf(end)} --> [*]`),
    ),
    '}',
  ];
}

/** One arrow for each pair of states, with the labels of all its transitions. */
function arrows(transitions: readonly Transition[]): string[] {
  const labels = new Map<string, string[]>();
  for (const { from, to, label } of transitions) {
    if (to === null) continue;
    const arrow = `${nameOf(from)} --> ${nameOf(to)}`;
    labels.set(arrow, [...(labels.get(arrow) ?? []), label]);
  }
  return [...labels].map(([arrow, texts]) => `${arrow} : ${texts.join('<br/>')}`);
}

function transitionsBelow(node: AnyStateNode): Transition[] {
  return [...transitionsOf(node), ...childrenOf(node).flatMap(transitionsBelow)];
}

function transitionsOf(node: AnyStateNode): Transition[] {
  const definitions = [...(node.always ?? []), ...[...node.transitions.values()].flat()];
  return definitions.flatMap((definition, index) => {
    const { guard, eventType, target } = definition;
    const isElse =
      guard === undefined &&
      definitions.slice(0, index).some((earlier) => earlier.eventType === eventType);
    const label = eventName(definition) + (isElse ? ' [else]' : guardName(definition));
    if (target === undefined) {
      return [{ from: node, to: childrenOf(node).length === 0 ? null : node, label }];
    }
    return target.flatMap((to) => origins(node, to).map((from) => ({ from, to, label })));
  });
}

/** Mermaid draws no arrow from a state into itself, so its children have one each. */
function origins(from: AnyStateNode, to: AnyStateNode): AnyStateNode[] {
  const isInto = to !== from && to.path.slice(0, from.path.length).join() === from.path.join();
  return isInto ? childrenOf(from).flatMap((child) => origins(child, to)) : [from];
}

/** Returns the event's name. XState's own events are named by what happened. */
function eventName({ eventType, source }: AnyTransitionDefinition): string {
  if (eventType === '') return 'always';
  const [, kind, rest = ''] =
    /^xstate\.(done\.actor|error\.actor|snapshot|after)\.(.*)$/u.exec(eventType) ?? [];
  if (kind === undefined) return eventType;
  if (kind === 'after') return `after ${rest.slice(0, -source.id.length - 1)}`;
  const actor = rest === '*' ? 'an actor' : rest;
  if (kind === 'snapshot') return `${actor} changed`;
  return `${actor} ${kind === 'done.actor' ? 'done' : 'failed'}`;
}

function guardName({ guard }: AnyTransitionDefinition): string {
  if (guard === undefined) return '';
  const name: unknown = typeof guard === 'object' ? guard.type : guard;
  if (typeof name !== 'string') throw new TypeError('A guard without a name cannot be drawn');
  return ` [${name}]`;
}

function childrenOf(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states);
}

function nameOf({ id }: AnyStateNode): string {
  return id.replaceAll('.', '_');
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
