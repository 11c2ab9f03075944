// The machines, for diagrams, inspectors and tests.
export { addThreepidMachine } from './add/machine.ts';
export { addAuthMachine } from './add/setup.ts';
export { interactiveAuthMachine } from './create-interactive-auth.ts';
export { threepidsMachine } from './list/machine.ts';
export { removeThreepidMachine } from './remove/machine.ts';
