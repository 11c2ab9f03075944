import * as fc from 'fast-check';

/** What a JSON value holds, by the keys that lead there. */
type Path = readonly [string, ...string[]];

interface Mutation {
  /** Which of the paths in the value; counted from the start again where there are fewer. */
  readonly which: number;
  readonly how: 'remove' | 'replace' | 'wrap' | 'rename';
  readonly by: unknown;
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function pathsIn(value: unknown): readonly Path[] {
  if (!isHolder(value)) return [];
  return Object.entries(value).flatMap(([key, held]): readonly Path[] => [
    [key],
    ...pathsIn(held).map((path): Path => [key, ...path]),
  ]);
}

function mutate(root: object, { which, how, by }: Mutation): void {
  const paths = pathsIn(root);
  const path = paths[which % paths.length];
  if (path === undefined) return;
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(Object(at), key), root);
  const key = path.at(-1) ?? '';
  if (!isHolder(holder)) return;
  const value: unknown = Reflect.get(holder, key);
  if (how === 'remove' || how === 'rename') Reflect.deleteProperty(holder, key);
  if (how === 'rename') Reflect.set(holder, `${key}_`, value);
  // A copy, since a later mutation may befall it.
  if (how === 'replace') Reflect.set(holder, key, structuredClone(by));
  if (how === 'wrap') Reflect.set(holder, key, [value]);
}

/** JSON values that were good once, with up to three things changed. */
export function mutated(
  originals: fc.Arbitrary<object>,
  odd: fc.Arbitrary<unknown>,
): fc.Arbitrary<object> {
  const mutation = fc.record({
    which: fc.nat(200),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'wrap', 'rename'),
    by: odd,
  });
  return fc.tuple(originals, fc.array(mutation, { maxLength: 3 })).map(([original, mutations]) => {
    const copy = structuredClone(original);
    for (const each of mutations) mutate(copy, each);
    return copy;
  });
}

/** A text as it is, or cut off, or with something else in the middle. */
export function disturbed(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const place = fc.nat(400);
  return fc.oneof(
    { weight: 8, arbitrary: texts },
    { weight: 1, arbitrary: fc.tuple(texts, place).map(([text, at]) => text.slice(0, at)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(texts, place, fc.string({ unit: 'binary', maxLength: 4 }))
        .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at)),
    },
  );
}
