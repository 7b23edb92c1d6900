// Marks matches that the user knows and accepts: by baseline, by ignored path, or by a remark beside the key. A
// suppressed match stays in the report; and none of this hides a key that is proven active and live (respond/decide.ts).
import { pathOf } from '../core/blob.ts';
import type { Match, Suppression } from '../core/match.ts';
import type { Fingerprint } from '../core/secret.ts';

/** What a baseline says, as far as matching needs it; `config/baseline.ts` reads one. */
export interface Accepted {
  fingerprint: Fingerprint;
  expires: string | null;
  reason: string | null;
}

export interface Suppressed {
  matches: Match[];
  /** Baseline entries that fit nothing, and those whose day is over. Sorted as in the baseline. */
  unused: Fingerprint[];
  expired: Fingerprint[];
}

/**
 * @param today YYYY-MM-DD, UTC.
 * @param isIgnored whether the user's configuration ignores a path.
 */
export function suppress(
  matches: readonly Match[],
  baseline: readonly Accepted[],
  isIgnored: (path: string) => boolean,
  today: string,
): Suppressed {
  const valid = new Map(
    baseline.filter((each) => !isOver(each, today)).map((each) => [each.fingerprint, each]),
  );
  const used = new Set<Fingerprint>();
  const marked = matches.map((match) => {
    const entry = valid.get(match.secret.fingerprint);
    if (entry !== undefined) used.add(entry.fingerprint);
    const suppressed =
      entry === undefined ? byPath(match, isIgnored) : ({ by: 'baseline', reason: entry.reason } as const);
    return suppressed === null ? match : { ...match, suppressed };
  });
  return {
    matches: marked,
    unused: [...valid.keys()].filter((fingerprint) => !used.has(fingerprint)),
    expired: baseline.filter((each) => isOver(each, today)).map((each) => each.fingerprint),
  };
}

function isOver(entry: Accepted, today: string): boolean {
  return entry.expires !== null && entry.expires < today;
}

function byPath(match: Match, isIgnored: (path: string) => boolean): Suppression | null {
  const path = pathOf(match.provenance);
  return path !== null && isIgnored(path) ? { by: 'ignore', reason: null } : match.suppressed;
}

const remark = 'akguard:allow';
/** How far a line is looked at, in bytes: a remark stands near its key, and a minified bundle is one line. */
const reach = 1024;

/** The remark `akguard:allow [REASON]` on the line of bytes [start, end) or on the line before, or null. */
export function inlineRemark(bytes: Buffer, start: number, end: number): Suppression | null {
  const lineStart = Math.max(bytes.lastIndexOf(0x0a, start) + 1, 0);
  const previousStart = lineStart === 0 ? 0 : bytes.lastIndexOf(0x0a, lineStart - 2) + 1;
  const newline = bytes.indexOf(0x0a, end);
  const lineEnd = Math.min(newline < 0 ? bytes.length : newline, end + reach);
  const around = bytes.toString('latin1', Math.max(previousStart, start - reach), lineEnd);
  const at = around.indexOf(remark);
  if (at < 0) return null;
  const rest = /^[ \t:-]*([^\n]*)/.exec(around.slice(at + remark.length))?.[1] ?? '';
  // What closes the comment is not part of the reason.
  const reason = Buffer.from(rest, 'latin1')
    .toString()
    .replace(/\s*(?:\*\/|-->|--%>|#\}|\*\))?\s*$/, '');
  return { by: 'inline', reason: reason === '' ? null : reason };
}
