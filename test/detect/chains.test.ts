// Encodings of encodings that were missed once, each by what was special about it: the whole scanner finds the key, once,
// at its place.
import { expect, test } from 'vitest';
import { Scanner } from '../../src/detect/scanner.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const key = makeKey('live', 3);
const body = key.slice(8);
const scanner = new Scanner(rules);
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const lines = (text: string, columns: number, newline: string) =>
  (text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).join(newline);
const all = (text: string, escape: (code: number) => string) =>
  Array.from(text, (c) => escape(c.charCodeAt(0))).join('');
const big = (text: string, width: number) =>
  all(text, (c) => '\0'.repeat(width - 1) + String.fromCharCode(c));
const little = (text: string, width: number) =>
  all(text, (c) => String.fromCharCode(c) + '\0'.repeat(width - 1));
const digits = (code: number, count: number) => code.toString(16).padStart(count, '0');
const percent = (code: number) => `%${digits(code, 2)}`;
const component = (text: string) => text.replace(/[^\w.~-]/g, (c) => percent(c.charCodeAt(0)));
const long = 'const retry = (request) => request.send();\n'.repeat(40);

/** A bar in front of a place, and one at the end. */
const mark = (text: string, at: number) => `${text.slice(0, at)}|${text.slice(at)}|\n`;

/** The text, with the key's place between two bars (which are taken out), and the chains that may be said. */
const texts: [name: string, text: string, ...chains: string[]][] = [
  [
    'a soft break in front of an escape',
    `a: "|ak=\r\n%5flive%5f${body}|"`,
    'quoted-printable>percent',
    'percent>quoted-printable',
  ],
  ['a soft break in an escape', `a: "|ak\\u0=\n05flive\\u005f${body}|"`, 'quoted-printable>js-escape'],
  ['a soft break in an entity', `|&#x61;&#x6B;&#=\nx5F;live_${body}|`, 'quoted-printable>html-entity'],
  ['a soft break written out', `"|ak=\\r\\n\\x5flive\\x5f${body}|"`, 'js-escape>quoted-printable'],
  ['a soft break that is encoded again', `x |a=3D\nk_live_${body}|\n`, 'quoted-printable>quoted-printable'],
  ['a soft break behind an encoded colour', `x |ak=1B[38;5;208m_l=\nive_${body}|\n`, 'quoted-printable>ansi'],
  ['a colour that is encoded', `x=|ak%1b%5B31m_live_${body}|&y`, 'percent>ansi'],
  [
    'a soft break in a colour',
    `x |${key.slice(0, 30)}^[[=\n27m${key.slice(30)}|\n`,
    'ansi',
    'quoted-printable>ansi',
  ],
  [
    'a soft break in the written code of a colour',
    `x |${key.slice(0, 12)}\\u001b[31=\r\nm${key.slice(12)}| z`,
    'ansi',
    'quoted-printable>ansi',
  ],
  ['a soft break before a word with escapes', `y="a |a=\r\nk_live%5f${body}|"`, 'quoted-printable>percent'],
  [
    'the quotes of a template, escaped',
    `f('|ak_live_\${&quot;${body}|&quot;}')`,
    'html-entity>split-literal',
  ],
  ['the quotes of a template in a text', `"f(\`|ak_live_\${\\"${body}|\\"}\`)"`, 'js-escape>split-literal'],
  [
    'literals of which the first ends before the k in escapes',
    `a = "|&#97;" +\n  "&#107;&#95;live_${body}|"`,
    'split-literal>html-entity',
    'html-entity>split-literal',
  ],
  [
    'a literal that goes on with a colour soon',
    `x = "|${key.slice(0, 28)}"\n    "${key.slice(28, 30)}\\x1b[31m${key.slice(30)}|";`,
    'split-literal>ansi',
    'ansi>split-literal',
  ],
  [
    'base64 in a template',
    `const a = \`|${base64(key).slice(0, 20)}\${"${base64(key).slice(20)}|"}\`;`,
    'base64',
  ],
  [
    'base64 whose newline is written out, in a template',
    `const a = \`|${lines(base64(`${key}:`), 24, '\\n').replace('\\n', '\\n${"')}|"}\`;`,
    'base64',
  ],
  [
    'the last line of hex behind a written newline, and a word',
    `token=|${lines(hex(key), 40, '%0a')}| status=200\n`,
    'hex',
    'percent>hex',
  ],
  [
    'lines of hex that start with the same letter',
    mark(lines(hex(`${key.slice(29)}:${key}`), 58, '\n'), 8),
    'hex',
  ],
  ...[
    ['a colour', '\\033[1m', 'ansi'],
    ['a newline that is written out', '{"a":1}\\n', 'js-escape'],
    ['an escaped colon', '%3a', 'percent'],
  ].map(([what = '', end = '', inner = '']): [string, string, string] => {
    const text = `${'PORT=8080; TOKEN='.padEnd(30 - end.length, '.')}${end}${key}`;
    return [`hex with a line that ends with ${what}`, mark(lines(hex(text), 60, '\n'), 61), `hex>${inner}`];
  }),
  [
    'base64 and a name whose equals sign is escaped',
    `A&#x3D;|${base64(key).replace(/=+$/, '')}|\nREGION&#x3D;eu-west\n`,
    'base64',
  ],
  [
    'base64 whose last line is short, and a comment',
    `"|${lines(base64(key), 36, '\\n')}|\n    * pays\n`,
    'base64',
  ],
  ['hex in front of a written newline', `{"a":["fffe|${hex(little(key, 2))}|\\n"]}`, 'hex>utf-16'],
  [
    'nothing but escapes, of few letters first',
    `"${all('{"q":"~~~???>>>~~","r":"', (c) => `\\U${digits(c, 8)}`)}|${all(hex(key), (c) => `\\U${digits(c, 8)}`)}|"`,
    'js-escape>hex',
  ],
  [
    'nothing but escapes, and the key far behind',
    `"${all(hex(long.repeat(12)), (c) => `\\U${digits(c, 8)}`)}|${all(hex(key), (c) => `\\U${digits(c, 8)}`)}|"`,
    'js-escape>hex',
  ],
  [
    'UTF-16 with its NULs escaped, big endian',
    `'${component(big('~~","a":"', 2))}|${component(big(key, 2))}|'`,
    'percent>utf-16',
  ],
  [
    'UTF-32 with its NULs escaped, big endian',
    `'${component(big(long, 4))}|${component(big(key, 4))}|'`,
    'percent>utf-32',
  ],
  [
    'UTF-16 that starts with a colon, its NULs escaped',
    `':\\x00|${little(key, 2).replaceAll('\0', '\\x00')}|'`,
    'js-escape>utf-16',
  ],
  ['base64 of UTF-16 of a long text', `|${base64(little(`${long}${key}`, 2))}|`, 'base64>utf-16'],
];

test.each(texts)('%s', (_, text, ...chains) => {
  const start = text.indexOf('|');
  const bytes = Buffer.from(text.replaceAll('|', ''), 'latin1');
  scanner.whole({ kind: 'file', path: 'x' }, bytes);
  const found = scanner.take().map(({ secret, offset, encoding }) => ({
    isKey: secret.fingerprint === fingerprintOf(key),
    at: offset,
    chain: encoding.join('>'),
  }));
  const at = chains[0] === 'base64>utf-16' ? expect.any(Number) : start;
  expect(found).toEqual([{ isKey: true, at, chain: expect.toSatisfy((chain) => chains.includes(chain)) }]);
});

test('a body that is too long is no key up to where its base64 is wrapped', () => {
  for (const columns of [64, 76]) {
    for (const newline of ['\\n', '\\r\\n', '\n']) {
      const plain = `${long.slice(0, 150)}token = "${key}${[4, 5, 6, 7, 8].map((seed) => makeKey('live', seed).slice(8)).join('')}"\n${long}`;
      const text = `a: "${lines(base64(plain), columns, newline)}"\n`;
      scanner.whole({ kind: 'file', path: 'x' }, Buffer.from(text));
      expect([columns, newline, scanner.take().map(({ encoding, offset }) => [encoding, offset])]).toEqual([
        columns,
        newline,
        [],
      ]);
    }
  }
});
