import { createThreepids, type ThreepidsActor, type ThreepidsOptions } from '@threepid/core';
import { logEvent } from './event-log.ts';

/** Shows the threepids in the element. Returns a function that removes them. */
export type Mount = (element: HTMLElement, threepids: ThreepidsActor) => () => void;

/**
 * Does what a client does: creates the list when the account signs in, and shows it. Returns a function
 * that ends both.
 */
export function openClient(
  mount: Mount,
  element: HTMLElement,
  options: Pick<
    ThreepidsOptions,
    'baseUrl' | 'userId' | 'getAccessToken' | 'fetch' | 'authStages' | 'openFallback'
  >,
): () => void {
  const threepids = createThreepids({ ...options, storage: sessionStorage, inspect: logEvent });
  const unmount = mount(element, threepids);
  return () => {
    unmount();
    threepids.stop();
  };
}
