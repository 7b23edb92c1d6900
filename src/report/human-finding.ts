// One key on a terminal: what it is, whether it works, what was done, where it is, what to do next.
import type { ReportFinding, ReportMatch } from '../core/report.ts';
import type { Exposure } from '../core/rule.ts';
import { nextSteps } from './next-steps.ts';
import { revocation, rotation, standing, type Standing } from './standing.ts';
import { foreign, labelled, paint, type Paint, type Style } from './style.ts';
import { count, counted, duration, utc } from './units.ts';

const environments = { live: 'LIVE: moves real money', test: 'TEST: sandbox, no real money' };

const colours: Record<Standing, Paint[]> = {
  dead: ['green'],
  suppressed: ['dim'],
  'armed-only': ['bold', 'red'],
  doubt: ['bold', 'red'],
  failed: ['bold', 'red'],
  alive: ['bold', 'red'],
  unknown: ['yellow'],
  unverified: ['yellow'],
};

// All places of one key would scroll the next key away.
const mostPlaces = 10;

/** The lines of one finding. */
export function findingLines(finding: ReportFinding, style: Style): string[] {
  const colour = colours[standing(finding)];
  const heading = `${foreign(style, finding.redacted)}  ${environments[finding.environment]}`;
  return [
    paint(style, colour, heading),
    ...labelled(style, 'verdict', verdictWords(finding, style)),
    ...keyWords(finding, style).flatMap((words) => labelled(style, 'key', words)),
    ...rotateWords(finding, style).flatMap((words) => labelled(style, 'rotate', words)),
    ...revokeWords(finding, style).flatMap((words) => labelled(style, 'revoke', words)),
    ...alertWords(finding, style).flatMap((words) => labelled(style, 'alert', words)),
    ...places(finding, style),
    ...exposureWords(finding).flatMap((words) => labelled(style, 'exposed', words)),
    ...nextSteps(finding, style).flatMap((step, i) =>
      labelled(style, i === 0 ? 'next' : '', `${i + 1}. ${step}`),
    ),
  ];
}

function verdictWords(finding: ReportFinding, style: Style): string {
  const { validity, reason, checked_at, status, code, request_id } = finding.verdict;
  const lead = {
    active: standing(finding) === 'dead' ? 'was active when checked' : 'ACTIVE, it works',
    inactive: 'inactive, proven dead',
    unknown: 'UNKNOWN, no proof either way',
    unverified: 'not verified',
  }[validity];
  const proof = [
    ...(status === null ? [] : [`HTTP ${status}`]),
    ...(code === null || code === String(status) ? [] : [foreign(style, code)]),
    ...(checked_at === null ? [] : [time(checked_at, style)]),
    ...(request_id === null ? [] : [`request ${foreign(style, request_id)}`]),
  ];
  const because = foreign(style, reason.replace(/\.$/, ''));
  return `${lead}: ${because}${proof.length > 0 ? ` (${proof.join(', ')})` : ''}`;
}

// Anton's own practice: keys on backend servers only, and no production key in development.
const exposures: Record<Exposure, string> = {
  'client-side':
    'in code that is shipped to browsers or phones, where everybody can read it; call Anton from a server',
  'live-key-in-development': 'a production key in a place for development or tests; use a sandbox key there',
};

function exposureWords({ matches }: ReportFinding): string[] {
  const found = new Set(matches.flatMap(({ exposure }) => exposure ?? []));
  return [...found].toSorted().map((exposure) => exposures[exposure]);
}

const waysToTell = {
  'sole-key': 'the only unrevoked key of that environment',
  'masked-suffix': 'told apart by its last characters',
  'last-used-probe': 'told apart by its last use',
  inventory: 'known from the inventory',
};

function keyWords({ key }: ReportFinding, style: Style): string[] {
  return key
    ? [`${foreign(style, key.id)} "${foreign(style, key.name)}", ${waysToTell[key.matched_by]}`]
    : [];
}

function rotateWords(finding: ReportFinding, style: Style): string[] {
  const outcome = rotation(finding);
  if (outcome === undefined) return [];
  const rule = foreign(style, finding.decision.rule);
  const detail = foreign(style, outcome.detail);
  switch (outcome.result) {
    case 'dry-run':
      return [`would be rotated (policy rule ${rule}): ${detail}`];
    case 'rotated':
      return [`rotated at ${time(outcome.at, style)}: ${detail}`];
    case 'waiting':
      return [`a new key is in its place (policy rule ${rule}): ${detail}`];
    case 'unfinished':
      return [`NOT FINISHED at ${time(outcome.at, style)}: ${detail}`];
    default:
      return outcome.result satisfies never;
  }
}

function revokeWords(finding: ReportFinding, style: Style): string[] {
  const rule = foreign(style, finding.decision.rule);
  const outcome = revocation(finding);
  const withheld = foreign(style, (finding.decision.withheld ?? '').replace(/\.$/, ''));
  if (!outcome || outcome.result === 'dry-run') {
    if (rotation(finding)?.result === 'dry-run') return [];
    if (standing(finding) === 'armed-only') {
      return [`would be revoked (policy rule ${rule}); run again with --revoke`];
    }
    if (withheld !== '') return [`${withheld} (policy rule ${rule})`];
    return finding.verdict.validity === 'active' && standing(finding) !== 'suppressed'
      ? [`not revoked: policy rule ${rule} does not ask for it`]
      : [];
  }
  const at = time(outcome.at, style);
  const detail = foreign(style, outcome.detail);
  const exposed = finding.exposed_for_ms;
  const after = exposed === null ? '' : `, ${duration(exposed)} after it was first seen`;
  switch (outcome.result) {
    case 'revoked':
      return [`revoked at ${at}${after}: ${detail}`];
    case 'already-inactive':
      return [`nothing to revoke at ${at}, already dead: ${detail}`];
    case 'refused':
      return [`NOT REVOKED, the API refused at ${at}: ${detail}`];
    case 'ambiguous':
      return [`NOT REVOKED, not certain which listed key this is: ${detail}`];
    case 'unconfirmed':
      return [`UNCONFIRMED, asked at ${at}: ${detail}`];
    case 'failed':
      return [`NOT REVOKED, failed at ${at}: ${detail}`];
    default:
      return outcome.result satisfies never;
  }
}

function alertWords(finding: ReportFinding, style: Style): string[] {
  const lead = { alerted: 'told', 'already-alerted': 'already told', failed: 'FAILED' };
  const wanted = finding.decision.actions.includes('alert');
  const told = finding.outcomes
    .filter((outcome) => outcome.action === 'alert')
    .map((outcome) => `${lead[outcome.result]}: ${foreign(style, outcome.detail)}`);
  return told.length > 0 || !wanted || standing(finding) === 'suppressed'
    ? told
    : ['nobody was told: name a channel with --alert'];
}

function places({ matches }: ReportFinding, style: Style): string[] {
  if (matches.length === 0) return [];
  const [only] = matches;
  if (only && matches.length === 1) return labelledPlace('at', only, style);
  const lines = [`  at       ${counted(matches.length, 'place')}`];
  for (const match of matches.slice(0, mostPlaces)) lines.push(...labelledPlace('', match, style));
  const more = matches.length - mostPlaces;
  if (more > 0) lines.push(`           and ${count(more)} more (--format json lists all)`);
  return lines;
}

function labelledPlace(label: string, match: ReportMatch, style: Style): string[] {
  const inside = match.repository === null ? '' : `${foreign(style, match.repository)}: `;
  const where = `  ${label.padEnd(9)}${inside}${placeName(match, style)}:${match.line}:${match.column}`;
  const about = [
    ...(match.commit !== null && match.path !== null
      ? [`commit ${foreign(style, match.commit.slice(0, 10))}`]
      : []),
    ...(match.author === null ? [] : [foreign(style, match.author)]),
    ...(match.committed_at === null ? [] : [time(match.committed_at, style)]),
    ...(match.ref === null ? [] : [`on ${foreign(style, match.ref)}`]),
    ...tipWords(match, style),
    ...(match.encoding.length === 0 ? [] : [`in ${foreign(style, match.encoding.join(' in '))}`]),
    ...(match.url === null ? [] : [foreign(style, match.url)]),
    ...suppressionWords(match, style),
  ].join(', ');
  if (about === '') return [where];
  const dim = paint(style, ['dim'], about);
  return where.length + 2 + about.length <= style.width
    ? [`${where}  ${dim}`]
    : [where, `             ${dim}`];
}

/** Whether it is still there, for those who think that removing it was enough. */
function tipWords({ tips }: ReportMatch, style: Style): string[] {
  if (tips === null) return [];
  const [first, ...others] = tips.map((tip) => foreign(style, tip.replace(/^refs\/(?:heads|remotes)\//, '')));
  if (first === undefined) return ['no longer in the tip of any branch'];
  return [`still in ${first}${others.length === 0 ? '' : ` and ${counted(others.length, 'other tip')}`}`];
}

function placeName(match: ReportMatch, style: Style): string {
  if (match.path !== null) return foreign(style, match.path);
  if (match.commit !== null) return `message of commit ${foreign(style, match.commit.slice(0, 10))}`;
  return match.blob === null ? 'standard input' : `object ${foreign(style, match.blob)}`;
}

function suppressionWords({ suppressed }: ReportMatch, style: Style): string[] {
  if (!suppressed) return [];
  const reason = suppressed.reason === null ? '' : `: ${foreign(style, suppressed.reason)}`;
  return [`SUPPRESSED by ${suppressed.by}${reason}`];
}

function time(iso: string, style: Style): string {
  return utc(iso) ?? foreign(style, iso);
}
