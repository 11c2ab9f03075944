/** The command with this name in a view; null if it is not possible now. */
export function commandIn(
  view: object | undefined,
  name: string,
): ((...typed: string[]) => void) | null {
  const found: unknown = Reflect.get(view ?? {}, name);
  return typeof found === 'function' ? (...typed) => void found(...typed) : null;
}
