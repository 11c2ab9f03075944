import { en } from '@threepid/core/messages/en';
import { fieldProps } from '@threepid/react';
import type { FormEvent } from 'react';
import { typedInto } from '../form.ts';
import { busyWith, type StepView } from '../views.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { Remedies } from './Remedies.tsx';

interface ValidatingByTokenProps {
  /** Of the addition. */
  readonly id: string;
  readonly view: StepView<'validatingByToken'>;
}

/** The person types the code of the text message. */
export function ValidatingByToken({ id, view }: ValidatingByTokenProps) {
  const { token } = view.fields;

  function submit(event: FormEvent) {
    event.preventDefault();
    view.submit?.(typedInto(event.currentTarget, 'token'));
  }

  return (
    <form noValidate onSubmit={submit}>
      <Field field={token} medium={view.medium}>
        <input {...fieldProps(token)} />
      </Field>
      <div className="actions">
        <Button kind="primary" busy={busyWith(view)}>
          {en.actions.submit}
        </Button>
        <Button kind="quiet" command={view.cancel}>
          {en.actions.cancel}
        </Button>
      </div>
      <Remedies id={id} view={view} />
    </form>
  );
}
