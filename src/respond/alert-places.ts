// The places of an alert, over all its tellings: a table of the latest, and short hashes of the others, so that they are counted
// once and none is taken for new.
import type { Alert } from '../core/alerter.ts';
import type { ReportMatch } from '../core/report.ts';
import { fingerprintOf } from '../core/secret.ts';
import { markdownCode } from '../core/text.ts';

const mostShown = 50;
/** Of those that are not shown; an issue holds 60,000 characters. */
const mostKept = 2_000;
const hashLength = 8;
const head = '| place | commit | author | date |\n| --- | --- | --- | --- |\n';

/** Markdown; empty without places. @param earlier the text that this one takes the place of: its places stay. */
export function placesSection(matches: readonly ReportMatch[], earlier: string): string {
  const told = toldIn(earlier);
  const rows = [...new Set([...rowsOf(matches), ...told.rows])];
  if (rows.length === 0) return '';
  const shown = rows.slice(0, mostShown);
  const isShown = new Set(shown.map(hashOf));
  const hidden = [...new Set([...rows.slice(mostShown).map(hashOf), ...told.hidden])].filter(
    (hash) => !isShown.has(hash),
  );
  const table = head + shown.join('\n');
  if (hidden.length === 0) return table;
  const more = hidden.length > mostKept ? `more than ${mostKept}` : String(hidden.length);
  return `${table}\n\nand ${more} more\n<!-- akguard:more=${hidden.slice(0, mostKept + 1).join(',')} -->`;
}

/** Whether an alert names a place that an earlier text of ours does not. */
export function hasNewPlaces({ finding }: Alert, earlier: string): boolean {
  const told = toldIn(earlier);
  const [rows, hidden] = [new Set(told.rows), new Set(told.hidden)];
  return rowsOf(finding.matches).some((row) => !rows.has(row) && !hidden.has(hashOf(row)));
}

/** What our own text names; foreign text in it can't hold a line break, so none of it looks like this. */
function toldIn(earlier: string): { rows: string[]; hidden: string[] } {
  const [, table = ''] = earlier.replaceAll('\r\n', '\n').split(head);
  const rows = (table.split('\n\n')[0] ?? '').split('\n').filter((row) => row.startsWith('| '));
  const [, list = ''] = /^<!-- akguard:more=([0-9a-f,]*) -->$/m.exec(table) ?? [];
  return { rows, hidden: list.split(',').filter((hash) => hash.length === hashLength) };
}

function hashOf(row: string): string {
  return fingerprintOf(row).slice(0, hashLength);
}

function rowsOf(matches: readonly ReportMatch[]): string[] {
  return matches.map((match) => {
    const path = match.path ?? match.blob ?? 'unknown place';
    const inside = match.repository === null ? '' : `${match.repository}: `;
    const place = markdownCode(`${inside}${path}:${match.line}`);
    const cells = [
      match.url === null ? place : `[${place}](${linkTarget(match.url)})`,
      match.commit === null ? '' : markdownCode(match.commit.slice(0, 12)),
      match.author === null ? '' : markdownCode(match.author),
      match.committed_at === null ? '' : markdownCode(match.committed_at),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

/** `permalink` encodes what is foreign in it, apart from these. */
function linkTarget(url: string): string {
  return url.replace(/[()'*!|<>\s\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
