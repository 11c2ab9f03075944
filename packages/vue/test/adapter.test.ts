// @vitest-environment happy-dom
import type {
  AddThreepidActor,
  RemoveThreepidActor,
  ThreepidsActor,
  ThreepidsView,
} from '@threepid/core';
import { describeAdapter } from '@threepid/testing/adapter-contract';
import { defineComponent, h, KeepAlive } from 'vue';
import { fieldProps, useAddThreepid, useRemoveThreepid, useThreepids } from '../src/index.ts';
import { Auth } from './auth.ts';
import { List } from './list.ts';
import Account from './readme/Account.vue';
import Addition from './readme/Addition.vue';
import { mounting, shown } from './render.ts';

const TwoLists = defineComponent(
  (props: { readonly actor: ThreepidsActor }) => () => [h(List, props), h(List, props)],
  { props: ['actor'] },
);

const HideableList = defineComponent(
  (props: { readonly actor: ThreepidsActor; readonly mode: 'visible' | 'hidden' }) => () =>
    h(KeepAlive, () => (props.mode === 'visible' ? h(List, { actor: props.actor }) : null)),
  { props: ['actor', 'mode'] },
);

const ListRecorder = defineComponent(
  (props: { readonly actor: ThreepidsActor; readonly record: (view: ThreepidsView) => void }) => {
    const view = useThreepids(() => props.actor);
    return () => {
      props.record(view.value);
      return null;
    };
  },
  { props: ['actor', 'record'] },
);

const Fields = defineComponent(
  (props: { readonly actor: AddThreepidActor; readonly hint?: string }) => {
    const view = useAddThreepid(() => props.actor);
    return () => {
      const { value } = view;
      if (value.step !== 'editing') return null;
      const { address, country } = value.fields;
      const options = ['', 'FR', 'GB'].map((code) =>
        h('option', { selected: code === country?.value }, code),
      );
      return [
        h('input', fieldProps(address)),
        country && h('select', fieldProps(country), options),
        props.hint,
      ];
    };
  },
  { props: ['actor', 'hint'] },
);

const Removal = defineComponent(
  (props: { readonly actor: RemoveThreepidActor }) => {
    const view = useRemoveThreepid(() => props.actor);
    return () => {
      const { value } = view;
      if (value.step !== 'confirming') return h('p', value.step);
      const { busy, confirm, threepid } = value;
      return h('button', { onClick: () => confirm?.() }, busy ?? threepid.address);
    };
  },
  { props: ['actor'] },
);

describeAdapter({
  list: mounting(List),
  twoLists: mounting(TwoLists),
  hideableList: mounting(HideableList),
  listRecorder: mounting(ListRecorder),
  account: mounting(Account),
  addition: mounting(Addition),
  auth: mounting(Auth),
  fields: mounting(Fields),
  removal: mounting(Removal),
  shown,
});
