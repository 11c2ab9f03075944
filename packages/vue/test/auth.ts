import type { InteractiveAuthActor } from '@threepid/core';
import { defineComponent, h } from 'vue';
import { fieldProps, useInteractiveAuth } from '../src/index.ts';

export const Auth = defineComponent(
  (props: { readonly actor: InteractiveAuthActor }) => {
    const view = useInteractiveAuth(() => props.actor);
    return () => {
      const { value } = view;
      if (value.step !== 'password') return h('p', value.step);
      const { password } = value.fields;
      const onSubmit = (event: Event) => {
        event.preventDefault();
        if (!(event.currentTarget instanceof HTMLFormElement)) return;
        value.submit?.(String(new FormData(event.currentTarget).get('password')));
      };
      return h('form', { onSubmit }, [h('input', fieldProps(password)), password.problem?.code]);
    };
  },
  { props: ['actor'] },
);
