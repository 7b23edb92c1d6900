// Alerts as Markdown files, one per key: FOLDER/<fingerprint>.md.
import type { AlertFiles, Alerter } from '../../core/alerter.ts';
import { alertMarkdown, knowsMore } from '../alert-markdown.ts';

/** `where` is the path. Telling again replaces the file, or leaves it alone when it says the same or more. */
export function fileAlerter(channel: string, folder: string, files: AlertFiles): Alerter {
  return {
    channel,
    async tell(alert) {
      const where = `${folder}/${alert.fingerprint}.md`;
      const text = alertMarkdown(alert);
      const earlier = await files.read(where);
      if (earlier !== null && knowsMore(earlier, alert)) return { where, fresh: false };
      if (earlier !== text) await files.write(where, text);
      return { where, fresh: earlier === null };
    },
  };
}
