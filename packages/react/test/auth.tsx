import type { InteractiveAuthActor } from '@threepid/core';
import { fieldProps, useInteractiveAuth } from '../src/index.ts';

export function Auth({ actor }: { readonly actor: InteractiveAuthActor }) {
  const view = useInteractiveAuth(actor);
  if (view.step !== 'password') return <p>{view.step}</p>;
  const { password } = view.fields;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        view.submit?.(String(new FormData(event.currentTarget).get('password')));
      }}
    >
      <input {...fieldProps(password)} />
      {password.problem?.code}
    </form>
  );
}
