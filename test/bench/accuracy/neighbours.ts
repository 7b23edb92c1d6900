// Two keys side by side, or a key next to another word: each must come out as it is, and nothing else. What puts the pieces
// of a key together must not put together what belongs to two.
import { fingerprintOf } from '../../../src/core/secret.ts';
import { between, seeded } from '../random.ts';
import { scan } from './judge.ts';

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');

/** How they stand; the second may be left out. */
const layouts: Record<string, (a: string, b: string) => string> = {
  'one in each line': (a, b) => `${a}\n${b}\n`,
  'quoted, one in each line': (a, b) => `"${a}"\n"${b}"\n`,
  'quoted, with an empty line between': (a, b) => `'${a}'\n\n"${b}"\n`,
  'two arguments': (a, b) => `$ compare "${a}" "${b}"\n`,
  'an argument and a URL': (a, b) => `curl -H "Authorization: Bearer ${a}" "https://example.test/"\nX=${b}\n`,
  'arguments in lines': (a, b) => `curl -u "${a}" \\\n  "https://example.test/" -d "${b}"\n`,
  'a text in the next line': (a, b) => `token = "${a}"\n"""The token of payouts."""\nother = '${b}'\n`,
  'a word in the next line': (a, b) => `"${a}"\n"payouts"\n"${b}"\n"Refunds"\n`,
  'a list': (a, b) => `["${a}", "${b}"]\n`,
  'a list joined by commas': (a, b) => `["${a}", "${b}"].join(",")\n`,
  'a pair': (a, b) => `${a}:${b}\n`,
  CSV: (a, b) => `"${a}","${b}"\r\n${a},${b}\r\n`,
  'an alternative': (a, b) => `const token = process.env.TOKEN || "${a}" || "${b}";\n`,
  'a line that ends with an equals sign': (a, b) => `${a}=\n${b}=\n`,
  'escaped JSON': (a, b) => JSON.stringify(JSON.stringify({ a, b })),
  'escaped lines': (a, b) => JSON.stringify(`${a}\n${b}\r\n`),
  'a query': (a, b) => `https://example.test/?a=${a}&b=${b}%26c=1\n`,
  coloured: (a, b) => `\x1b[32m${a}\x1b[0m \x1b[31m${b}\x1b[0m\n`,
  'base64, one in each line': (a, b) => `${base64(a)}\n${base64(b)}\n`,
  'base64, in YAML': (a, b) => `data:\n  a: ${base64(a)}\n  b: ${base64(b)}\n`,
  'base64, quoted': (a, b) => `["${base64(a)}",\n "${base64(b)}"]\n`,
  'base64 of both': (a, b) => `${base64(`A=${a}\nB=${b}\n`)}\n`,
  'hex, one in each line': (a, b) => `${hex(a)}\n${hex(b)}\n`,
  'hex, quoted': (a, b) => `"${hex(a)}" "${hex(b)}"\n`,
  'UTF-16 lines': (a, b) => wide(`${a}\r\n${b}\r\n`),
};

export interface Neighbours {
  layout: string;
  texts: number;
  wrong: number;
}

/** Tries each layout with `count` pairs of keys. */
export function tryNeighbours(seed: number, keys: readonly string[], count: number): Neighbours[] {
  const random = seeded(seed + 8);
  return Object.entries(layouts).map(([layout, write]) => {
    let wrong = 0;
    for (let n = 0; n < count; n++) {
      const first = between(random, 0, keys.length);
      const pair = [
        keys[first] ?? '',
        keys[(first + between(random, 1, keys.length)) % keys.length] ?? '',
      ] as const;
      const { matches } = scan(Buffer.from(write(...pair), 'latin1'));
      const found = new Set(matches.map(({ secret }) => secret.fingerprint));
      if (found.size !== 2 || !pair.every((key) => found.has(fingerprintOf(key)))) wrong++;
    }
    return { layout, texts: count, wrong };
  });
}
