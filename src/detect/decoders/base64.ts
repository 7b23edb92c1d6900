// Base64: standard and URL-safe, padded or not, in any alignment, wrapped at any column. An anchor (a prefix of a key in
// base64) tells the alignment and is decoded at once; a run is decoded in each alignment that makes a text of it, for
// what is encoded more than once.
import { alphanumeric, base64Character, endOf, isIn, startOf } from './bytes.ts';
import type { Decoded, Decoder, Reach } from './decoder.ts';
import { EncodedText } from './encoded-text.ts';
import { holdsBase64Text, startsBase64Container } from './plausible.ts';
import { longestRun, nextInRun, runStart } from './run.ts';
import { type Stretch, endOfLineBefore, stretchesFrom } from './stretch.ts';

/** A key of 24 bytes has so many characters. */
const shortestRun = 32;
const longestKeyCharacters = 280;
const phases = [0, 1, 2, 3] as const;
const context = 512;
const ahead = 2048;
/** `YWtf`. */
const listStart = 4;
const prefixes = ['k_live_', 'k_test_'];
/** Characters that hold a prefix in any alignment. */
const prefixSize = 16;
/** A container starts where a run starts, or behind a path or a name so long at most. */
const longestName = 32;
/** How far into a run its alignment may change: behind a path or a name in letters of base64. */
const mixedStart = 1024;

function decodeAnchor(bytes: Buffer, at: number, reach: Reach): Decoded[] {
  const start = runStart(bytes, at, alphanumeric, context);
  const lines = stretchesFrom(bytes, start, Math.min(bytes.length, at + ahead), base64Character, listStart);
  const before = at - start < 3 ? lastGroupBefore(bytes, start) : null;
  const text = new EncodedText(bytes, before === null ? lines : [before, ...lines]);
  const lead = before === null ? 0 : before.end - before.start;
  const anchor = lead + at - start;
  for (let into = 0; into < 4 && into <= anchor; into++) {
    const group = anchor - into;
    const sample = text.decode('base64', group, Math.min(text.length, group + prefixSize)).toString('latin1');
    const k = Math.max(...prefixes.map((prefix) => sample.indexOf(prefix)));
    if (k < 0) continue;
    const aligned = group % 4;
    // Index of the a among the bytes from `aligned` on.
    const a = ((group - aligned) / 4) * 3 + k - 1;
    if (a < 0) return [];
    const first =
      a % 3 === 0 && !goesBack(text, aligned + (a / 3) * 4, lead) ? aligned + (a / 3) * 4 : aligned;
    const kind = `base64-${phases[(text.place(group) - group + aligned) & 3] ?? 0}` as const;
    // A wrap may change what belongs together: only keys that are whole in the first line are covered.
    if (before === null && at < (reach[kind] ?? 0)) return [];
    if (before === null) reach[kind] = (lines[0]?.end ?? 0) - longestKeyCharacters;
    const whole = text.decoded('base64', first);
    const key = a - ((first - aligned) / 4) * 3;
    return [whole, ...text.cutAtWraps('base64', whole, first, key)];
  }
  return [];
}

/**
 * Whether the characters before a key that starts a group belong to the same encoding. They do not when they are a
 * path (`/api/YWtf`), a name (`key-YWtf`) or an escape (`%3DYWtf`): then groups do not come out even, or make no text.
 */
function goesBack(text: EncodedText, key: number, lead: number): boolean {
  if (key % 4 !== 0 || key - lead < 4) return false;
  return text.decode('base64', key - 4, key).every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** The last three characters of the line before, or null when there is none. */
function lastGroupBefore(bytes: Uint8Array, start: number): Stretch | null {
  const end = endOfLineBefore(bytes, start, base64Character);
  return end < 0 ? null : { start: startOf(base64Character, bytes, end, 3), end, firm: true };
}

function decodeRun(bytes: Buffer, at: number, reach: Reach): Decoded[] {
  if (at < (reach.run ?? 0)) return [];
  const limit = Math.min(bytes.length, at + longestRun);
  const found: Decoded[] = [];
  let start = nextInRun(bytes, runStart(bytes, at, base64Character));
  let end = start;
  do {
    const lines = stretchesFrom(bytes, start, limit, base64Character);
    end = lines.at(-1)?.end ?? start;
    if (end - start >= shortestRun) readRun(bytes, lines, found);
    start = nextInRun(bytes, end);
  } while (start > end && start < limit && isIn(base64Character, bytes, start));
  reach.run = start;
  return found;
}

/** Adds the alignments in which a run makes sense, or nothing: hashes are by far the most of all runs. */
function readRun(bytes: Buffer, lines: readonly Stretch[], found: Decoded[]): void {
  let text: EncodedText | null = null;
  let buffer = bytes;
  let from = lines[0]?.start ?? 0;
  let to = lines[0]?.end ?? 0;
  if (lines.length > 1) {
    text = new EncodedText(bytes, lines);
    buffer = text.buffer;
    from = text.base;
    to = from + text.length;
  }
  let last = to;
  for (let phase = 0; phase < 4; phase++) {
    if (!holdsBase64Text(buffer, from + phase, last)) continue;
    text ??= new EncodedText(bytes, lines);
    found.push(text.decoded('base64', phase));
    // Where one alignment makes a text, another is of what stands before the text.
    last = Math.min(to, from + mixedStart);
  }
  const names = Math.min(to, from + longestName);
  for (let at = from; at < names; at = endOf(alphanumeric, buffer, at, names) + 1) {
    if (!startsBase64Container(buffer, at)) continue;
    text ??= new EncodedText(bytes, lines);
    found.push(text.decoded('base64', at - from));
  }
}

export const base64: Decoder = {
  name: 'base64',
  kinds: ['base64', 'run'],
  decode: (bytes, at, kind, reach = {}) =>
    kind === 'run' ? decodeRun(bytes, at, reach) : decodeAnchor(bytes, at, reach),
};
