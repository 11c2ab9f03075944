/** Throws where a text does not say something. */
export function says(text: string, part: string): void {
  if (!text.includes(part)) throw new Error(`It does not say "${part}", but "${text}"`);
}
