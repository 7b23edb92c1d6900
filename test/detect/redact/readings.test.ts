// A key that is read in several ways, of which the longest is wrapped twice: all that any of them says is a key is masked.
import { expect, test } from 'vitest';
import { Redactor } from '../../../src/detect/redactor.ts';
import { makeKey } from '../../helpers/keys.ts';
import { rules } from '../../helpers/rules.ts';

const first = makeKey('live', 1);
/** What goes on behind it; long enough to be told apart, and no key of its own. */
const rest = makeKey('live', 2).slice(8);

function redact(text: string, size: number): string {
  const redactor = new Redactor(rules);
  let out = '';
  for (let at = 0; at < text.length; at += size)
    out += redactor.push(Buffer.from(text.slice(at, at + size), 'latin1')).toString('latin1');
  return out + redactor.end().toString('latin1');
}

const unicode = (text: string) =>
  Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

test.each([
  ['an entity behind escapes', `x ${unicode(first)}&#95;${rest} y\n`],
  ['an entity behind escapes, at the end', `x ${unicode(first)}&#95;${rest}`],
  ['a soft break in a JSON text', `{\\"token\\":\\"${first}=\\n${rest}\\"}\n`],
  ['a soft break in a JSON text, at the end', `{\\"token\\":\\"${first}=\\n${rest}`],
  ['a soft break behind literals', `a = 'ak'\n  . '${first.slice(2)}=5F${rest}'\n`],
])('%s', (_, text) => {
  const out = redact(text, text.length);
  expect(out.includes(first.slice(8, 20)) || out.includes(rest.slice(0, 12))).toBe(false);
  expect(out.includes(rest.slice(-16, -4))).toBe(false);
});

test.each([
  ['with a newline in it', `["${'::'.repeat(9)}\n${'::'.repeat(50)}`],
  ['that is long', `["${'::'.repeat(400)}`],
])('an element of a list %s, which is joined to the next', (_, start) => {
  for (const size of [1, 5000]) {
    const out = redact(`const token = ${start}${first.slice(0, 3)}", "${first.slice(3)}"].join("");`, size);
    expect(out.includes(first.slice(8, 20))).toBe(false);
  }
});

test.each([2, 5, 8, 14])('an element of a list with more text behind the key, cut at %d', (at) => {
  const text = `const token = ["${first.slice(0, at)}", "${first.slice(at)}: and so on"].join("");`;
  for (const size of [1, 3, 5000]) expect(redact(text, size).includes(first.slice(14, 26))).toBe(false);
});

test.each([
  ['behind a word', (a: string, b: string) => `concat!(other_"${a}", "${b}:");`],
  ['behind an operator', (a: string, b: string) => `x = "le" <> "/x?token=${a}", "${b}&x=0"].join("");`],
])('literals that are joined though nothing opens a list: %s', (_, write) => {
  for (const size of [1, 3, 5000]) {
    const out = redact(write(first.slice(0, 7), first.slice(7)), size);
    expect(out.includes(first.slice(14, 26))).toBe(false);
  }
});

test('words between quotes that are joined without a gap, as in a shell', () => {
  const text = `a = "${first}" + "${'f0"'.repeat(40)}80055"`;
  expect(redact(text, 7) === redact(text, 5000)).toBe(true);
  expect(redact(text, 7).includes('f0')).toBe(false);
});

test.each(['hex', 'base64'] as const)(
  '%s whose first line cuts the prefix comes out alike for all cuts',
  (encoding) => {
    const columns = encoding === 'hex' ? 64 : 44;
    const bytes = encoding === 'hex' ? 32 : 33;
    for (const inPrefix of [1, 2, 3]) {
      const text = `${'.'.repeat(bytes - inPrefix)}${first}${rest}${rest.slice(0, 20)}; and so on, to the end`;
      const lines =
        Buffer.from(text)
          .toString(encoding)
          .match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
      for (const newline of ['\n', '\r\n    ']) {
        const wrapped = `${lines.join(newline)}\n`;
        const whole = redact(wrapped, wrapped.length);
        expect(whole.includes('****')).toBe(true);
        for (const size of [1, 2, 3, 5, 7, 11, 13])
          expect(redact(wrapped, size) === whole ? null : size).toBeNull();
      }
    }
  },
);
