// What to do about one key, as short steps that can be done as they are written.
import type { ReportFinding } from '../core/report.ts';
import { rotation, standing } from './standing.ts';
import { foreign, type Style } from './style.ts';

/** At most three steps; none for a key that is suppressed. */
export function nextSteps(finding: ReportFinding, style: Style): string[] {
  const portal = byHand(finding, style);
  const state = standing(finding);
  const rotated = rotation(finding)?.result;
  // Without a match the key came from standard input, where `akguard revoke` takes it.
  const again =
    finding.matches.length > 0
      ? 'Run the same command again with --revoke.'
      : 'Give the key to `akguard revoke` on standard input.';
  switch (state) {
    case 'suppressed':
      return [];
    case 'dead':
      if (rotated === 'rotated') return [reloaded, history];
      return [
        finding.environment === 'live' && finding.verdict.validity === 'active'
          ? 'Give what used it a new key, and look through payouts made while it was exposed.'
          : 'Give whatever still uses it a new key.',
        history,
      ];
    case 'armed-only':
      return [again, `Or revoke it by hand: ${portal}.`, replace];
    case 'doubt':
      return [
        'Run the same command again: it finds out whether the key is dead.',
        `If it still works, revoke it by hand: ${portal}.`,
        replace,
      ];
    case 'failed':
      if (rotated === 'unfinished')
        return [
          'Mend what stopped the rotation, and run the same command again: it goes on from there.',
          `Or, if that can not wait, revoke it by hand: ${portal}.`,
        ];
      return [`Revoke it by hand now: ${portal}.`, prove, replace];
    case 'alive':
      if (rotated === 'waiting')
        return [reloaded, 'Run the same command again when its grace is over: it is revoked then.'];
      return [`Revoke it: ${portal}.`, prove, replace];
    case 'unknown':
      return [
        'Treat it as working. Run the same command again to get proof.',
        `To be safe at once, revoke it by hand: ${portal}.`,
        replace,
      ];
    case 'unverified':
      return [
        'Treat it as working. Run the same command again without --offline to learn whether it does.',
        `Or revoke it by hand: ${portal}.`,
        replace,
      ];
    default:
      return state satisfies never;
  }
}

const reloaded =
  'See that what used it has taken up the new key, and look through payouts made while it was exposed.';
const history = 'Take it out of where it was found. In history it may stay: it is dead.';
const prove = 'See that it is dead: give the key to `akguard verify` on standard input.';
const replace = 'Give what uses it a new key, and take this one out of where it was found.';

function byHand(finding: ReportFinding, style: Style): string {
  const last = finding.redacted.slice(finding.redacted.lastIndexOf('*') + 1);
  const ending = last === '' ? '' : ` ending in ${foreign(style, last)}`;
  const which = finding.key ? foreign(style, `${finding.key.id} "${finding.key.name}"`) : `the key${ending}`;
  return `app.antonpayments.com > Settings > API Keys > Revoke, ${which}`;
}
