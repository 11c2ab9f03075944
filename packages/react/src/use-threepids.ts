import { threepidsView, type ThreepidsActor, type ThreepidsView } from '@threepid/core';
import { useEffect } from 'react';
import { useView } from './use-view.ts';

/**
 * Returns what a UI may show and do with an account's threepids. Reads the list when the component is
 * mounted. On a server, the view is `idle` and no request is made.
 *
 * @example
 * const view = useThreepids(threepids);
 * if (view.step === 'ready') return <button onClick={() => view.add('email')}>Add</button>;
 */
export function useThreepids(actor: ThreepidsActor): ThreepidsView {
  const view = useView(threepidsView, actor);
  useEffect(() => actor.send({ type: 'list.open' }), [actor]);
  return view;
}
