import { describe, expect, it } from 'vitest';
import { readEntry } from '../src/address-input.ts';

function read(typed: string) {
  return readEntry('email', typed, '');
}

function email(address: string) {
  return { entry: { medium: 'email', address } };
}

const ALICE = 'alice@example.org';

describe('an email address that is pasted', () => {
  it.each([
    ['a zero-width space', 'alice\u200B@example.org'],
    ['a soft hyphen', 'alice@exam\u00ADple.org'],
    ['a byte order mark', '\uFEFFalice@example.org'],
    ['bidi marks', '\u202Aalice@example.org\u202C'],
    ['isolates', '\u2068alice@example.org\u2069'],
    ['an Arabic letter mark', 'alice@example.org\u061C'],
    ['a word joiner', 'alice\u2060@\u2060example.org'],
    ['a variation selector', 'alice@example.org\uFE0E'],
    ['a filler', 'alice\u3164@example.org'],
    ['a blank Braille pattern', 'alice@example.org\u2800'],
    ['joiners next to ASCII', 'al\u200Dice@example\u200C.org\u200D'],
  ])('loses %s', (_, typed) => {
    expect(read(typed)).toEqual(email(ALICE));
  });

  it.each([
    'ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｏｒｇ',
    'alice＠example.org',
    'alice﹫example.org',
    'alice@example。org',
    'alice@example｡org',
    '　alice@example.org　',
    'Alice ＜alice@example.org＞',
    'ｍａｉｌｔｏ：alice@example.org',
  ])('is read as ASCII: %s', (typed) => {
    expect(read(typed)).toEqual(email(ALICE));
  });

  it.each([
    '"alice@example.org"',
    "'alice@example.org'",
    '`alice@example.org`',
    '“alice@example.org”',
    '„alice@example.org“',
    '„alice@example.org”',
    '‘alice@example.org’',
    '‚alice@example.org‘',
    '«alice@example.org»',
    '« alice@example.org »',
    '»alice@example.org«',
    '‹alice@example.org›',
    '「alice@example.org」',
    '『alice@example.org』',
    '＂alice@example.org＂',
    '״alice@example.org״',
    '´alice@example.org´',
    'alice@example.org.',
    'alice@example.org,',
    'alice@example.org;',
    'alice@example.org。',
    'alice@example.org…',
    'alice@example.org؟',
    '“alice@example.org”.',
    '“alice@example.org.”',
    '("alice@example.org").',
    '<alice@example.org>,',
    '<mailto:alice@example.org>.',
    '[alice@example.org]',
    '(alice@example.org',
    'alice@example.org)',
    '"alice@example.org',
    'alice@example.org"',
    'mailto:alice@example.org.',
    'mailto:alice%E2%80%8B@example.org',
  ])('loses the punctuation around it: %s', (typed) => {
    expect(read(typed)).toEqual(email(ALICE));
  });

  it.each([
    ["o'hara@example.ie", "o'hara@example.ie"],
    ['o’hara@example.ie', "o'hara@example.ie"],
    ['o´hara@example.ie', "o'hara@example.ie"],
    ['o＇hara@example.ie', "o'hara@example.ie"],
    ["'t.hooft@example.nl", "'t.hooft@example.nl"],
    ["'john'@example.org", "'john'@example.org"],
    ['"john"@example.org', '"john"@example.org'],
    ['“john”@example.org', '"john"@example.org'],
    ['"john."@example.org.', '"john."@example.org'],
    ['{john}@example.org', '{john}@example.org'],
    ['!#$%&*+/=?^_`{|}~-@example.org', '!#$%&*+/=?^_`{|}~-@example.org'],
    ['a@[127.0.0.1]', 'a@[127.0.0.1]'],
    ['a@[IPv6:2001:db8::1]', 'a@[IPv6:2001:db8::1]'],
    ['a@my_host', 'a@my_host'],
    ['alice@xn--exmple-cua.de', 'alice@xn--exmple-cua.de'],
    ['alice\u2011smith@example.org', 'alice-smith@example.org'],
    ['alice@ex\u2010ample.org', 'alice@ex-ample.org'],
    ['jo\u0308rg@exa\u0308mple.de', 'jörg@exämple.de'],
    ['علی\u200Cرضا@نامه\u200Cای.com', 'علی\u200Cرضا@نامه\u200Cای.com'],
    ['علی\u200C@example.org', 'علی@example.org'],
    ['sri@\u0DC1\u0DCA\u200D\u0DBB\u0DD3.com', 'sri@\u0DC1\u0DCA\u200D\u0DBB\u0DD3.com'],
    ['用户@例え.テスト', '用户@例え.テスト'],
    ['अ१२@example.org', 'अ१२@example.org'],
    ['😀@example.org', '😀@example.org'],
  ])('keeps the characters of a mailbox: %s', (typed, address) => {
    expect(read(typed)).toEqual(email(address));
  });

  it.each([
    ['a control character', 'alice\u0000@example.org'],
    ['half a character', 'alice\uD83D@example.org'],
    ['a lost character', 'al\uFFFDce@example.org'],
    ['a lost object', 'alice@example.org\uFFFC'],
    ['two addresses', 'alice@example.org,bob@example.org'],
    ['two addresses without a blank', 'alice@example.org/bob'],
    ['a comma in the domain', 'alice@example,org'],
    ['a label', 'mail:alice@example.org'],
    ['markup', '*alice@example.org*'],
    ['brackets inside', 'Alice(alice@example.org)'],
    ['a sentence', 'My address is alice@example.org.'],
  ])('is refused with %s', (_, typed) => {
    expect(read(typed)).toEqual({ problem: { code: 'emailMalformed' } });
  });

  it('is empty without a visible character', () => {
    expect(read('\u200B\u202A \u2060')).toEqual({ problem: { code: 'emailEmpty' } });
  });
});
