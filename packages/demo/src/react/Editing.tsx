import { busyOf, type AddThreepidView, type StepView } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps } from '@threepid/react';
import type { FormEvent } from 'react';
import { countryOptions, likelyCountry } from '../country-options.ts';
import { valueIn } from '../form.ts';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';

/** The user enters or changes the address. */
export function Editing({ view }: { readonly view: StepView<AddThreepidView, 'editing'> }) {
  const { address, country } = view.fields;

  function submit(event: FormEvent) {
    event.preventDefault();
    const form = event.currentTarget;
    view.submit?.(valueIn(form, 'address'), valueIn(form, 'country'));
  }

  return (
    <form noValidate onSubmit={submit}>
      {country && (
        <Field field={country} medium={view.medium}>
          <select {...fieldProps(country)} defaultValue={country.value || likelyCountry}>
            <option value="" />
            {countryOptions.map(({ code, label }) => (
              <option key={code} value={code}>
                {label}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field field={address} medium={view.medium}>
        <input {...fieldProps(address)} />
      </Field>
      <div className="actions">
        <Button kind="primary" busy={busyOf(view, 'submit')}>
          {en.actions.submit}
        </Button>
        <Button kind="quiet" command={view.cancel}>
          {en.actions.cancel}
        </Button>
      </div>
    </form>
  );
}
