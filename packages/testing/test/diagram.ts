import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/**
 * A machine as a Mermaid state diagram, with each of its transitions. What a state does as long as it
 * lasts, and what it answers without being left, is written inside it.
 *
 * Throws where a guard has no name, for nobody could read what such a transition waits for.
 */
export function diagram({ root }: AnyStateMachine): string {
  const steps = allSteps(root);
  // Mermaid moves a state into the braces where an arrow names it, so only siblings are named there.
  const across = steps.filter(({ from, to }) => from === root || from.parent !== to?.parent);
  return ['stateDiagram-v2', ...indented([...state(root, steps), ...arrows(across)]), ''].join(
    '\n',
  );
}

interface Step {
  readonly from: AnyStateNode;
  /** Null where the state is not left. */
  readonly to: AnyStateNode | null;
  readonly label: string;
}

function state(node: AnyStateNode, steps: readonly Step[]): string[] {
  const children = childrenOf(node);
  const name = nameOf(node);
  const activities = node.invoke.map(({ id }) => `do ${id}`);
  if (children.length === 0) {
    const answers = steps.filter(({ from, to }) => from === node && to === null);
    const inside = [...activities, ...answers.map(({ label }) => label)];
    return [`state "${node.key}" as ${name}`, ...inside.map((text) => `${name} : ${text}`)];
  }
  const isParallel = node.type === 'parallel';
  const among = steps.filter(({ from, to }) => from.parent === node && to?.parent === node);
  return [
    `state "${[node.key, ...activities].join(', ')}" as ${name} {`,
    ...children.flatMap((child, index) => [
      ...(isParallel && index > 0 ? indented(['--']) : []),
      ...indented(state(child, steps)),
    ]),
    ...indented(isParallel ? [] : node.initial.target.map((start) => `[*] --> ${nameOf(start)}`)),
    ...indented(arrows(among)),
    ...indented(
      children.filter(({ type }) => type === 'final').map((end) => `${nameOf(end)} --> [*]`),
    ),
    '}',
  ];
}

/** One arrow from each state to each other, with all that takes it. */
function arrows(steps: readonly Step[]): string[] {
  const labels = new Map<string, string[]>();
  for (const { from, to, label } of steps) {
    if (to === null) continue;
    const arrow = `${nameOf(from)} --> ${nameOf(to)}`;
    labels.set(arrow, [...(labels.get(arrow) ?? []), label]);
  }
  return [...labels].map(([arrow, texts]) => `${arrow} : ${texts.join('<br/>')}`);
}

function allSteps(node: AnyStateNode): Step[] {
  return [...stepsOf(node), ...childrenOf(node).flatMap(allSteps)];
}

function stepsOf(node: AnyStateNode): Step[] {
  const transitions = [...(node.always ?? []), ...[...node.transitions.values()].flat()];
  return transitions.flatMap((transition, index) => {
    const { guard, eventType, target } = transition;
    const isLastResort =
      guard === undefined &&
      transitions.slice(0, index).some((earlier) => earlier.eventType === eventType);
    const label = eventName(transition) + (isLastResort ? ' [else]' : guardName(transition));
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

/** What XState calls an event that it makes itself says what happened, for a person who reads it. */
function eventName({ eventType, source }: AnyTransitionDefinition): string {
  if (eventType === '') return 'always';
  const [, kind, rest = ''] =
    /^xstate\.(done\.actor|error\.actor|after)\.(.*)$/u.exec(eventType) ?? [];
  if (kind === undefined) return eventType;
  if (kind === 'after') return `after ${rest.slice(0, -source.id.length - 1)}`;
  return `${rest === '*' ? 'an actor' : rest} ${kind === 'done.actor' ? 'done' : 'failed'}`;
}

function guardName({ guard }: AnyTransitionDefinition): string {
  if (guard === undefined) return '';
  const name: unknown = typeof guard === 'object' ? guard.type : guard;
  if (typeof name !== 'string') throw new TypeError('a guard without a name cannot be drawn');
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
