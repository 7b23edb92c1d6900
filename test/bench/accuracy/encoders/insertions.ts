// What stands in the middle of a key without being part of it: colours of a terminal, and the joints of string literals
// in the languages that people write keys in.
import { type Random, between } from '../../random.ts';
import { type Variant, type Wrapped, insertAt, isText, latin1, someCut, surround } from '../traced.ts';

const isReadable = ({ shape }: Wrapped) => shape === 'words' || shape === 'text';

/** Cuts from here on are behind the prefix. */
const prefixCuts = 7;

const middles: readonly (readonly [name: string, on: string, off: string])[] = [
  ['a colour', '\x1b[1;31m', '\x1b[0m'],
  ['a colour and erasing, as grep has it', '\x1b[01;31m\x1b[K', '\x1b[m\x1b[K'],
  ['256 colours', '\x1b[38;5;208m', '\x1b[39m'],
  [String.raw`a colour with \x1b written out`, String.raw`\x1b[31m`, String.raw`\x1b[0m`],
  [String.raw`a colour with \u001b written out`, String.raw`\u001b[31m`, String.raw`\u001b[39m`],
  [String.raw`a colour with \033 written out`, String.raw`\033[1m`, String.raw`\033[0m`],
];
/** Forms that are read in a key's body only. */
const weak: typeof middles = [
  ['a colour with ^[ written out', '^[[7m', '^[[27m'],
  ['a colour without its ESC', '[31m', '[0m'],
];

/** A colour on at one of the cuts from `from` on, and off at one that is not inside of the prefix. */
function coloured(from: number, on: string, off: string): Variant['encode'] {
  return (inner, random) => {
    const [first = 0, last = 0] = [from, prefixCuts]
      .map((least) => someCut(inner, random, least))
      .toSorted((a, b) => a - b);
    return insertAt(
      inner,
      new Map(
        first === last
          ? [[first, on]]
          : [
              [first, on],
              [last, off],
            ],
      ),
    );
  };
}

const ansi: Variant[] = [
  ...middles.map(([name, on, off]): Variant => ({
    decoder: 'ansi',
    name: `${name}, in the middle`,
    inserts: true,
    fits: isReadable,
    encode: coloured(0, on, off),
  })),
  ...weak.flatMap(([name, on, off]) =>
    [0, prefixCuts].map((from): Variant => ({
      decoder: 'ansi',
      name: `${name}, in the ${from === 0 ? 'middle' : 'body'}`,
      inserts: true,
      beyond: from === 0,
      fits: isReadable,
      encode: coloured(from, on, off),
    })),
  ),
  ...middles.map(([name, on, off]): Variant => ({
    decoder: 'ansi',
    name: `${name}, around`,
    inserts: true,
    // What is coloured is a word of a line.
    fits: (inner) => isText(inner) && !(inner.shape === 'dense' && latin1(inner.bytes).includes('\n')),
    encode: (inner) => surround(inner, on, off),
  })),
  {
    decoder: 'ansi',
    name: 'a colour for each character',
    inserts: true,
    beyond: true,
    fits: isReadable,
    encode: (inner) =>
      insertAt(inner, new Map(inner.cuts.map((_, i) => [i, `\x1b[38;5;${16 + (i % 200)}m`]))),
  },
  {
    decoder: 'ansi',
    name: 'a hyperlink around',
    inserts: true,
    fits: isReadable,
    encode: (inner) => surround(inner, '\x1b]8;;https://example.test/a\x1b\\', '\x1b]8;;\x1b\\'),
  },
];

interface Language {
  name: string;
  /** Before the first literal's content, between two, and behind the last. */
  before: string;
  joint: string;
  behind: string;
}

const languages: readonly Language[] = [
  { name: 'JavaScript', before: "const token = '", joint: "' + '", behind: "';" },
  { name: 'TypeScript over lines', before: 'const token: string =\n  "', joint: '" +\n  "', behind: '";' },
  { name: 'a template', before: 'const token = `', joint: '${"', behind: '"}`;' },
  { name: 'an array joined', before: 'const token = ["', joint: '", "', behind: '"].join("");' },
  { name: 'Python in parentheses', before: 'token = (\n    "', joint: '"\n    "', behind: '"\n)' },
  { name: 'Python with backslashes', before: "token = '", joint: "' \\\n        '", behind: "'" },
  { name: 'Ruby', before: "token = '", joint: "' \\\n  '", behind: "'" },
  { name: 'Ruby with <<', before: "token = +'", joint: "' << '", behind: "'" },
  { name: 'PHP', before: "$token = '", joint: "' . '", behind: "';" },
  { name: 'Go', before: 'token := "', joint: '" +\n\t"', behind: '"' },
  { name: 'Java', before: 'String token = "', joint: '"\n        + "', behind: '";' },
  { name: 'C#', before: 'var token = @"', joint: '" + @"', behind: '";' },
  { name: 'C', before: 'static const char token[] = "', joint: '"\n    "', behind: '";' },
  { name: 'Rust', before: 'const TOKEN: &str = concat!("', joint: '", "', behind: '");' },
  { name: 'Kotlin', before: 'val token = "', joint: '" +\n    "', behind: '"' },
  { name: 'Swift', before: 'let token = "', joint: '" + "', behind: '"' },
  { name: 'shell', before: 'TOKEN="', joint: '""', behind: '"' },
  { name: 'Perl', before: "my $token = '", joint: "'\n  . '", behind: "';" },
  { name: 'Lua', before: 'local token = "', joint: '" .. "', behind: '"' },
  { name: 'SQL', before: "SELECT '", joint: "' || '", behind: "';" },
  { name: 'Visual Basic', before: 'token = "', joint: '" & _\n    "', behind: '"' },
  { name: 'Elixir', before: 'token = "', joint: '" <> "', behind: '"' },
  { name: 'R', before: 'token <- paste0("', joint: '", "', behind: '")' },
];

/** Letters that may as well be another word do not count as the rest of a key that is long enough without them. */
const shortestRest = 6;

/** Where a key is split: counts of its characters, or parts of all that there are. */
const splits: readonly { name: string; at: (cuts: number, random: Random) => number[] }[] = [
  { name: 'behind the prefix', at: () => [7] },
  { name: 'behind ak_', at: () => [2] },
  { name: 'behind ak', at: () => [1] },
  { name: 'inside the prefix', at: (_, random) => [between(random, 3, 7)] },
  { name: 'inside the body', at: (cuts, random) => [between(random, 8, cuts - shortestRest)] },
  {
    name: 'in three',
    at: (cuts, random) => [between(random, 2, 8), between(random, 8, cuts - shortestRest)],
  },
];

/** What is encoded is split anywhere; in lines of its own, at their ends. */
function splitLines(inner: Wrapped, count: number, random: Random): number[] {
  const all = [...inner.cuts.keys()];
  const ends = all.filter((nth) => {
    const cut = inner.cuts[nth] ?? 0;
    return inner.bytes.toString('latin1', cut - 2, cut) === String.raw`\n`;
  });
  const most = inner.shape === 'text' ? all.length - shortestRest : all.length;
  const picked = Array.from({ length: count }, () =>
    ends.length > 0 ? (ends[between(random, 0, ends.length)] ?? 0) : someCut(inner, random, 0, most),
  );
  return [...new Set(picked)].toSorted((a, b) => a - b);
}

const fitsLiteral = (inner: Wrapped) =>
  inner.cuts.length > 8 && isText(inner) && !/[^\x20-\x7e]|["'`]/.test(latin1(inner.bytes));

const splitLiteral: Variant[] = languages.flatMap(({ name, before, joint, behind }) =>
  splits.map((split): Variant => ({
    decoder: 'split-literal',
    name: `${name}, ${split.name}`,
    inserts: true,
    makesStatement: true,
    alone: split.name === 'behind ak' || joint.includes(','),
    beyond:
      name === 'a template' && /ak_|prefix|three/.test(split.name) && split.name !== 'behind the prefix',
    fits: fitsLiteral,
    encode: (inner, random) => {
      const nths = split.at(inner.cuts.length, random);
      const all = inner.shape === 'words' ? [...new Set(nths)] : splitLines(inner, nths.length, random);
      // A template opens and closes once for each piece.
      const texts =
        name === 'a template' ? all.map((_, i) => (i === 0 ? joint : '"}${"')) : all.map(() => joint);
      const joined = insertAt(inner, new Map(all.map((nth, i) => [nth, texts[i] ?? ''])));
      return surround(joined, before, behind);
    },
  })),
);

export const insertions: readonly Variant[] = [...ansi, ...splitLiteral];
