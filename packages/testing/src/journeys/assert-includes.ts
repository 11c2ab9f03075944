/** Throws if the text does not contain the part. */
export function assertIncludes(text: string, part: string): void {
  if (!text.includes(part)) throw new Error(`Expected "${part}" in "${text}"`);
}
