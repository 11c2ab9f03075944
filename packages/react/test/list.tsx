import type { ThreepidsActor } from '@threepid/core';
import { listText } from '@threepid/testing/adapter-contract';
import { useThreepids } from '../src/index.ts';

export function List({ actor }: { readonly actor: ThreepidsActor }) {
  return <p>{listText(useThreepids(actor))}</p>;
}
