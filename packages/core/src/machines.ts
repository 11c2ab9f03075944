import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { addThreepidMachine } from './add/machine.ts';
import { addAuthMachine } from './add/setup.ts';
import { interactiveAuthMachine } from './create-interactive-auth.ts';
import { descriptions } from './descriptions.ts';
import { threepidsMachine } from './list/machine.ts';
import { removeThreepidMachine } from './remove/machine.ts';

// The machines, for diagrams, inspectors and tests. Importing this module describes their states, also
// in what `createThreepids` and `createInteractiveAuth` start afterwards.
describeStates(threepidsMachine, descriptions.threepids.states);
describeStates(addThreepidMachine, descriptions.addThreepid.states);
describeStates(addAuthMachine, descriptions.interactiveAuth.states);
describeStates(interactiveAuthMachine, descriptions.interactiveAuth.states);
describeStates(removeThreepidMachine, descriptions.removeThreepid.states);

export {
  addAuthMachine,
  addThreepidMachine,
  descriptions,
  interactiveAuthMachine,
  removeThreepidMachine,
  threepidsMachine,
};

function describeStates({ root }: AnyStateMachine, states: Readonly<Record<string, string>>): void {
  describeNode(root);

  /** Also describes the config, because `provide` creates new nodes from it. */
  function describeNode(node: AnyStateNode): void {
    const description = states[node.id];
    if (description === undefined) throw new Error(`No description of ${node.id}`);
    node.description = description;
    node.config.description = description;
    const children = Object.values<AnyStateNode>(node.states);
    if (children.length === 0) return;
    for (const child of children) {
      // A copy, because several states may share one config.
      child.config = { ...child.config };
      describeNode(child);
    }
    node.config.states = Object.fromEntries(children.map((child) => [child.key, child.config]));
  }
}

export type { InteractiveAuthInput } from './interactive-auth/machine.ts';
