import type { FieldName } from '@threepid/core';

/** Returns the value of a field in the form that is being submitted. */
export function valueIn(form: EventTarget | null, name: FieldName): string {
  const value = form instanceof HTMLFormElement ? new FormData(form).get(name) : null;
  return typeof value === 'string' ? value : '';
}
