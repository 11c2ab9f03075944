import { en } from '@threepid/core/messages/en';
import { fieldProps } from '@threepid/react';
import type { FormEvent } from 'react';
import { typedInto } from '../form.ts';
import type { StepView } from '../views.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

/** The person confirms with their password that it is them. */
export function Authenticating({ view }: { readonly view: StepView<'authenticating'> }) {
  const { password } = view.fields;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (view.submit === null) return;
    const form = event.currentTarget;
    view.submit(typedInto(form, 'password'));
    form.reset();
  }

  return (
    <form noValidate onSubmit={submit}>
      <input type="text" autoComplete="username" value={view.userId} readOnly hidden />
      <Field field={password} medium={view.medium}>
        <input {...fieldProps(password)} />
      </Field>
      <div className="actions">
        <Button kind="primary" busy={view.busy}>
          {en.actions.confirmAuth}
        </Button>
        <Button kind="quiet" command={view.back}>
          {en.actions.back}
        </Button>
        <Button kind="quiet" command={view.cancel}>
          {en.actions.cancel}
        </Button>
      </div>
    </form>
  );
}
