import { busyOf, type AddThreepidView, type StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps } from '@threepid/react';
import type { FormEvent } from 'react';
import { valueIn } from '../form.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { Resend } from './Resend.tsx';

interface ValidatingByTokenProps {
  /** The id of the addition. */
  readonly id: string;
  readonly view: StepView<AddThreepidView, 'validatingByToken'>;
}

/** The user enters the code of the text message. */
export function ValidatingByToken({ id, view }: ValidatingByTokenProps) {
  const { token } = view.fields;

  function submit(event: FormEvent) {
    event.preventDefault();
    view.submit?.(valueIn(event.currentTarget, 'token'));
  }

  return (
    <form noValidate onSubmit={submit}>
      <Field field={token} medium={view.medium}>
        <input {...fieldProps(token)} />
      </Field>
      <div className="actions">
        <Button kind="primary" busy={busyOf(view, 'submit')}>
          {en.actions.submit}
        </Button>
        <Button kind="quiet" command={view.cancel}>
          {en.actions.cancel}
        </Button>
      </div>
      <Resend id={id} view={view} />
    </form>
  );
}
