import {
  addAuthMachine,
  addThreepidMachine,
  descriptions,
  removeThreepidMachine,
  threepidsMachine,
} from '@threepid/core/machines';
import type { AnyStateMachine } from 'xstate';

export interface DocumentedMachine {
  /** The name of the machine's diagram in `docs/machines`. */
  readonly page: string;
  readonly machine: AnyStateMachine;
  readonly description: {
    readonly states: Readonly<Record<string, string>>;
    readonly events: Readonly<Record<string, string>>;
    readonly delays: Readonly<Record<string, string>>;
  };
}

export const documentedMachines: readonly DocumentedMachine[] = [
  { page: 'threepids', machine: threepidsMachine, description: descriptions.threepids },
  { page: 'add-threepid', machine: addThreepidMachine, description: descriptions.addThreepid },
  { page: 'interactive-auth', machine: addAuthMachine, description: descriptions.interactiveAuth },
  {
    page: 'remove-threepid',
    machine: removeThreepidMachine,
    description: descriptions.removeThreepid,
  },
];
