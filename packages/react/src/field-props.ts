import type { Field } from '@threepid/core';

/**
 * The props of a field's `input` or `select`, for a form that keeps what is typed in the page: the
 * attributes in React's names, and `defaultValue`, which starts the field with what was entered before
 * and leaves what is typed then alone. Another actor's field wants an element of its own: `key={actor.id}`.
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
