/** Digits of any script as ASCII. */
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
 * - NFC, as mail requires it (RFC 6532, section 3.1). Not NFKC, which rewrites Thai words.
 * - Plain characters for full-width forms, ligatures, ideographic full stops, curly apostrophes and
 *   quotes, and dashes. Input methods, documents and smart punctuation insert them; mailboxes lack them.
 * - No invisible characters. Zero-width joiners stay between two characters beyond ASCII, because words
 *   of Persian and Indic scripts, and their domains, need them (RFC 5892, appendix A).
 */
export function cleanText(typed: string): string {
  return typed
    .normalize('NFC')
    .replace(/[\uFB00-\uFFEF]/gu, (form) => form.normalize('NFKC'))
    .replace(/\u3002/gu, '.')
    .replace(/[\xB4\u2018\u2019]/gu, "'")
    .replace(/[\u201C\u201D]/gu, '"')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/(?![\u200C\u200D])[\p{DI}\u2800]/gu, '')
    .replace(/([^\0-\x7F\u200C\u200D][\u200C\u200D](?=[^\0-\x7F]))|[\u200C\u200D]/gu, '$1');
}

/**
 * Blanks, punctuation beyond ASCII, and the ASCII punctuation that surrounds an address in a sentence.
 * A quote stays at the start of an email address, `"john"@example.org`, unless it is closed at the end.
 */
const START = /^(?:[\s(),.:;<>[\]|]|(?![\0-\x7F])\p{P}|"(?!.*"@)|(['`])(?=.*\1\W*$))+/u;
const END = /(?:[\s(),.:;<>[\]|"'`?!]|(?![\0-\x7F])\p{P})+$/u;

/** Removes what surrounds an address or a code in a sentence. */
export function trimText(text: string): string {
  const trimmed = text.replace(START, '').replace(END, '');
  // The domain of an email address may be an IP address in brackets.
  return /@\[[^\]]*$/u.test(trimmed) ? `${trimmed}]` : trimmed;
}
