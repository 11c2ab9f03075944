import * as fc from 'fast-check';

/** The keys that lead to a value inside a JSON value. */
type Path = readonly [string, ...string[]];

interface Mutation {
  /** Index into the paths of the value, modulo their number. */
  readonly which: number;
  readonly how: 'remove' | 'replace' | 'wrap' | 'rename';
  readonly by: unknown;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function pathsIn(value: unknown): readonly Path[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Path[] => [
    [key],
    ...pathsIn(inner).map((path): Path => [key, ...path]),
  ]);
}

function mutate(root: object, { which, how, by }: Mutation): void {
  const paths = pathsIn(root);
  const path = paths[which % paths.length];
  if (path === undefined) return;
  const container = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => Reflect.get(Object(at), key), root);
  const key = path.at(-1) ?? '';
  if (!isContainer(container)) return;
  const value: unknown = Reflect.get(container, key);
  if (how === 'remove' || how === 'rename') Reflect.deleteProperty(container, key);
  if (how === 'rename') Reflect.set(container, `${key}_`, value);
  // A copy, because a later mutation may change it.
  if (how === 'replace') Reflect.set(container, key, structuredClone(by));
  if (how === 'wrap') Reflect.set(container, key, [value]);
}

/** Valid JSON values with up to three mutations. */
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

/** A text: mostly unchanged, else cut off or with other characters in the middle. */
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
