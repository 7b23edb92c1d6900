// Alerts as issues, one living issue per key and repository: found again by its marker, it follows the key, from leak to
// death. In a public repository it does not say where a key is that may still work.
import type { Alert, AlertIssue, Alerter, Issues } from '../../core/alerter.ts';
import { messageOf } from '../../core/errors.ts';
import {
  alertMarkdown,
  alertMarker,
  alertTitle,
  knowsLess,
  knowsMore,
  publicMarkdown,
} from '../alert-markdown.ts';
import { hasNewPlaces } from '../alert-places.ts';
import { alertState, mayBeAlive } from '../alert-state.ts';
import type { Details } from './github-advisory.ts';

/**
 * `where` is the issue's URL. Telling again updates the issue.
 * @param details tells of what a public issue withholds, and of everything when the issue can't be had.
 */
export function githubIssueAlerter(channel: string, issues: Issues, details: Details | null = null): Alerter {
  return {
    channel,

    async isBehind(alert) {
      const earlier = await issues.peek(alertMarker(alert.fingerprint));
      return earlier !== null && knowsLess(earlier.body, alert);
    },

    async tell(alert) {
      const withheld = mayBeAlive(alertState(alert.finding)) && (await issues.isPublic());
      const told = await tellIssue(alert, withheld, issues).catch((error: unknown) => {
        if (details === null) throw error;
        return tellInstead(alert, details, error);
      });
      if (details === null) return told;
      if (!withheld) {
        if (await issues.isPublic()) await details.follow(alert);
        return told;
      }
      const where = await details.tell(alert).then(
        (draft) => draft.where,
        (error: unknown) => `the JSON report only: ${messageOf(error)}`,
      );
      return where === told.where
        ? told
        : { ...told, where: `${told.where} without places; they are in ${where}` };
    },
  };
}

async function tellInstead(
  alert: Alert,
  details: Alerter,
  refusal: unknown,
): Promise<{ where: string; fresh: boolean }> {
  try {
    return await details.tell(alert);
  } catch (error) {
    throw new Error(`${messageOf(refusal)}; ${messageOf(error)}`, { cause: error });
  }
}

async function tellIssue(
  alert: Alert,
  withheld: boolean,
  issues: Issues,
): Promise<{ where: string; fresh: boolean }> {
  const marker = alertMarker(alert.fingerprint);
  const title = alertTitle(alert.finding);
  const textAfter = (earlier: string): string =>
    withheld ? publicMarkdown(alert) : alertMarkdown(alert, earlier);

  const earlier = await issues.find(marker);
  if (!earlier) {
    // Who is assigned would say whose the place is.
    const assignees = withheld ? [] : await issues.responsible(alert.finding.matches);
    const issue = await issues.create(title, textAfter(''), marker, assignees);
    await closeWhenOver(alert, issue, issues);
    return { where: issue.url, fresh: true };
  }
  if (knowsMore(earlier.body, alert)) return { where: earlier.url, fresh: false };
  const body = textAfter(earlier.body);
  const reopens = !earlier.isOpen && isNews(alert, earlier, withheld);
  const same = earlier.title === title && earlier.body.trimEnd() === body.trimEnd();
  if (!same || reopens) {
    const change = { title, body, ...(reopens ? { isOpen: true } : {}) };
    await issues.update(earlier.number, change);
  }
  if (reopens) await issues.comment(earlier.number, reopened(alert, withheld));
  await closeWhenOver(alert, { ...earlier, title, body }, issues);
  return { where: earlier.url, fresh: false };
}

/** Somebody closed the issue: a key that works opens it all the same, one that may work only in a new place. */
function isNews(alert: Alert, { body }: AlertIssue, withheld: boolean): boolean {
  const state = alertState(alert.finding);
  if (state === 'active' || state === 'in-doubt') return true;
  return mayBeAlive(state) && !withheld && hasNewPlaces(alert, body);
}

function reopened({ finding }: Alert, withheld: boolean): string {
  const where = withheld ? '' : ' The places are in the text above.';
  return `akguard found this key again, and it is not proven dead (${finding.verdict.validity}): opened again.${where}`;
}

/** A dead key is over once it is proven to be in no branch tip; where nobody looked, people close the issue. */
async function closeWhenOver(alert: Alert, issue: AlertIssue, issues: Issues): Promise<void> {
  if (!issue.isOpen || alertState(alert.finding) !== 'gone') return;
  await issues.update(issue.number, { title: issue.title, body: issue.body, isOpen: false });
  await issues.comment(issue.number, 'The key is dead, and no branch holds it any more: closed.');
}
