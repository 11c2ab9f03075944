import type { Field } from '@threepid/core';

/**
 * Returns the props of a field's `input` or `select`: the attributes in React's names, and
 * `defaultValue`, so that no render overwrites what the user types. Give the field of another actor an
 * element of its own: `key={actor.id}`.
 *
 * @example
 * <input {...fieldProps(view.fields.address)} />
 */
export function fieldProps({ attributes, value }: Field) {
  const { autocomplete, inputmode, autocapitalize, autocorrect, spellcheck, ...rest } = attributes;
  return {
    ...rest,
    autoComplete: autocomplete,
    inputMode: inputmode,
    autoCapitalize: autocapitalize,
    autoCorrect: autocorrect,
    spellCheck: spellcheck,
    defaultValue: value,
  };
}
