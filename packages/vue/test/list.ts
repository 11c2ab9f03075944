import type { ThreepidsActor } from '@threepid/core';
import { defineComponent, h } from 'vue';
import { useThreepids } from '../src/index.ts';
import { listText } from './world.ts';

export const List = defineComponent(
  (props: { readonly actor: ThreepidsActor }) => {
    const view = useThreepids(() => props.actor);
    return () => h('p', listText(view.value));
  },
  { props: ['actor'] },
);
