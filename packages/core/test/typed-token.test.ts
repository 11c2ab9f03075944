import { describe, expect, it } from 'vitest';
import { readToken } from '../src/token-input.ts';

describe('a code', () => {
  it.each([
    '123456',
    ' 123456\n',
    '123 456',
    '123\u00A0456',
    '123-456',
    '123–456',
    '12-34-56',
    '123.456',
    '123456.',
    '"123456"',
    '“123456”',
    '«123456»',
    '(123456)',
    '#123456',
    '\u2068123456\u2069',
    '\u202A123456\u202C',
    '123\u200B456',
    '١٢٣٤٥٦',
    '۱۲۳۴۵۶',
    '१२३४५६',
    '১২৩৪৫৬',
    '１２３４５６',
    '\u{1D7D9}\u{1D7DA}\u{1D7DB}\u{1D7DC}\u{1D7DD}\u{1D7DE}',
    '۱۲۳\u200C۴۵۶',
    '\u2067١٢٣٤٥٦\u2069',
    'Your code is 123456.',
    'Your code is 123 456.',
    'Your code is 123-456.',
    'Your code is “123456”.',
    '123456 is your code',
    'Your code is 123456. It expires in 10 minutes.',
    'Your code: 123456 (for +33 6 11 22 33 44)',
    'Your code is 123456.\n\n@example.org #123456',
    'G-123456 is your code',
    'رمزك هو ١٢٣٤٥٦.',
    '您的验证码是123456，请在5分钟内输入',
  ])('is read from %j', (typed) => {
    expect(readToken(typed)).toBe('123456');
  });

  it.each([
    ['aB3dE9', 'aB3dE9'],
    [' aB3dE9xYz0123456\n', 'aB3dE9xYz0123456'],
    ['abcd efgh', 'abcdefgh'],
    ['aB3-dE9_x.Y~z', 'aB3-dE9_x.Y~z'],
    ['-aB3dE9_', '-aB3dE9_'],
    ['aB3d/E9+x==', 'aB3d/E9+x=='],
    ['ABC-123456', 'ABC-123456'],
    ['0f8fad5b-d9cb-469f-a165-70867728950e', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['aB3\u200BdE9', 'aB3dE9'],
    ['"aB3dE9".', 'aB3dE9'],
    ['Either 123456 or 654321', 'Either123456or654321'],
    ['Your code is', 'Yourcodeis'],
    ['  ', ''],
    ['\u200B', ''],
  ])('that is something else is kept: %j', (typed, token) => {
    expect(readToken(typed)).toBe(token);
  });
});
