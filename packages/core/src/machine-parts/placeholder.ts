import { fromPromise } from 'xstate';

/** Placeholder for an actor that makes a request. `provide.ts` provides the implementation. */
export function placeholder<Output, Input = void>() {
  return fromPromise<Output, Input>(() => Promise.reject(new Error('No implementation provided')));
}
