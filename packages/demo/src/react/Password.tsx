import type { InteractiveAuthView, Medium, StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps } from '@threepid/react';
import type { FormEvent, ReactNode } from 'react';
import { valueIn } from '../form.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

interface PasswordProps {
  readonly view: StepView<InteractiveAuthView, 'password'>;
  readonly medium: Medium;
  readonly children: ReactNode;
}

/** The user enters their password. */
export function Password({ view, medium, children }: PasswordProps) {
  const { password } = view.fields;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (view.submit === null) return;
    const form = event.currentTarget;
    view.submit(valueIn(form, 'password'));
    form.reset();
  }

  return (
    <form noValidate onSubmit={submit}>
      <input type="text" autoComplete="username" value={view.userId} readOnly hidden />
      <Field field={password} medium={medium}>
        <input {...fieldProps(password)} />
      </Field>
      <div className="actions">
        <Button kind="primary" busy={view.isBusy ? 'authenticating' : null}>
          {en.actions.confirmAuth}
        </Button>
        {children}
      </div>
    </form>
  );
}
