import { asciiDigits, cleanText, trimText } from './typed-text.ts';

/** What text messages call a code: four to eight digits, or twice three. */
const CODE = /^(?:\d{4,8}|\d{3}[\s-]\d{3})$/u;

/**
 * Reads what the user typed or pasted as the code.
 *
 * Separators go from a code of digits only. Any other token is opaque (specification, identity service
 * API, "submitToken") and loses only its blanks. A code is taken from the sentence around it if the
 * sentence has a single one. Tokens are ASCII without blanks, so a text with anything else is a sentence.
 */
export function readToken(typed: string): string {
  const text = trimText(cleanText(asciiDigits(typed)));
  const digits = text.replace(/[\s\p{P}]/gu, '');
  if (/^\d+$/u.test(digits)) return digits;
  // "123 456" is one run, and so is a phone number, which is no code.
  const runs = text.match(/\b\d+(?:[\s-]\d+)*\b/gu) ?? [];
  const codes = new Set(runs.filter((run) => CODE.test(run)).map((run) => run.replace(/\D/gu, '')));
  const isSentence = /[\s\x80-\u{10FFFF}]/u.test(text);
  return isSentence && codes.size === 1 ? [...codes].join('') : text.replace(/\s/gu, '');
}
