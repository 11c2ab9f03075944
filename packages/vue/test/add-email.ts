import { problemMessage, stepMessage, type AddThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps, useAddThreepid } from '@threepid/vue';
import { defineComponent, ref, type PropType } from 'vue';

const actorType: PropType<AddThreepidActor> = Object;

/** The template of the README's example. */
export const template = `
  <form
    v-if="view.step === 'editing'"
    ref="form"
    novalidate
    @submit.prevent="view.submit?.(typed())"
  >
    <label :for="view.fields.address.attributes.id">{{ en.fields.address.email }}</label>
    <input v-bind="fieldProps(view.fields.address)" />
    <p v-if="view.fields.address.problem" :id="view.fields.address.attributes['aria-describedby']">
      {{ problemMessage(en, view.fields.address.problem) }}
    </p>
    <button>{{ en.actions.submit }}</button>
  </form>
  <h2 v-else>{{ stepMessage(en, view).heading }}</h2>
`;

/** The README's example, as a component that needs no build. */
export const AddEmail = defineComponent({
  template,
  props: { actor: { type: actorType, required: true } },
  setup(props) {
    const view = useAddThreepid(() => props.actor);
    const form = ref<HTMLFormElement>();
    const typed = () => String(new FormData(form.value).get('address'));
    return { en, fieldProps, form, problemMessage, stepMessage, typed, view };
  },
});
