// What akguard answers to an order, as a comment where it was given. All foreign text is shown as code; where everybody can
// read the answer, there is none of it, since it could name a place.
import type { AcceptedKey, OrderKind } from '../core/order.ts';
import type { ReportFinding } from '../core/report.ts';
import { markdownCode, visible } from '../core/text.ts';
import { alertState } from './alert-state.ts';

/** Around what was done: who asked and by which right, and the run that did it. */
export interface Frame {
  login: string;
  right: string;
  /** Of the run, or empty. */
  run: string;
}

/** Ends with a newline. @param said sentences, Markdown. */
export function framed(said: string, { login, right, run }: Frame): string {
  const where = run === '' ? '' : ` ([the run](${run}))`;
  return `${said}\n\nAsked by ${markdownCode(visible(login))}, by ${markdownCode(right)}${where}.\n`;
}

/** For who may not give orders. */
export function refusal(login: string): string {
  return (
    `Nothing was done: ${markdownCode(visible(login))} has no write permission here and is in no team that may ask akguard. ` +
    'Somebody who may has to write the command.\n'
  );
}

/** What came of an order that looked at the key; `done` when the key is now as was asked. */
export function orderResult(
  order: Exclude<OrderKind, 'false-positive'>,
  finding: ReportFinding,
  isPublic: boolean,
): { said: string; done: boolean } {
  const state = alertState(finding);
  const about = order === 'recheck' && !isPublic ? ` ${placesOf(finding)}` : '';
  switch (state) {
    case 'gone':
      return { said: 'The key is dead, and no branch holds it any more.', done: true };
    case 'revoked':
      return { said: `Revoked, and proven dead: the key was refused afterwards.${about}`, done: true };
    case 'inactive':
      return { said: `The key does not work any more; there is nothing to revoke.${about}`, done: true };
    case 'in-doubt':
    case 'active':
    case 'unknown':
    case 'unverified': {
      const words = state === 'in-doubt' ? 'may still be active' : standing[state];
      if (order === 'recheck') return { said: `The key ${words}.${about}`, done: state === 'active' };
      return { said: `**Not revoked.** The key ${words}. ${why(finding, isPublic)}`, done: false };
    }
    default:
      return { said: '', done: false };
  }
}

const standing = {
  active: '**works**',
  unknown: 'may work: it could not be found out',
  unverified: 'was not verified: this workflow says not to',
} as const;

function placesOf({ matches }: ReportFinding): string {
  const tips = new Set(matches.flatMap((match) => match.tips ?? []));
  const branches = [...tips].slice(0, 10).map((tip) => markdownCode(tip));
  const rest = tips.size > branches.length ? ` and ${tips.size - branches.length} more` : '';
  const held = branches.length === 0 ? '' : `; these branches still hold it: ${branches.join(', ')}${rest}`;
  return `It was found in ${matches.length} ${matches.length === 1 ? 'place' : 'places'}${held}.`;
}

function why({ outcomes, decision }: ReportFinding, isPublic: boolean): string {
  const revoke = outcomes.findLast(({ action }) => action === 'revoke');
  const reason = revoke?.detail ?? decision.withheld;
  const word = revoke === undefined ? '' : `It ended with **${revoke.result}**. `;
  if (isPublic || reason === null) return `${word}The log of the run says why.`;
  return `${word}${markdownCode(reason)}`;
}

/** Of a key that people take for none that matters. @param line as a baseline has it. */
export function acceptedAnswer(line: string, { expires }: AcceptedKey, baseline: string): string {
  const until = expires === null ? '' : ` until ${expires}`;
  return (
    `Accepted as a false positive${until}: runs that share this one's state do not fail or alert for it any more, unless it is ` +
    `proven to be a live key that works. For all runs, commit this line to the baseline (${markdownCode(baseline)}):\n\n` +
    `    ${line}`
  );
}

/** A key that works is no false positive. */
export const worksAnswer =
  '**Not accepted:** this key works, and a live key that works is never hidden. `/akguard revoke` revokes it.';

/** Of a key that no search has found. */
export function notFoundAnswer(order: OrderKind): string {
  const without =
    order === 'false-positive'
      ? 'whether it works is not known'
      : 'without the key nothing can be verified or revoked';
  return (
    `The key itself is in no issue, so it was looked for where it was found, and in all branches, tags and pull requests: it is ` +
    `not there any more, and ${without}. Give it on standard input to \`akguard revoke\`, or revoke it in the portal.`
  );
}
