import { createThreepids, type ThreepidsActor, type ThreepidsOptions } from '@threepid/core';
import { logEvent } from './event-log.ts';

/** Shows the threepids in the element; answers the function that takes them away again. */
export type Mount = (element: HTMLElement, threepids: ThreepidsActor) => () => void;

/**
 * All that a client does: the actor where the account is signed in, the page wherever it is shown.
 * Answers the function that ends both.
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
