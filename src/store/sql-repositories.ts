// Memories of repositories as queries.
import type { Kysely } from 'kysely';
import type { Marks, RepositoryMemories, RepositoryMemory } from '../core/repository-memory.ts';
import type { Report } from '../core/report.ts';
import type { Tables } from './schema.ts';

type Args<Method extends keyof RepositoryMemories> = Parameters<RepositoryMemories[Method]>;

export async function recallRepository(
  db: Kysely<Tables>,
  ...[id]: Args<'recallRepository'>
): Promise<RepositoryMemory | null> {
  const row = await db.selectFrom('repository').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { name, scanned_at: scannedAt, rules, marks, report } = row;
  return {
    id,
    name,
    scannedAt,
    rules,
    marks: JSON.parse(marks) as Marks,
    report: JSON.parse(report) as Report,
  };
}

export async function rememberRepository(
  db: Kysely<Tables>,
  ...[{ id, name, scannedAt, rules, marks, report }]: Args<'rememberRepository'>
): Promise<void> {
  const row = {
    name,
    scanned_at: scannedAt,
    rules,
    marks: JSON.stringify(marks),
    report: JSON.stringify(report),
  };
  await db
    .insertInto('repository')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
