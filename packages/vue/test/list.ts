import type { ThreepidsActor } from '@threepid/core';
import { listText } from '@threepid/testing/adapter-contract';
import { defineComponent, h } from 'vue';
import { useThreepids } from '../src/index.ts';

export const List = defineComponent(
  (props: { readonly actor: ThreepidsActor }) => {
    const view = useThreepids(() => props.actor);
    return () => h('p', listText(view.value));
  },
  { props: ['actor'] },
);
