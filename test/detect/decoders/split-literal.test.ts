import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventKind } from '../../../src/detect/decoders/decoder.ts';
import { splitLiteral } from '../../../src/detect/decoders/split-literal.ts';
import { Finder } from '../../../src/detect/finder.ts';
import { Search } from '../../../src/detect/search.ts';
import { rules } from '../../helpers/rules.ts';
import { type Encoded, gap, keys, anyKey, keyOf, layOut, pieces, sightings, wanted } from './support.ts';

/** Text before the first literal's content, between two, and behind the last. */
const joints: [name: string, before: string, between: string, behind: string][] = [
  ['JavaScript', 'const key = "', '" + "', '";'],
  ['JavaScript, in lines', "const key =\n  '", "' +\n  '", "';\n"],
  ['JavaScript, plus at the start of a line', '"', '"\n    + "', '"'],
  ['minified', '"', '"+"', '"'],
  ['two kinds of quotes', '"', `" + '`, "'"],
  ['concat', '"', '".concat("', '")'],
  ['template literals', '`', '` + `', '`'],
  ['template', '`${"', '"}${"', '"}`'],
  ['template, the beginning outside of it', '`', '${"', '"}`'],
  ['template in Ruby', '"', '#{"', '"}"'],
  ['template in Python', 'f"', "{'", '\'}"'],
  ['join in JavaScript', '["', '", "', '"].join("")'],
  ['join in JavaScript, in lines', "[\n  '", "',\n  '", "',\n].join('')"],
  ['join in Python', '"".join(["', '", "', '"])'],
  ['join, with more in the literals', '["x=1&k=', '", "', '&y=2", "z"].join("")'],
  ['implode', "implode('', ['", "', '", "'])"],
  ['PHP', "$k = '", "' . '", "';"],
  ['Perl', '"', '"."', '"'],
  ['Python, implicit', 'k = ("', '"\n     "', '")'],
  ['Python, prefixes', 'k = (f"', '" f"', '")'],
  ['Python, raw and bytes', "rb'", "' rb'", "'"],
  ['Python, three quotes', '"""', '""" """', '"""'],
  ['C', 'char *k = "', '" "', '";'],
  ['C, wide', 'L"', '" L"', '";'],
  ['C, UTF-8', 'u8"', '" u8"', '";'],
  ['VB', '"', '" & "', '"'],
  ['VB, in lines', '"', '" & _\r\n    "', '"'],
  ['Lua', '"', '" .. "', '"'],
  ['SQL', "'", "' || '", "'"],
  ['SQL, function', "CONCAT('", "', '", "')"],
  ['C#, verbatim', '@"', '" + @"', '"'],
  ['Elixir', '"', '" <> "', '"'],
  ['Haskell', '"', '" ++ "', '"'],
  ['Ruby', "'", "' << '", "'"],
  ['OCaml', '"', '" ^ "', '"'],
  ['R', 'paste0("', '", "', '")'],
  ['backslash between literals', '"', '" \\\n  "', '"'],
  ['backslash inside a literal', '"', '\\\n', '"'],
  ['backslash with CR', '"', '\\\r\n', '"'],
  ['shell word', 'K=', '\\\n', '\n'],
  ['inside of JSON', '{"code": "k = \\"', '\\" +\\n  \\"', '\\""}'],
];

const search = new Search(new Finder(rules), 0, null);

/** The event that the prefilter tells, as far as it tells one: what of the prefix stands together decides. */
function decode({ bytes, key }: Encoded, cuts: readonly number[]): string[] {
  const text = bytes.toString('latin1');
  const kind: EventKind = cuts.some((cut) => cut > 2 && cut < 8) ? 'split' : 'plain';
  const at = cuts.includes(2) ? text.search(/["'`]_(?:live|test)_/) : text.search(/k_/);
  return sightings(splitLiteral.decode(bytes, at, kind), key);
}

describe.each(joints)('%s', (_, before, between, behind) => {
  test('at any place', () => {
    for (const key of keys) {
      for (let cut = 1; cut < key.length; cut++) {
        // Where the k is the end of a literal, only a quote before the rest tells of it.
        if (cut === 2 && !/["'`]$/.test(between)) continue;
        const all = pieces(key, String);
        all.splice(cut, 0, gap(between));
        const encoded = layOut(before, all, behind, key, 0);
        expect(decode(encoded, [cut]), `at ${cut}`).toEqual([wanted(encoded)]);
      }
    }
  });

  test('at any place in the prefix, as the prefilter tells it', () => {
    for (const key of keys) {
      for (let cut = 1; cut <= 8; cut++) {
        if (cut === 2 && !/["'`]$/.test(between)) continue;
        const text = `${before}${key.slice(0, cut)}${between}${key.slice(cut)}${behind}`;
        const found = search.whole(Buffer.from(text)).map((find) => find.key === key);
        expect(found, `at ${cut}`).toContain(true);
      }
    }
  });

  test('in many pieces', () => {
    fc.assert(
      fc.property(
        anyKey,
        fc.uniqueArray(fc.integer({ min: 3, max: 31 }), { minLength: 1, maxLength: 6 }),
        (nth, cuts) => {
          const key = keyOf(nth);
          const all = pieces(key, String);
          for (const cut of cuts.toSorted((a, b) => b - a)) all.splice(cut, 0, gap(between));
          const encoded = layOut(before, all, behind, key, 0);
          expect(decode(encoded, cuts)).toEqual([wanted(encoded)]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('a piece in a template', () => {
  for (const key of keys) {
    const all = pieces(key, String);
    all.splice(20, 0, gap('"}'));
    all.splice(8, 0, gap('${"'));
    const encoded = layOut('`', all, '`', key, 0);
    expect(decode(encoded, [8])).toEqual([wanted(encoded)]);
  }
});

test('every character on its own', () => {
  for (const key of keys) {
    const text = `['${Array.from(key).join("', '")}'].join('')`;
    const at = text.indexOf('k');
    const found = splitLiteral.decode(Buffer.from(text), at, 'split');
    expect(sightings(found, key)).toHaveLength(1);
  }
});

describe('strings that nothing joins', () => {
  const body = (keys[0] ?? '').slice(8);
  test.each([
    ['a list', `["ak_live_", "${body}"]`],
    ['arguments', `check("ak_live_", "${body}")`],
    ['an object', `{"ak_live_": "${body}"}`],
    ['a pair in JSON', `"prefix": "ak_live_",\n"body": "${body}"`],
    ['two assignments', `a = "ak_live_";\nb = "${body}";`],
    ['a variable between', `"ak_live_" + name + "${body}"`],
    ['far apart', `"ak_live_" +${' '.repeat(300)}"${body}"`],
    ['prefixes of many', `['ak_live_', 'ghp_', 'AKIA', 'xoxb', 'AIzaSy']`],
    ['another word before', `"le" "ak_live_${body}"`],
  ])('%s', (_, text) => {
    const found = splitLiteral.decode(Buffer.from(text), text.indexOf('k_live_'), 'plain');
    expect(sightings(found, '')).toEqual([]);
  });

  test('a whole key goes on only where it is put together with the rest', () => {
    for (const key of keys) {
      for (const [text, count] of [
        [`["${key}", "more"]`, 0],
        [`call("${key}", "more")`, 0],
        [`["${key}", "more"].join("")`, 1],
        [`"${key}" "more"`, 1],
        [`"${key}" + "more"`, 1],
      ] as const) {
        const found = splitLiteral.decode(Buffer.from(text), text.indexOf('k_'), 'plain');
        expect(sightings(found, `${key}more`)).toHaveLength(count);
      }
    }
  });

  test('a comma ends what operators put together', () => {
    for (const key of keys) {
      const text = `call("${key.slice(0, 9)}" + "${key.slice(9)}", "more")`;
      const found = splitLiteral.decode(Buffer.from(text), text.indexOf('k_'), 'plain');
      expect(sightings(found, key).map((s) => s.slice(0, 3))).toEqual(['key']);
    }
  });
});

test.each(['task_list("a" + "b")', 'network_type = "x" "y"', 'k_lambda: "', 'ak_live_ is the prefix'])(
  'nothing in %s',
  (text) => {
    const at = text.search(/k_/);
    expect(splitLiteral.decode(Buffer.from(text), at, 'plain')).toEqual([]);
  },
);
