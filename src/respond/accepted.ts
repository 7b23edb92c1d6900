// Keys that people accepted by an order are taken as those of a baseline: marked, kept in the report, and never hidden while
// they are proven active and live (`decide.ts`).
import { messageOf } from '../core/errors.ts';
import type { Finding } from '../core/match.ts';
import type { AcceptedKey } from '../core/order.ts';
import type { Log } from '../core/runtime.ts';
import type { Store } from '../core/store.ts';

/**
 * Never throws: without what was accepted, more is told, not less.
 * @param today YYYY-MM-DD, UTC.
 */
export async function markAccepted(
  findings: Finding[],
  store: Pick<Store, 'accepted'>,
  today: string,
  log: Log,
): Promise<Finding[]> {
  try {
    const accepted = await store.accepted();
    return accepted.length === 0 ? findings : marked(findings, accepted, today);
  } catch (error) {
    log.warn('what people accepted could not be read', { reason: messageOf(error) });
    return findings;
  }
}

function marked(findings: Finding[], accepted: readonly AcceptedKey[], today: string): Finding[] {
  const byFingerprint = new Map(
    accepted
      .filter(({ expires }) => expires === null || expires >= today)
      .map((key) => [key.fingerprint, key]),
  );
  return findings.map((finding) => {
    const key = byFingerprint.get(finding.fingerprint);
    if (key === undefined) return finding;
    const suppressed = { by: 'baseline', reason: key.reason } as const;
    return {
      ...finding,
      matches: finding.matches.map((match) => ({ ...match, suppressed: match.suppressed ?? suppressed })),
    };
  });
}
