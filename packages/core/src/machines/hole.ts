import { fromPromise } from 'xstate';

/** A request that `createThreepids` fills in: a machine by itself reaches no network. */
export function hole<Output, Input = void>() {
  return fromPromise<Output, Input>(() => Promise.reject(new Error('filled by createThreepids')));
}
