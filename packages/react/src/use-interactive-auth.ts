import {
  interactiveAuthView,
  startInteractiveAuth,
  type InteractiveAuthActor,
  type InteractiveAuthView,
} from '@threepid/core';
import { useEffect } from 'react';
import { useView } from './use-view.ts';

/**
 * Returns what a UI may show and do while the user proves who they are. The actor is `view.auth` of an
 * addition, or one that `createInteractiveAuth` returned, which starts when the component is mounted. It
 * outlives the component, so unmounting cancels nothing. On a server, no request is made.
 *
 * @example
 * const view = useInteractiveAuth(actor);
 * if (view.step === 'password') return <input {...fieldProps(view.fields.password)} />;
 */
export function useInteractiveAuth(actor: InteractiveAuthActor): InteractiveAuthView {
  const view = useView(interactiveAuthView, actor);
  useEffect(() => startInteractiveAuth(actor), [actor]);
  return view;
}
