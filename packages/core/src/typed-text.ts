/** Digits of any script as ASCII: Arabic, Devanagari, full-width and so on. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    // Unicode encodes the ten digits of a script in ascending order, without a gap.
    const point = digit.codePointAt(0) ?? 0;
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(point - before - 1))) before += 1;
    return `${before % 10}`;
  });
}

/**
 * Returns the text that the user means, without the traces of keyboards, apps and web pages.
 *
 * - NFC, as mail requires it (RFC 6532, section 3.1).
 * - ASCII for full-width and small forms, ideographic full stops, curly apostrophes and quotes, and
 *   dashes. Input methods and smart punctuation insert them, and no mailbox has them.
 * - No invisible characters. Zero-width joiners stay between two letters beyond ASCII, because words of
 *   Persian and Indic scripts, and their domains, need them (RFC 5892, appendix A).
 */
export function cleanText(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/[\uFE50-\uFE6F\uFF01-\uFF61]/gu, (form) => form.normalize('NFKC'))
    .replace(/\u3002/gu, '.')
    .replace(/[´‘’‛]/gu, "'")
    .replace(/[“”‟]/gu, '"')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/(?![\u200C\u200D])[\p{DI}\u2800]/gu, '')
    .replace(/([^\0-\x7F\u200C\u200D][\u200C\u200D](?=[^\0-\x7F]))|[\u200C\u200D]/gu, '$1');
}

/** Blanks, and the punctuation that surrounds an address or a code in a sentence. */
const EDGE = '[\\s(),.:;<>[\\]|]|(?![\\0-\\x7F])\\p{P}';
const QUOTE = '|[\'"`?!]';

const START = new RegExp(`^(?:${EDGE}${QUOTE})+`, 'u');
const END = new RegExp(`(?:${EDGE}${QUOTE})+$`, 'u');

/** Removes quotes, brackets, blanks and punctuation around a phone number or a code. */
export function trimEdges(text: string): string {
  return text.replace(START, '').replace(END, '');
}

/**
 * The same for an email address, whose first part may begin with a quote: `"john"@example.org`. A quote
 * goes if it is closed at the end of the text, or never.
 */
const EMAIL_START = new RegExp(
  `^(?:${EDGE}|"(?!.*"@)|(['\`])(?!.*\\1@)(?=.*\\1(?:${EDGE}${QUOTE})*$))+`,
  'su',
);

export function trimEmail(text: string): string {
  const address = text.replace(EMAIL_START, '').replace(END, '');
  // A domain may be an IP address in brackets.
  return /@\[[^\]]*$/u.test(address) ? `${address}]` : address;
}
