import type { Field } from '@threepid/core';

/**
 * The props of a field's `input` or `select`, for a form that keeps what is typed in the page: the
 * attributes in HTML's names, and `^value`, which starts the field with what was entered before and
 * leaves what is typed then alone. Another actor's field wants an element of its own: `:key="actor.id"`.
 *
 * `^value` is the attribute; the property `value` would be written again with each render. A `select`
 * has no such attribute: its options start it, `:selected="code === field.value"`.
 */
export function fieldProps({ attributes, value }: Field) {
  return { ...attributes, '^value': value };
}
