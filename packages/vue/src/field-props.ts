import type { Field } from '@threepid/core';

/**
 * Returns the props of a field's `input` or `select`: the attributes in HTML's names, and `^value`, so
 * that no render overwrites what the user types. Give the field of another actor an element of its own:
 * `:key="actor.id"`.
 *
 * `^value` sets the attribute, because Vue sets the property `value` again with each render. A `select`
 * has no such attribute, so its options set its first value: `:selected="code === field.value"`.
 *
 * @example
 * <input v-bind="fieldProps(view.fields.address)" />
 */
export function fieldProps({ attributes, value }: Field) {
  return { ...attributes, '^value': value };
}
