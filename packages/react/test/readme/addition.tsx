import { countries, stepMessage, type AddThreepidActor } from '@threepid/core';
import { en } from '@threepid/core/messages/en';
import { fieldProps, useAddThreepid } from '@threepid/react';
import { Authentication } from './authentication.tsx';
import { Command, Field, Screen } from './screen.tsx';

export function Addition({ actor }: { readonly actor: AddThreepidActor }) {
  const view = useAddThreepid(actor);
  switch (view.step) {
    case 'editing': {
      const { address, country } = view.fields;
      return (
        <Screen
          message={stepMessage(en, view)}
          report={view.report}
          onSubmit={(typed) => view.submit?.(typed('address'), typed('country'))}
        >
          {country && (
            <Field field={country} label={en.fields.country[view.medium]}>
              <select {...fieldProps(country)}>
                <option />
                {countries.map(({ code, callingCode }) => (
                  <option key={code} value={code}>{`${code} +${callingCode}`}</option>
                ))}
              </select>
            </Field>
          )}
          <Field field={address} label={en.fields.address[view.medium]} />
          <Command run={view.cancel} label={en.actions.cancel} />
        </Screen>
      );
    }
    case 'validatingByLink':
      return (
        <Screen
          message={stepMessage(en, view)}
          report={view.report}
          onSubmit={() => view.proceed?.()}
        >
          <Command run={view.resend} label={en.actions.resend[view.medium]} />
          <Command run={view.cancel} label={en.actions.cancel} />
        </Screen>
      );
    case 'validatingByToken':
      return (
        <Screen
          message={stepMessage(en, view)}
          report={view.report}
          onSubmit={(typed) => view.submit?.(typed('token'))}
        >
          <Field field={view.fields.token} label={en.fields.token[view.medium]} />
          <Command run={view.resend} label={en.actions.resend[view.medium]} />
          <Command run={view.cancel} label={en.actions.cancel} />
        </Screen>
      );
    case 'validated':
      return (
        <Screen
          message={stepMessage(en, view)}
          report={view.report}
          onSubmit={() => view.proceed?.()}
        >
          <Command run={view.cancel} label={en.actions.cancel} />
        </Screen>
      );
    case 'authenticating':
      return <Authentication actor={view.auth} address={view.address} />;
    case 'added':
    case 'cancelled':
    case 'unavailable':
    case 'unsettled':
    case 'failed':
      return <Screen message={stepMessage(en, view)} report={view.report} />;
  }
}
