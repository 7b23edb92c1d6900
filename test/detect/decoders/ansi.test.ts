import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ansi } from '../../../src/detect/decoders/ansi.ts';
import { Finder } from '../../../src/detect/finder.ts';
import { Search } from '../../../src/detect/search.ts';
import { rules } from '../../helpers/rules.ts';
import { gap, keys, anyKey, anyText, keyOf, layOut, pieces, sightings, wanted } from './support.ts';

const search = new Search(new Finder(rules), 0, null);

const escapes = [
  '\x1b',
  '\\x1b',
  '\\x1B',
  '\\u001b',
  '\\u{1b}',
  '\\033',
  '\\e',
  '^[',
  '\xe2\x90\x9b',
  '\\\\x1b',
];
const sequences: [name: string, text: string][] = [
  ...escapes.flatMap((escape): [string, string][] => [
    [`${escape}: colour`, `${escape}[31m`],
    [`${escape}: reset`, `${escape}[0m`],
    [`${escape}: no parameter`, `${escape}[m`],
    [`${escape}: highlight of grep`, `${escape}[01;31m${escape}[K`],
    [`${escape}: many colours`, `${escape}[38;2;255;100;7m`],
    [`${escape}: 256 colours, with colons`, `${escape}[38:5:123m`],
  ]),
  ['C1', '\x9b1m'],
  ['C1 in UTF-8', '\xc2\x9b1m'],
  ['cursor', '\x1b[?25l\x1b[2K\x1b[1;1H'],
  ['character set', '\x1b(B\x1b[m'],
  ['hyperlink', '\x1b]8;;https://example.test/?a=b\x1b\\'],
  ['title, with BEL', '\x1b]0;some title\x07'],
  ['title, written', '\\x1b]0;some title\\x07'],
  ['hyperlink, written', '\\x1b]8;;https://example.test\\x1b\\\\'],
  ['colour that lost its ESC', '[1;31m'],
  ['highlight that lost its ESC', '[01;31m[K'],
];

describe.each(sequences)('%s', (_, text) => {
  test('before, behind and at any place inside of a key', () => {
    for (const key of keys) {
      for (let at = 0; at < key.length; at++) {
        const all = pieces(key, String);
        all.splice(at, 0, gap(text));
        const encoded = layOut('log: ', all, `${text} end\n`, key, 0);
        const k = at === 1 ? 6 + text.length : at === 0 ? encoded.start + 1 : 6;
        const kind = at === 2 ? 'escaped' : at < 8 && at > 1 ? 'split' : 'plain';
        expect(sightings(ansi.decode(encoded.bytes, k, kind), key), `at ${at}`).toEqual([wanted(encoded)]);
      }
    }
  });
});

test('every character in a colour of its own', () => {
  for (const key of keys) {
    const all = pieces(key, (c, i) => `\x1b[38;2;255;${i};200m${c}\x1b[39m`);
    const text = Buffer.from(all.map((piece) => piece.text).join(''));
    const found = ansi.decode(text, text.indexOf('k'), 'escaped');
    expect(sightings(found, key)).toHaveLength(1);
  }
});

test.each(['ak_live_[a-z]+', 'task_list[0]', 'ak_test_^x', 'ak_live_\\w{16}', 'break_test_[31mx'])(
  'nothing in %s',
  (text) => {
    const bytes = Buffer.from(text);
    expect(sightings(ansi.decode(bytes, text.indexOf('k_'), 'plain'), '')).toEqual([]);
  },
);

test.each(['\x9b\'" (', '\x1b[ ', '\xc2\x9b'])(
  'a stray %j does not swallow the first letter of a key',
  (stray) => {
    for (const key of keys) {
      const all = pieces(key, String);
      all.splice(8, 0, gap('\x1b[0;31m'));
      const encoded = layOut(stray, all, ' end', key, 0);
      const at = encoded.bytes.indexOf('k_');
      expect(sightings(ansi.decode(encoded.bytes, at, 'plain'), key)).toEqual([wanted(encoded)]);
    }
  },
);

test.each(['[31m', '[1;31m', '[K', '\x1b[0m'])('%j in the prefix is told by the prefilter', (sequence) => {
  for (const key of keys) {
    for (const at of [3, 4, 7, 8]) {
      const text = `x ${key.slice(0, at)}${sequence}${key.slice(at)} y`;
      const found = search.whole(Buffer.from(text)).map((find) => find.key === key);
      expect(found, `at ${at}`).toEqual([true]);
    }
  }
});

test('any sequences at any places', () => {
  const sequence = fc.constantFrom(...sequences.map(([, text]) => text));
  fc.assert(
    fc.property(
      anyKey,
      fc.array(fc.tuple(fc.integer({ min: 3, max: 31 }), sequence), { minLength: 1, maxLength: 8 }),
      anyText('ab 9"=[\n', 40),
      (nth, cuts, before) => {
        const key = keyOf(nth);
        const all = pieces(key, String);
        for (const [at, text] of cuts.toSorted((a, b) => b[0] - a[0])) all.splice(at, 0, gap(text));
        const encoded = layOut(`${before} `, all, ' end', key, 0);
        const found = ansi.decode(encoded.bytes, before.length + 2, 'split');
        expect(sightings(found, key)).toEqual([wanted(encoded)]);
      },
    ),
    { numRuns: 2000 },
  );
});
