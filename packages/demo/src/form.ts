import type { FieldName } from '@threepid/core';

/** What a person typed into a field of the form that is being submitted. */
export function typedInto(form: EventTarget | null, name: FieldName): string {
  const value = form instanceof HTMLFormElement ? new FormData(form).get(name) : null;
  return typeof value === 'string' ? value : '';
}
