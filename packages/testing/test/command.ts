/** What a view offers under this name; null where it offers nothing now. */
export function commandIn(
  view: object | undefined,
  name: string,
): ((...typed: string[]) => void) | null {
  const found: unknown = Reflect.get(view ?? {}, name);
  return typeof found === 'function' ? (...typed) => void found(...typed) : null;
}
