// Alerts as draft security advisories, one per key: for the places of keys that may work, where everybody can read issues.
import type { Advisories, Alert, Alerter } from '../../core/alerter.ts';
import { alertMarkdown, alertMarker, alertTitle, knowsMore } from '../alert-markdown.ts';
import { alertState } from '../alert-state.ts';

/** Where what a public issue withholds is told. */
export interface Details extends Alerter {
  /** Tells what became of a key, if there is a draft about it. Never throws: who reads issues knows it all by then. */
  follow(alert: Alert): Promise<void>;
}

/** `where` is the advisory's URL. Telling again updates it; one of a dead key that no branch holds is closed. */
export function githubAdvisoryAlerter(channel: string, advisories: Advisories): Details {
  return {
    channel,
    async tell(alert) {
      const marker = alertMarker(alert.fingerprint);
      const title = alertTitle(alert.finding);
      const earlier = await advisories.find(marker);
      if (!earlier) {
        const isLive = alert.finding.environment === 'live';
        const made = await advisories.create(title, alertMarkdown(alert), marker, isLive);
        return { where: made.url, fresh: true };
      }
      if (!knowsMore(earlier.text, alert)) await update(alert, title, earlier, advisories);
      return { where: earlier.url, fresh: false };
    },
    async follow(alert) {
      try {
        const earlier = await advisories.find(alertMarker(alert.fingerprint));
        if (earlier) await update(alert, alertTitle(alert.finding), earlier, advisories);
      } catch {
        // The issue holds more than the draft would.
      }
    },
  };
}

async function update(
  alert: Alert,
  title: string,
  earlier: { id: string; text: string },
  advisories: Advisories,
): Promise<void> {
  const text = alertMarkdown(alert, earlier.text);
  const isOver = alertState(alert.finding) === 'gone';
  if (isOver || text.trimEnd() !== earlier.text.trimEnd())
    await advisories.update(earlier.id, title, text, isOver);
}
