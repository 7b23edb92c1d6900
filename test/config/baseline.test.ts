import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BaselineEntry, formatBaseline, parseBaseline } from '../../src/config/baseline.ts';

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);

describe('parse', () => {
  test.each<[string, string, BaselineEntry[]]>([
    ['nothing', '', []],
    ['comments and empty lines', '# x\n\n   \n', []],
    ['a fingerprint', `${a}\n`, [{ fingerprint: a, expires: null, reason: null }]],
    ['with a reason', `${a} it was a drill`, [{ fingerprint: a, expires: null, reason: 'it was a drill' }]],
    ['with a day', `${a} expires=2027-01-31`, [{ fingerprint: a, expires: '2027-01-31', reason: null }]],
    [
      'with both, CRLF',
      `${a} expires=2027-01-31 why\r\n`,
      [{ fingerprint: a, expires: '2027-01-31', reason: 'why' }],
    ],
  ])('%s', (_, text, entries) => {
    expect(parseBaseline('f', text)).toEqual(entries);
  });

  test.each([
    ['too short', `${a}\nabc`, 2],
    ['upper case', a.toUpperCase(), 1],
    ['a line number', `${a}:12`, 1],
    ['no such day', `${a} expires=2027-13-45`, 1],
  ])('%s is refused, with its line', (_, text, line) => {
    expect(() => parseBaseline('f', text)).toThrow(`line ${line}`);
  });
});

test('what is written is read back; order and repetition of the entries do not matter', () => {
  const hex = fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdef')),
    minLength: 32,
    maxLength: 32,
  });
  const entry = fc.record({
    fingerprint: hex,
    expires: fc.option(fc.constantFrom('2027-01-31', '2030-12-01')),
    reason: fc.option(fc.stringMatching(/^[a-z]{3}( [a-z]{2}){0,3}$/)),
  });
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: (e) => e.fingerprint }), (entries) => {
      const text = formatBaseline(entries);
      expect(formatBaseline(entries.toReversed())).toBe(text);
      expect(formatBaseline([...entries, ...entries])).toBe(text);
      expect(formatBaseline(parseBaseline('f', text))).toBe(text);
      expect(parseBaseline('f', text)).toHaveLength(entries.length);
    }),
  );
});

test('two branches that add different keys change different lines', () => {
  const base = formatBaseline([{ fingerprint: a, expires: null, reason: null }]).split('\n');
  const added = formatBaseline(
    [a, b].map((fingerprint) => ({ fingerprint, expires: null, reason: null })),
  ).split('\n');
  expect(base.filter((line) => !added.includes(line))).toEqual([]);
});
