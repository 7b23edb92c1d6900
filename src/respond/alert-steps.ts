// What people have to do about a leaked key, by where it stands. Markdown, each step on its own.
import type { ReportFinding } from '../core/report.ts';
import { markdownCode } from '../core/text.ts';
import { alertState } from './alert-state.ts';

const replace =
  'Create a new key, give it to every system that uses this one, and keep it on backend servers only.';
const remove =
  'Take the key out of where it was found. The history keeps it, so treat it as known to others for ever.';

export function alertSteps(finding: ReportFinding): string[] {
  const { key, environment } = finding;
  const which = key
    ? `, key ${markdownCode(key.id)}`
    : `, the key shown as ${markdownCode(finding.redacted)}`;
  const portal = `app.antonpayments.com > Settings > API Keys > Revoke${which}`;
  const byCommand = 'give the key on standard input to `akguard revoke`';
  const review =
    environment === 'live'
      ? ['Review the payouts made since the key leaked, and report any you do not know.']
      : [];
  switch (alertState(finding)) {
    case 'revoked':
      return [
        isRotated(finding)
          ? 'The key is dead, and a new one is in its place: see that every system that used it has taken up the new key.'
          : 'The key is dead: systems that used it have stopped working. Create a new key and give it to them.',
        ...review,
        remove,
      ];
    case 'inactive':
      return ['The key is dead. Give whatever still uses it a new one.', ...review, remove];
    case 'gone':
      return [
        'The key is dead, and no branch holds it any more. Give whatever still uses it a new one.',
        ...review,
      ];
    case 'in-doubt':
      return [
        'Run the same command again: it finds out whether the key is dead.',
        `If it still works, revoke it by hand: ${portal}.`,
        replace,
        ...review,
        remove,
      ];
    case 'active':
      return [`Revoke the key now: ${portal}. Or ${byCommand}.`, replace, ...review, remove];
    case 'unknown':
    case 'unverified':
      return [`Treat the key as working. Revoke it: ${portal}. Or ${byCommand}.`, replace, ...review, remove];
    default:
      return [];
  }
}

function isRotated({ outcomes }: ReportFinding): boolean {
  return outcomes.some(({ action, result }) => action === 'rotate' && result === 'rotated');
}
