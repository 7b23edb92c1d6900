// Repeatable noise and source-like text for the bench: the same seed gives the same bytes on every machine.

/** A generator of numbers in [0, 1): mulberry32, good enough for text and very fast. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An integer in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from));
}

export function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[between(random, 0, from.length)] ?? from[0];
}

type Words = [string, ...string[]];
// The letters that a prefilter may look for are about as common as in real source: `k`, `_` and `w` 0.7 % each.
const words =
  `account address amount apply array balance batch block buffer build cache call charge check client clock close config
  connect context count create currency customer data date default delete description element email entry error event
  fetch field file filter find format function handle header index input invoice item json key label last length level
  limit link list load log map match merchant message method mode name next node number object offset option order page parse
  path payment plan provider query queue range read record refund region request response result retry route schema scope
  script search send server session set size sort source start state status store stream string sub success table task
  test time token token type unit update user value verify webhook write`.split(/\s+/) as Words;
const openers: Words = [
  'const',
  'let',
  'return',
  'await',
  'if',
  'for',
  'export',
  'import',
  'throw new',
  '//',
  '*',
];
const joiners: Words = [' = ', '.', '(', ', ', ' => ', ': ', ' === ', ') ', "'", ' + ', '[0]', ' // '];

function name(random: Random): string {
  const first = pick(random, words);
  const second = pick(random, words);
  const form = random();
  if (form < 0.4) return first;
  if (form < 0.9) return first + second[0]?.toUpperCase() + second.slice(1);
  return `${first}_${second}`;
}

function line(random: Random): string {
  let text = '  '.repeat(between(random, 0, 5)) + pick(random, openers);
  for (let n = between(random, 1, 6); n > 0; n--) text += ` ${name(random)}${pick(random, joiners)}`;
  return text;
}

/** Lines of made-up source code; some are empty. Each ends with a newline. */
export function sourceLines(random: Random, count: number): string[] {
  return Array.from({ length: count }, () => (random() < 0.1 ? '\n' : `${line(random)}\n`));
}

/** Bytes without any order, as in an image or an archive. */
export function noise(random: Random, length: number): Buffer {
  const bytes = Buffer.alloc(length + 4);
  for (let at = 0; at < length; at += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  return bytes.subarray(0, length);
}
