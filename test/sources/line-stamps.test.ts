// Times at the start of lines, as GitHub Actions writes them, and what looks like one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineStamps } from '../../src/sources/line-stamps.ts';

const stamp = '2026-01-02T03:04:05.1234567Z';

function stripped(pieces: Buffer[]): string {
  const stamps = new LineStamps();
  const parts = pieces.map((piece) => Buffer.from(stamps.take(piece)));
  return Buffer.concat([...parts, stamps.end()]).toString('latin1');
}

test.each([
  [`${stamp} a\n${stamp} b\r\n`, 'a\nb\r\n'],
  [`\ufeff${stamp} a\n`, 'a\n'],
  ['2026-01-02T03:04:05Z a', 'a'],
  [`${stamp} \n${stamp}\n${stamp}\r\n${stamp}`, '\n\n\r\n'],
  [`${stamp} ${stamp} a`, `${stamp} a`],
  [`a ${stamp} b\n  ${stamp} c`, `a ${stamp} b\n  ${stamp} c`],
  [`${stamp}a`, `${stamp}a`],
  ['2026-01-02T03:04:05.Z a', 'a'],
  ['2026-01-02T03:04:05.1234567890Z a', '2026-01-02T03:04:05.1234567890Z a'],
  ['2026-01-02 03:04:05Z a', '2026-01-02 03:04:05Z a'],
  ['2026-01-02T03:04:05+00:00 a', '2026-01-02T03:04:05+00:00 a'],
  ['2026', '2026'],
  ['\ufeff', '\ufeff'],
  ['\ufeffa\n7', '\ufeffa\n7'],
  ['', ''],
])('%j', (text, expected) => {
  expect(stripped([Buffer.from(text)])).toBe(Buffer.from(expected).toString('latin1'));
});

const line = fc.oneof(
  fc.constant(`${stamp} `),
  fc.constant(`\ufeff${stamp} `),
  fc.constantFrom('\n', '\r\n', '2026-01-02T03:04:05', '.12', 'Z ', 'Z', '2026-', '\ufeff', 'key', ' '),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

test('where the pieces are cut makes no difference, and no line gets lost', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(fc.nat(40), { maxLength: 12 }), (parts, cuts) => {
      const bytes = Buffer.from(parts.join(''));
      const pieces: Buffer[] = [];
      let at = 0;
      for (const cut of cuts) pieces.push(bytes.subarray(at, (at += cut)));
      pieces.push(bytes.subarray(at));
      const whole = stripped([bytes]);
      expect(stripped(pieces)).toBe(whole);
      expect(whole.split('\n')).toHaveLength(bytes.toString('latin1').split('\n').length);
      // By another way: a regular expression on the text.
      const again = bytes
        .toString('latin1')
        .replaceAll(
          /(?<=^|\n)(?:\xef\xbb\xbf)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{0,9})?Z(?: |(?=\r|\n)|$(?![^]))/g,
          '',
        );
      expect(whole).toBe(again);
    }),
  );
});
