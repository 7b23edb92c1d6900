// What every store has to do about repositories.
import { expect, test } from 'vitest';
import type { RepositoryMemories, RepositoryMemory } from '../../src/core/repository-memory.ts';
import { sampleFinding, sampleReport } from '../report/sample.ts';

function memory(id: string, more: Partial<RepositoryMemory> = {}): RepositoryMemory {
  return {
    id,
    name: 'octo/pay',
    scannedAt: '2026-01-02T03:04:05.000Z',
    rules: 'r1',
    marks: {
      surfaces: ['git', 'issues'],
      pushedAt: '2026-01-02T03:04:05Z',
      changedAt: { issues: '2026-01-02T03:04:05Z', 'pull-requests': null, discussions: null, releases: null },
      tips: { 'refs/heads/näme-\ud83d\udd11': 'a'.repeat(40) },
      wiki: null,
      activityAt: null,
      logsAt: null,
      verified: true,
    },
    report: sampleReport({ findings: [sampleFinding()] }),
    ...more,
  };
}

/** @param open each call is another run on the same place. */
export function repositoriesContract(
  open: () => Promise<RepositoryMemories & { close(): Promise<void> }>,
): void {
  test('a repository is remembered as it was scanned last, also by the next run', async () => {
    const first = await open();
    expect(await first.recallRepository('github R_1')).toBeNull();
    await first.rememberRepository(memory('github R_1'));
    await first.rememberRepository(memory('github R_2', { name: 'octo/other' }));
    const renamed = memory('github R_1', { name: 'octo/renamed', rules: 'r2', report: sampleReport() });
    await first.rememberRepository(renamed);
    expect(await first.recallRepository('github R_1')).toEqual(renamed);
    await first.close();
    const second = await open();
    expect(await second.recallRepository('github R_1')).toEqual(renamed);
    expect((await second.recallRepository('github R_2'))?.name).toBe('octo/other');
    await second.close();
  });
}
