import { threepidsView, type ThreepidsActor, type ThreepidsView } from '@threepid/core';
import { useEffect } from 'react';
import { useView } from './use-view.ts';

/**
 * What a UI may show and do with an account's threepids. The list is read whenever a component
 * that uses it is mounted; a server renders it `idle` and asks nothing.
 */
export function useThreepids(actor: ThreepidsActor): ThreepidsView {
  const view = useView(threepidsView, actor);
  useEffect(() => actor.send({ type: 'list.open' }), [actor]);
  return view;
}
