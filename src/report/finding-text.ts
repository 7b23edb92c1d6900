// What reporters for machines and for GitHub say about a key and its places, in one line each. Foreign text comes out
// bare: whoever shows it escapes it for where it goes.
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { revocation, standing, type Standing } from './standing.ts';
import { counted } from './units.ts';

const environments = { live: 'LIVE', test: 'TEST' };

const standings: Record<Standing, string> = {
  dead: 'is dead',
  suppressed: 'is suppressed',
  'armed-only': 'WORKS and was not revoked (dry run)',
  doubt: 'may still work: a revoke was asked for, and the answer is missing',
  failed: 'WORKS: it could not be revoked',
  alive: 'WORKS',
  unknown: 'may work: there is no proof either way',
  unverified: 'may work: nobody asked',
};

/** `LIVE key ak_live_****aB3x WORKS`; `redacted` is foreign to those who test with hostile reports. */
export function headline(finding: ReportFinding): string {
  const revoked = revocation(finding)?.result === 'revoked' ? ', revoked by this run' : '';
  return `${environments[finding.environment]} key ${finding.redacted} ${standings[standing(finding)]}${revoked}`;
}

/** Whether it may still do harm: neither dead nor suppressed. */
export function isOpen(finding: ReportFinding): boolean {
  return !['dead', 'suppressed'].includes(standing(finding));
}

/** A suppression counts only for a key that is no active live key. */
export function countsAsSuppressed(finding: ReportFinding, match: ReportMatch): boolean {
  return (
    match.suppressed !== null && (finding.verdict.validity !== 'active' || finding.environment === 'test')
  );
}

/** A path, or what stands for one: `message of commit c0ffee0123`. */
export function placeOf(match: ReportMatch): string {
  if (match.repository !== null) return `${match.repository}: ${placeOf({ ...match, repository: null })}`;
  if (match.path !== null) return match.path;
  if (match.commit !== null) return `message of commit ${match.commit.slice(0, 10)}`;
  return match.blob === null ? 'standard input' : `object ${match.blob}`;
}

/** Whether a line of the work tree can be pointed at: not for logs outside of it, nor for what is only in history. */
export function isInTree(match: ReportMatch): boolean {
  const { path, source, tips, commit } = match;
  if (path === null || path === '' || source === 'log' || match.repository !== null) return false;
  if (/^(?:\/|[A-Za-z]:|-$)|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path)) return false;
  if (source === 'history') return tips !== null && tips.length > 0;
  return commit === null || tips === null || tips.length > 0;
}

/** What the whole scan has come to, as a title. */
export function verdictOf({ exit_code, summary }: Report): string {
  if (exit_code === 4) return 'a live key may still work';
  if (exit_code === 3) return 'incomplete';
  if (summary.findings === 0) return 'no keys found';
  return exit_code === 0 ? 'nothing open' : `${counted(summary.findings, 'key')} found`;
}

/** When it was first committed, when it was checked, and what was done; times and details are foreign. */
export function timelineOf(finding: ReportFinding): [at: string, what: string, detail: string][] {
  const leaked = finding.matches.flatMap(({ committed_at: at }) => (at === null ? [] : [at]));
  const [first] = leaked.toSorted((a, b) => (Date.parse(a) || 0) - (Date.parse(b) || 0));
  const { checked_at: checked, validity } = finding.verdict;
  return [
    ...(first === undefined ? [] : [[first, 'committed', ''] satisfies [string, string, string]]),
    ...(checked === null ? [] : [[checked, `checked: ${validity}`, ''] satisfies [string, string, string]]),
    ...finding.outcomes.map(({ at, action, result, detail }): [string, string, string] => [
      at,
      `${action}: ${result}`,
      detail,
    ]),
  ];
}
