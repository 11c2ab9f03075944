import { isArray, isPrimitive, type Json, type JsonObject } from './json.ts';

/** Ids and secrets. Their values differ in each run, but a recording shows which ones are equal. */
const IDS = new Set(['access_token', 'device_id', 'session', 'sid', 'token']);

/** Times. Their values differ in each run, and a recording shows only that they are numbers. */
const TIMES = new Set(['added_at', 'expires_in', 'retry_after_ms', 'validated_at']);

/** Lists whose order has no meaning. Synapse keeps the flows of interactive auth in a set, whose order changes with each start. */
const UNORDERED = new Set(['flows']);

/** The capabilities that concern threepids. */
const CAPABILITIES = new Set(['m.3pid_changes', 'm.change_password']);

/** Replaces everything that differs in each run by a placeholder. */
export interface Placeholders {
  /** Replaces this text by the placeholder from now on, anywhere. */
  add(text: string, placeholder: string): void;
  /** Assigns the ids that appear from now on to this step. */
  startStep(step: string): void;
  replaceInText(text: string): string;
  /** Also sorts the keys of objects, so the result is equal in each run. */
  replaceInValue(value: Json): Json;
}

export function createPlaceholders(): Placeholders {
  const known = new Map<string, string>();
  const newInStep = new Map<string, { readonly key: string; readonly placeholder: string }>();
  let currentStep = '';

  /** An id is "new" in the first step that contains it. Later steps refer to that step. */
  function placeholderOf(id: string, key: string): string {
    const existing = known.get(id) ?? newInStep.get(id)?.placeholder;
    if (existing !== undefined) return existing;
    const count = [...newInStep.values()].filter((other) => other.key === key).length + 1;
    const placeholder = count === 1 ? `<new ${key}>` : `<new ${key}, ${count}>`;
    newInStep.set(id, { key, placeholder });
    return placeholder;
  }

  function replaceInText(text: string): string {
    // In an error of several lines, the later ones repeat the input and link to a library's documentation.
    const [line = ''] = text.split('\n');
    const fromStep = [...newInStep].map(([id, { placeholder }]): [string, string] => [
      id,
      placeholder,
    ]);
    return [...known, ...fromStep]
      .toSorted(([one], [other]) => other.length - one.length)
      .reduce((result, [id, placeholder]) => result.replaceAll(id, placeholder), line);
  }

  function replaceInField(value: Json, key: string): Json {
    if (typeof value === 'string') {
      return IDS.has(key) ? placeholderOf(value, key) : replaceInText(value);
    }
    if (typeof value === 'number' && TIMES.has(key)) return '<number>';
    if (isPrimitive(value)) return value;
    if (!isArray(value)) return replaceInObject(value, key);
    const items = value.map((item) => replaceInField(item, key));
    return UNORDERED.has(key) ? items.toSorted(byText) : items;
  }

  function replaceInObject(value: JsonObject, name: string): Json {
    if (name === 'unstable_features') return '<object>';
    const entries = Object.entries(value)
      .filter(([key]) => name !== 'capabilities' || CAPABILITIES.has(key))
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, replaceInField(item, key)]));
  }

  return {
    add: (text, placeholder) => known.set(text, placeholder),
    startStep(step) {
      for (const [id, { key }] of newInStep) known.set(id, `<${key} of '${currentStep}'>`);
      newInStep.clear();
      currentStep = step;
    },
    replaceInText,
    replaceInValue: (value) => replaceInField(value, ''),
  };
}

function byText(one: Json, other: Json): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
