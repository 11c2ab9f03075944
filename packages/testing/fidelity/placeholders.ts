import { isArray, isPrimitive, type Json, type JsonObject } from './json.ts';

/** Ids and secrets: each differs from run to run, and whether two are the same is what counts. */
const IDS = new Set(['access_token', 'device_id', 'session', 'sid', 'token']);

/** What differs from run to run, and says nothing more. */
const TIMES = new Set(['added_at', 'expires_in', 'retry_after_ms', 'validated_at']);

/** What comes in any order: Synapse keeps the flows of interactive auth in a set, with another order at each start. */
const UNORDERED = new Set(['flows']);

/** Of what a homeserver says it can, what concerns threepids. */
const CAPABILITIES = new Set(['m.3pid_changes', 'm.change_password']);

/** Puts names in the place of what is another in each run. */
export interface Placeholders {
  /** From now on this text is called so, wherever it stands. */
  name(text: string, name: string): void;
  /** Ids that come from now on are of this step. */
  enter(step: string): void;
  inText(text: string): string;
  /** The same value in each run: its keys in order, ids and times replaced. */
  inValue(value: Json): Json;
}

export function createPlaceholders(): Placeholders {
  const names = new Map<string, string>();
  const fresh = new Map<string, { readonly key: string; readonly name: string }>();
  let currentStep = '';

  /** An id is new in the step that it comes in first, and of that step wherever it comes again. */
  function nameOf(id: string, key: string): string {
    const known = names.get(id) ?? fresh.get(id)?.name;
    if (known !== undefined) return known;
    const count = [...fresh.values()].filter((other) => other.key === key).length + 1;
    const name = count === 1 ? `<new ${key}>` : `<new ${key}, ${count}>`;
    fresh.set(id, { key, name });
    return name;
  }

  function inText(text: string): string {
    // An error of several lines goes on with what was asked, and with where a library explains it.
    const [line = ''] = text.split('\n');
    const known = [...fresh].map(([id, { name }]): [string, string] => [id, name]);
    return [...names, ...known]
      .toSorted(([one], [other]) => other.length - one.length)
      .reduce((result, [id, name]) => result.replaceAll(id, name), line);
  }

  function inField(value: Json, key: string): Json {
    if (typeof value === 'string') return IDS.has(key) ? nameOf(value, key) : inText(value);
    if (typeof value === 'number' && TIMES.has(key)) return '<number>';
    if (isPrimitive(value)) return value;
    if (!isArray(value)) return inObject(value, key);
    const items = value.map((item) => inField(item, key));
    return UNORDERED.has(key) ? items.toSorted(byText) : items;
  }

  function inObject(value: JsonObject, name: string): Json {
    if (name === 'unstable_features') return '<object>';
    const entries = Object.entries(value)
      .filter(([key]) => name !== 'capabilities' || CAPABILITIES.has(key))
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, item]) => [key, inField(item, key)]));
  }

  return {
    name: (text, name) => names.set(text, name),
    enter(step) {
      for (const [id, { key }] of fresh) names.set(id, `<${key} of '${currentStep}'>`);
      fresh.clear();
      currentStep = step;
    },
    inText,
    inValue: (value) => inField(value, ''),
  };
}

function byText(one: Json, other: Json): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
