// Alerts as issues, one per key and repository. An earlier issue is found by the marker in its body.
import type { Alerter, Issues } from '../../core/alerter.ts';
import { alertMarkdown, alertMarker, knowsMore, alertTitle } from '../alert-markdown.ts';

/** `where` is the issue's URL. Telling again updates the issue, closed or open. */
export function githubIssueAlerter(channel: string, issues: Issues): Alerter {
  return {
    channel,
    async tell(alert) {
      const marker = alertMarker(alert.fingerprint);
      const title = alertTitle(alert.finding);
      const body = alertMarkdown(alert);
      const earlier = await issues.find(marker);
      if (!earlier) return { where: (await issues.create(title, body, marker)).url, fresh: true };
      const same =
        knowsMore(earlier.body, alert) ||
        (earlier.title === title && earlier.body.trimEnd() === body.trimEnd());
      if (!same) await issues.update(earlier.number, title, body);
      return { where: earlier.url, fresh: false };
    },
  };
}
