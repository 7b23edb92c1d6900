// Versions of files as a hostile history would have them: keys that edits cut, mend and move, so that after delta
// compression they lie across every kind of seam.
import { gzipSync } from 'node:zlib';
import { makeKey } from '../../helpers/keys.ts';

export type Random = () => number;

/** The same numbers for the same seed, from 0 up to 1. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const below = (random: Random, n: number) => Math.floor(random() * n);

function pick<T>(random: Random, all: readonly T[]): T {
  const one = all[below(random, all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

const words =
  'return const value await result = function (state) { if (index < length) total += rows[index]; }'.split(
    ' ',
  );

/** A line that holds no key, sometimes with a hash, as lock files have them. */
function line(random: Random): string {
  const text = Array.from({ length: 3 + below(random, 9) }, () => pick(random, words)).join(' ');
  if (random() > 0.1) return text;
  const noise = Buffer.from(Array.from({ length: 48 }, () => below(random, 256)));
  return `${text} "${noise.toString(random() < 0.5 ? 'base64' : 'hex')}"`;
}

/** Ways to write a key that the scanner can read. */
const forms: Record<string, (key: string) => string> = {
  assigned: (key) => `token = "${key}"`,
  plain: (key) => key,
  'basic auth': (key) => `auth: ${Buffer.from(`user:${key}`).toString('base64')}`,
  base64: (key) =>
    Buffer.from(`{"password":"${key}","more":"and more, so that the text is long"}`).toString('base64'),
  'base64 twice': (key) =>
    Buffer.from(Buffer.from(`secret ${key} of ours`).toString('base64')).toString('base64'),
  'base64 in lines': (key) =>
    Buffer.from(`-----\n${key}\nlines of a text that goes on for a while\n`.repeat(2))
      .toString('base64')
      .replace(/.{1,64}/g, '$&\n'),
  'gzip in base64': (key) => gzipSync(`password: ${key}\n`).toString('base64'),
  hex: (key) => Buffer.from(key).toString('hex'),
  'utf-16': (key) => Buffer.from(key, 'utf16le').toString('latin1'),
  percent: (key) => Buffer.from(key).toString('hex').replace(/../g, '%$&'),
  escaped: (key) => key.replaceAll('_', String.raw`\u005f`),
  split: (key) => `"${key.slice(0, 12)}" + "${key.slice(12)}"`,
};

export const formNames = Object.keys(forms);

function insertedText(random: Random, seed: number): string {
  if (random() < 0.5) return `${line(random)}\n`;
  const key = makeKey(random() < 0.5 ? 'live' : 'test', below(random, seed + 5));
  return `${pick(random, Object.values(forms))(key)}${random() < 0.8 ? '\n' : ''}`;
}

/** Where a key, or a piece of one, may be in a text: edits go there most of all. */
function sensitivePlace(random: Random, text: string): number {
  const at = text.indexOf(
    pick(random, ['ak_', 'YWtf', 'FrX', '616b5f', '\\u005f', '%61', 'k\0_', 'live', 'test']),
    below(random, text.length),
  );
  return at < 0 ? below(random, text.length + 1) : Math.max(0, at - 8 + below(random, 60));
}

/** One edit: something goes, something comes, or something is moved. */
function edit(random: Random, text: string, seed: number): string {
  const at = random() < 0.7 ? sensitivePlace(random, text) : below(random, text.length + 1);
  const length = pick(random, [0, 0, 1, 1, 2, 3, 8, 30, 127, 128, 300]);
  switch (below(random, 6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + insertedText(random, seed) + text.slice(at);
    case 2:
      return (
        text.slice(0, at) + pick(random, ['x', '_', '"', '\n', 'A1', '\0', '=']) + text.slice(at + length)
      );
    case 3: {
      const piece = text.slice(at, at + 40 + below(random, 400));
      const to = below(random, text.length + 1);
      return text.slice(0, to) + piece + text.slice(to);
    }
    case 4:
      return text.slice(0, at) + text.slice(at + 1 + below(random, 600));
    default:
      return (
        text.slice(0, at) + insertedText(random, seed).repeat(1 + below(random, 3)) + text.slice(at + length)
      );
  }
}

export interface Version {
  path: string;
  bytes: Buffer;
}

/**
 * For each byte of a key in one of the forms: a file in which something stands before it, one in which something is
 * missing there, and the whole one; in so much other text that what git makes of them are deltas.
 */
export function makeMends(form: number, seed: number): Version[] {
  const random = seeded(seed);
  const write = Object.values(forms)[form];
  const versions: Version[] = [];
  const length = write?.(makeKey('live', 0)).length ?? 0;
  for (let at = 0; at <= length; at++) {
    const text = write?.(makeKey('live', at)) ?? '';
    const [before, behind] = [1, 2].map(() =>
      Array.from({ length: 10 + below(random, 20) }, () => line(random)).join('\n'),
    );
    const missing = 1 + below(random, 12);
    for (const middle of [
      `${text.slice(0, at)}-${text.slice(at)}`,
      text.slice(0, at) + text.slice(at + missing),
      text,
      `${text.slice(0, at)}${line(random)}${text.slice(at)}`,
    ]) {
      // What goes on a little in each version makes git choose among them.
      const more = `${behind}${line(random)}\n`.slice(0, behind?.length ?? 0);
      versions.push({ path: `file${at}`, bytes: Buffer.from(`${before}\n${middle}\n${more}`, 'latin1') });
    }
  }
  return versions;
}

/** Versions of a few files, each made of an earlier one of the same file. */
export function makeVersions(seed: number, count: number): Version[] {
  const random = seeded(seed);
  const files = Array.from({ length: 3 }, () => [
    Array.from({ length: 20 + below(random, 200) }, () => line(random)).join('\n'),
  ]);
  const versions: Version[] = [];
  while (versions.length < count) {
    const number = below(random, files.length);
    const file = files[number] ?? [];
    let text = random() < 0.8 ? (file.at(-1) ?? '') : pick(random, file);
    for (let edits = 1 + below(random, 4); edits > 0; edits--) text = edit(random, text, seed);
    if (text.length > 60_000) text = text.slice(0, 20_000);
    file.push(text);
    versions.push({ path: `file${number}`, bytes: Buffer.from(text, 'latin1') });
  }
  return versions;
}
