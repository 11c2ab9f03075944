import { problemMessage, stepMessage, type AddThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps, useAddThreepid } from '@threepid/react';

export function AddEmail({ actor }: { readonly actor: AddThreepidActor }) {
  const view = useAddThreepid(actor);
  if (view.step !== 'editing') return <h2>{stepMessage(en, view).heading}</h2>;
  const { attributes, problem } = view.fields.address;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        view.submit?.(String(new FormData(event.currentTarget).get('address')));
      }}
    >
      <label htmlFor={attributes.id}>{en.fields.address.email}</label>
      <input {...fieldProps(view.fields.address)} />
      {problem && <p id={attributes['aria-describedby']}>{problemMessage(en, problem)}</p>}
      <button>{en.actions.submit}</button>
    </form>
  );
}
