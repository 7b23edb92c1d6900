// What stands in the middle of a key without being part of it: colours of a terminal, and the joints of string literals
// in the languages that people write keys in.
import { type Random, between } from '../../random.ts';
import { type Variant, type Wrapped, insertAt, latin1, surround } from '../traced.ts';

const isText = ({ shape }: Wrapped) => shape === 'words' || shape === 'text';
const someCut = (inner: Wrapped, random: Random) => between(random, 0, inner.cuts.length);

const middles: readonly (readonly [name: string, on: string, off: string])[] = [
  ['a colour', '\x1b[1;31m', '\x1b[0m'],
  ['a colour and erasing, as grep has it', '\x1b[01;31m\x1b[K', '\x1b[m\x1b[K'],
  ['256 colours', '\x1b[38;5;208m', '\x1b[39m'],
  [String.raw`a colour with \x1b written out`, String.raw`\x1b[31m`, String.raw`\x1b[0m`],
  [String.raw`a colour with \u001b written out`, String.raw`\u001b[31m`, String.raw`\u001b[39m`],
  [String.raw`a colour with \033 written out`, String.raw`\033[1m`, String.raw`\033[0m`],
  ['a colour with ^[ written out', '^[[7m', '^[[27m'],
  ['a colour without its ESC', '[31m', '[0m'],
];

const ansi: Variant[] = [
  ...middles.map(([name, on, off]): Variant => ({
    decoder: 'ansi',
    name: `${name}, in the middle`,
    inserts: true,
    fits: isText,
    encode: (inner, random) => {
      const [first = 0, last = 0] = [someCut(inner, random), someCut(inner, random)].toSorted((a, b) => a - b);
      if (first === last) return insertAt(inner, new Map([[first, on]]));
      return insertAt(inner, new Map([[first, on], [last, off]]));
    },
  })),
  ...middles.slice(0, 6).map(([name, on, off]): Variant => ({
    decoder: 'ansi',
    name: `${name}, around`,
    inserts: true,
    fits: ({ shape }) => shape !== 'binary',
    encode: (inner) => surround(inner, on, off),
  })),
  {
    decoder: 'ansi',
    name: 'a hyperlink around',
    inserts: true,
    fits: isText,
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
  { name: 'shell with a continued line', before: 'TOKEN="', joint: '\\\n', behind: '"' },
  { name: 'Perl', before: "my $token = '", joint: "'\n  . '", behind: "';" },
  { name: 'Lua', before: 'local token = "', joint: '" .. "', behind: '"' },
  { name: 'SQL', before: "SELECT '", joint: "' || '", behind: "';" },
  { name: 'Visual Basic', before: 'token = "', joint: '" & _\n    "', behind: '"' },
  { name: 'Elixir', before: 'token = "', joint: '" <> "', behind: '"' },
  { name: 'R', before: 'token <- paste0("', joint: '", "', behind: '")' },
];

/** Where a key is split: counts of its characters, or parts of all that there are. */
const splits: readonly { name: string; at: (cuts: number, random: Random) => number[] }[] = [
  { name: 'behind the prefix', at: () => [7] },
  { name: 'behind ak_', at: () => [2] },
  { name: 'behind ak', at: () => [1] },
  { name: 'inside the prefix', at: (_, random) => [between(random, 3, 7)] },
  { name: 'inside the body', at: (cuts, random) => [between(random, 8, cuts)] },
  {
    name: 'in three',
    at: (cuts, random) => [between(random, 1, 8), between(random, 8, cuts)],
  },
];

const fitsLiteral = (inner: Wrapped) =>
  inner.cuts.length > 8 && inner.shape !== 'binary' && !/[^\x20-\x7e]|["'`]/.test(latin1(inner.bytes));

const splitLiteral: Variant[] = languages.flatMap(({ name, before, joint, behind }) =>
  splits.map((split): Variant => ({
    decoder: 'split-literal',
    name: `${name}, ${split.name}`,
    inserts: true,
    makesStatement: true,
    fits: fitsLiteral,
    encode: (inner, random) => {
      const all = [...new Set(split.at(inner.cuts.length, random))];
      // A template opens and closes once for each piece.
      const texts = name === 'a template' ? all.map((_, i) => (i === 0 ? joint : '"}${"')) : all.map(() => joint);
      const joined = insertAt(inner, new Map(all.map((nth, i) => [nth, texts[i] ?? ''])));
      return surround(joined, before, behind);
    },
  })),
);

export const insertions: readonly Variant[] = [...ansi, ...splitLiteral];
