// What a person reads when a hook stops a commit or a push: where the key is, why it matters, and the ways on. Short, and
// above all such that it can be done as it is written.
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { standing } from './standing.ts';
import { type Style, foreign, labelled, paint } from './style.ts';
import { counted } from './units.ts';

/** What was stopped, and where: the steps out differ. */
export type Stopped = 'commit' | 'message' | 'push' | 'received';

const weight = {
  live: 'LIVE: it moves real money, for whoever can read it.',
  test: 'TEST: no real money, but whoever reads it can use your sandbox.',
};
const mostPlaces = 5;
const mostGaps = 10;

/** The text for a report that does not end with 0. */
export function hookText(report: Report, stopped: Stopped, style: Style): string {
  const keys = report.findings.filter((finding) => !['dead', 'suppressed'].includes(standing(finding)));
  const lines = [
    ...(keys.length > 0 ? [...found(keys, stopped, style), ''] : []),
    ...gaps(report, stopped, style),
    ...(keys.length > 0 ? ways(keys, stopped, style) : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function found(keys: readonly ReportFinding[], stopped: Stopped, style: Style): string[] {
  const what = { commit: 'this commit', message: 'this commit', push: 'this push', received: 'this push' }[
    stopped
  ];
  const where = stopped === 'message' ? ' in its message' : '';
  const title = `akguard stopped ${what}: ${counted(keys.length, 'Anton key')}${where}.`;
  return [
    paint(style, ['bold', 'red'], title),
    ...keys.flatMap((key) => [
      '',
      `${foreign(style, key.redacted)}  ${weight[key.environment]}`,
      ...(key.verdict.validity === 'active' ? ['  It works: Anton was asked just now.'] : []),
      ...places(key.matches, style),
    ]),
  ];
}

function places(matches: readonly ReportMatch[], style: Style): string[] {
  const more = matches.length - mostPlaces;
  return [
    ...matches.slice(0, mostPlaces).map((match) => {
      const commit =
        match.commit === null || match.path === null ? '' : `  in commit ${match.commit.slice(0, 10)}`;
      const inside = match.encoding.length === 0 ? '' : `  as ${foreign(style, match.encoding.join(' in '))}`;
      return `  ${placeName(match, style)}:${match.line}:${match.column}${commit}${inside}`;
    }),
    ...(more > 0 ? [`  and ${counted(more, 'more place')}`] : []),
  ];
}

function placeName({ path, commit, blob, ref }: ReportMatch, style: Style): string {
  if (path !== null) return foreign(style, path);
  // Only an annotated tag has a ref of its own here: the commits of a push are told without one.
  if (ref?.startsWith('refs/tags/'))
    return `message of tag ${foreign(style, ref.slice('refs/tags/'.length))}`;
  return commit === null ? `object ${blob ?? ''}` : `message of commit ${commit.slice(0, 10)}`;
}

function gaps(report: Report, stopped: Stopped, style: Style): string[] {
  const { complete, skipped } = report.scan.coverage;
  if (complete) return [];
  const what = stopped === 'commit' || stopped === 'message' ? 'commit' : 'push';
  const lines = skipped
    .slice(0, mostGaps)
    .map((gap) => `  ${foreign(style, gap.what)}: ${foreign(style, gap.why)}`);
  return [
    paint(style, ['bold', 'red'], `akguard stopped this ${what}: not all of it could be looked at.`),
    ...lines,
    ...labelled(style, 'then', skipNote(stopped)),
    '',
  ];
}

/** How to get past a hook that could not do its work. */
export function skipNote(stopped: Stopped): string {
  switch (stopped) {
    case 'commit':
    case 'message':
      return 'To commit all the same, without anybody having looked: `git commit --no-verify`.';
    case 'push':
      return 'Take the time with `akguard scan history`, then push without the hook: `git push --no-verify`.';
    case 'received':
      return 'Push fewer commits at once, or ask who runs this server.';
  }
}

function ways(keys: readonly ReportFinding[], stopped: Stopped, style: Style): string[] {
  const steps = [takeOut(stopped), allow(keys), revoke(keys, stopped)];
  return ['Ways on:', ...steps.flatMap((step, i) => labelled(style, `${i + 1}.`, step).map(tighter))];
}

/** The label of a step is short. */
function tighter(line: string): string {
  return line.replace(/^ {2}(.{2}) {7}/, '  $1 ');
}

function takeOut(stopped: Stopped): string {
  switch (stopped) {
    case 'commit':
      return 'Take it out: let the code read it from an environment variable or a secrets manager, `git add`, commit again.';
    case 'message':
      return 'Take it out of the message, and commit again.';
    case 'push':
    case 'received':
      return 'Take it out of these commits, not just of the last one (`git commit --amend`, `git rebase -i`), and let the code read it from an environment variable or a secrets manager.';
  }
}

function allow(keys: readonly ReportFinding[]): string {
  const [first] = keys;
  const line = `${first?.fingerprint ?? ''} REASON`;
  return `If it may stay: write \`akguard:allow REASON\` on its line or the one before, or add the line \`${line}\` to your baseline (--baseline FILE).`;
}

/** One command that takes the key from where it is, so that nobody has to type or copy it. */
function revoke(keys: readonly ReportFinding[], stopped: Stopped): string {
  const lead = 'If anybody else can have seen it already (pushed, shared, logged), revoke it:';
  const [key] = keys.filter(({ redacted }) => /^ak_(?:live|test)_/.test(redacted));
  if (key === undefined)
    return `${lead.replace('revoke', 'replace')} in the portal, app.antonpayments.com > Settings.`;
  const command = stopped === 'received' ? null : commandFor(key.matches[0]);
  return command === null
    ? `${lead} run \`akguard revoke\`, paste the key, end with Ctrl-D.`
    : `${lead} \`${command}\`.`;
}

function commandFor(match: ReportMatch | undefined): string | null {
  if (match === undefined || match.member !== null || match.encoding.length > 0) return null;
  const { path, source, commit, line } = match;
  // A name that can't be typed as it is shown is not put into a command.
  if (path === null || !/^[\w./ @+=,-]+$/.test(path)) return null;
  const quoted = (text: string) => (/^[\w./@+=-]+$/.test(text) ? text : `'${text}'`);
  const cut = `sed -n ${line}p`;
  if (source === 'message') return `${cut} ${quoted(path)} | akguard revoke`;
  return `git show ${quoted(`${commit?.slice(0, 10) ?? ''}:${path}`)} | ${cut} | akguard revoke`;
}
