// The listed keys as people and programs read them. Names are foreign text.
import type { ListedKey } from '../core/anton-api.ts';
import { visible } from '../core/text.ts';
import type { Advice, WorkingKey } from './review.ts';

/** A key and what is to be done about it, as JSON output has it. */
export interface KeyRow {
  id: string;
  name: string;
  environment: ListedKey['environment'];
  created_at: string | null;
  last_used_at: string | null;
  expires_at: string | null;
  known: boolean;
  advice: Advice[];
}

export function keyRow({ key, known }: WorkingKey, advice: Advice[] = []): KeyRow {
  return {
    id: key.id,
    name: key.name,
    environment: key.environment,
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt,
    expires_at: key.expiresAt,
    known,
    advice,
  };
}

/** One line for each key, under a heading. */
export function keyTable(rows: readonly KeyRow[], now: number): string {
  const cells = rows.map((row) => [
    row.environment,
    row.id,
    visible(row.name),
    ago(row.created_at, now),
    row.last_used_at === null ? 'never' : ago(row.last_used_at, now),
    row.expires_at === null ? '-' : row.expires_at.slice(0, 10),
    row.known ? 'yes' : 'no',
  ]);
  const heading = ['ENV', 'ID', 'NAME', 'AGE', 'LAST USE', 'EXPIRES', 'KNOWN'];
  const lines = [heading, ...cells];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const line = (each: string[]) =>
    each
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return lines.map((each) => `${line(each)}\n`).join('');
}

/** What is to be done, key by key. */
export function adviceText(rows: readonly KeyRow[]): string {
  return rows
    .filter(({ advice }) => advice.length > 0)
    .map(({ id, name, environment, advice }) => {
      const head = `${environment} ${id} ${visible(name)}\n`;
      return head + advice.map(({ kind, why, todo }) => `  ${kind}: ${why}\n    ${todo}\n`).join('');
    })
    .join('');
}

/** The largest unit: `3 d`, `5 h`, `12 min`, `now`; `?` for a time that is not given. */
function ago(time: string | null, now: number): string {
  if (time === null) return '?';
  const minutes = Math.floor((now - Date.parse(time)) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
