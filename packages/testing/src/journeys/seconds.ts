/** Converts seconds to milliseconds. */
export function seconds(count: number): number {
  return count * 1000;
}
