// One page per incident, made from nothing but the ledger's lines about it: when it leaked, when it was found and by
// whom, how long it was exposed, when it was dead, and what proves that. Markdown; foreign text is shown as code.
import type { LedgerEntry } from '../core/ledger.ts';
import { duration, markdownCode } from '../core/text.ts';

type Value = string | number | null | undefined;

/** @param lines all lines of the ledger about one fingerprint, in order. */
export function incidentPage(lines: readonly LedgerEntry[]): string {
  const found = lines.find((line) => line.kind === 'found');
  const end = lines.findLast(({ kind }) => kind === 'dead' || kind === 'alive');
  const dead = end?.kind === 'dead' ? end : undefined;
  const fingerprint = lines[0]?.fingerprint ?? 'unknown';
  const { redacted, environment, rule } = found?.data ?? {};
  const facts = [
    `- Key: ${code(redacted)}, environment ${text(environment)}, rule ${code(rule)}`,
    `- Leaked: ${leaked(found)}`,
    `- Found: ${foundBy(found)}`,
    `- Dead: ${dead ? `${dead.at} (line ${dead.seq})` : '**not proven dead**'}`,
    `- Exposed: ${exposed(found, dead)}`,
    `- Proof: ${proof(lines, dead)}`,
  ];
  const rows = lines.map((line) => `| ${line.seq} | ${line.at} | ${code(line.by)} | ${what(line)} |`);
  return [
    `# Incident ${fingerprint}`,
    facts.join('\n'),
    ['| line | when | by | what |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    '',
  ].join('\n\n');
}

function leaked(found: LedgerEntry | undefined): string {
  const { leaked_at: at, leaked_by: by } = found?.data ?? {};
  return at == null ? 'not known' : `${text(at)} by ${code(by)}, as the earliest commit that holds it says`;
}

function foundBy(found: LedgerEntry | undefined): string {
  if (!found) return 'not known';
  const { target, places } = found.data;
  return `${found.at} by ${code(found.by)}, in ${code(target)} (${text(places)} place${places === 1 ? '' : 's'})`;
}

function exposed(found: LedgerEntry | undefined, dead: LedgerEntry | undefined): string {
  if (!found) return 'not known';
  if (!dead) return 'still, as far as is proven';
  const since = (from: unknown): string | null => {
    const ms = typeof from === 'string' ? Date.parse(dead.at) - Date.parse(from) : Number.NaN;
    return ms >= 0 ? duration(ms) : null;
  };
  const fromLeak = since(found.data['leaked_at']);
  const fromFind = since(found.at) ?? 'not known';
  return fromLeak === null
    ? `${fromFind} since it was found`
    : `${fromLeak} since it leaked, ${fromFind} since it was found`;
}

/** The refusal before death was noted, else what was said last. */
function proof(lines: readonly LedgerEntry[], dead: LedgerEntry | undefined): string {
  const refusal = lines.findLast(
    (line) => line.kind === 'verdict' && line.data['validity'] === 'inactive' && line.seq < (dead?.seq ?? 0),
  );
  if (!refusal) return listed(lines, dead);
  const { host, reason, status, request_id: requestId } = refusal.data;
  const answer = [`HTTP ${text(status)}`, ...(requestId == null ? [] : [`request ${code(requestId)}`])];
  return `${code(reason)} (${answer.join(', ')}, from ${code(host)}, line ${refusal.seq})`;
}

/** A rotation may have had nothing but the list to prove it with. */
function listed(lines: readonly LedgerEntry[], dead: LedgerEntry | undefined): string {
  const step = lines.findLast(
    ({ kind, data, seq }) =>
      kind === 'step-outcome' &&
      data['step'] === 'revoke' &&
      data['result'] === 'done' &&
      seq < (dead?.seq ?? 0),
  );
  return step ? `${code(step.data['detail'])} (line ${step.seq})` : 'none';
}

function what({ kind, data }: LedgerEntry): string {
  const says = (...names: string[]) =>
    names.flatMap((name) => (data[name] == null ? [] : [code(data[name])])).join(' ');
  switch (kind) {
    case 'found':
      return `found in ${code(data['target'])}`;
    case 'verdict':
      return `${data['was'] == null ? '' : `${text(data['was'])}, now `}**${text(data['validity'])}**: ${code(data['reason'])}`;
    case 'intent':
      return `${text(data['action'])} intended: ${says('target')}${data['taken_from'] == null ? '' : ', taken over'}`;
    case 'outcome':
      return `${text(data['action'])} **${text(data['result'])}**: ${says('target', 'detail')}`;
    case 'withheld':
      return `revoke **${text(data['result'])}**, not begun: ${says('why')}`;
    case 'dead':
      return '**dead**';
    case 'alive':
      return `**works**, though it was dead at ${text(data['dead_at'])}`;
    case 'rotation':
      return `rotation of key ${code(data['old_key'])} **${text(data['state'])}**`;
    case 'step-intent':
      return `rotation, ${text(data['step'])} intended: ${says('target')}`;
    case 'step-outcome':
      return `rotation, ${text(data['step'])} **${text(data['result'])}**: ${says('target', 'detail')}`;
    case 'order':
      return `**${text(data['order'])}** asked for by ${code(data['who'])} (${text(data['right'])}): ${says('where', 'reason')}`;
    case 'breaker':
    case 'head':
      return says('why');
  }
}

/** Our own words and times. */
function text(value: Value): string {
  return value == null ? 'unknown' : markdownCode(String(value)).replace(/^`([\w .:+-]*)`$/, '$1');
}

function code(value: Value): string {
  return value == null ? 'unknown' : markdownCode(String(value));
}
