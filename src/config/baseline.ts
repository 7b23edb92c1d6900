// The baseline: keys that are known and accepted. One line each, sorted, without line numbers or times, so that two
// branches merge cleanly and a moved key stays known.
import { AkguardError } from '../core/errors.ts';
import type { Fingerprint } from '../core/secret.ts';

export interface BaselineEntry {
  fingerprint: Fingerprint;
  /** Last day (YYYY-MM-DD, UTC) on which the entry counts, or null. */
  expires: string | null;
  reason: string | null;
}

const line = /^([0-9a-f]{32})(?:\s+expires=(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?$/;

/**
 * Parses lines of the form `FINGERPRINT [expires=YYYY-MM-DD] [REASON]`; empty lines and those that start with `#` are
 * passed over. A fingerprint is as every report prints it.
 * @throws AkguardError AK_BASELINE with the first line that is wrong.
 */
export function parseBaseline(file: string, text: string): BaselineEntry[] {
  const entries: BaselineEntry[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const [, fingerprint, expires = null, reason = null] = line.exec(trimmed) ?? [];
    if (fingerprint === undefined) {
      const problem = `line ${index + 1} is not \`FINGERPRINT [expires=YYYY-MM-DD] [REASON]\`.`;
      throw new AkguardError('AK_BASELINE', { file, problem });
    }
    if (expires !== null && Number.isNaN(Date.parse(expires))) {
      throw new AkguardError('AK_BASELINE', {
        file,
        problem: `line ${index + 1}: there is no day ${expires}.`,
      });
    }
    entries.push({ fingerprint, expires, reason });
  }
  return entries;
}

/** The text of a baseline: sorted by fingerprint, each once; of two entries for one key the first stays. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const byFingerprint = new Map<Fingerprint, BaselineEntry>();
  for (const entry of entries)
    if (!byFingerprint.has(entry.fingerprint)) byFingerprint.set(entry.fingerprint, entry);
  const sorted = [...byFingerprint.values()].toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const lines = sorted.map(({ fingerprint, expires, reason }) =>
    [fingerprint, expires === null ? '' : `expires=${expires}`, reason ?? ''].filter(Boolean).join(' '),
  );
  return ['# akguard baseline: FINGERPRINT [expires=YYYY-MM-DD] [REASON], sorted', ...lines, ''].join('\n');
}
