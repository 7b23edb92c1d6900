// What git lists of a work tree, on a real one: nothing twice, nothing left out, and what is absent known as such.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RawPath, listTracked, listUntracked } from '../../src/git/listing.ts';
import { type TestRepository, makeRepository } from '../helpers/git-repo.ts';

async function listed({ folder }: TestRepository): Promise<{ tracked: RawPath[]; absent: string[] }> {
  const tracked: RawPath[] = [];
  const absent = await listTracked({ directory: folder, hook: false }, (paths) => tracked.push(...paths));
  return { tracked, absent: [...absent] };
}

function withFiles(...names: string[]): TestRepository {
  const repository = makeRepository();
  for (const name of names) repository.write(name, `${name}\n`);
  repository.commit('first');
  return repository;
}

test('tracked and untracked files, bar ignored ones, with names of any kind', async () => {
  const repository = withFiles('R', 'inner/line\nbreak', 'ärger');
  const latin1 = Buffer.concat([Buffer.from(`${repository.folder}/`), Buffer.from([0x66, 0xfc])]);
  writeFileSync(latin1, 'not UTF-8');
  repository.write('.gitignore', 'ignored\n');
  repository.git(['add', '-A']);
  repository.write('ignored', '');
  repository.write('new', '');
  const { tracked, absent } = await listed(repository);
  expect(tracked).toEqual(['.gitignore', 'R', Buffer.from([0x66, 0xfc]), 'inner/line\nbreak', 'ärger']);
  expect(absent).toEqual([]);
  const untracked = await listUntracked({ directory: repository.folder, hook: false });
  expect(untracked).toEqual({ paths: ['new'], unread: [] });
});

test('many files come in pieces and none is lost', async () => {
  const names = Array.from({ length: 600 }, (_, n) => `${'long'.repeat(40)}/${String(n).padStart(5, '0')}`);
  expect((await listed(withFiles(...names))).tracked).toEqual(names);
});

test('a deleted file is listed once, as absent', async () => {
  const repository = withFiles('gone', 'here');
  rmSync(join(repository.folder, 'gone'));
  expect(await listed(repository)).toEqual({ tracked: ['gone', 'here'], absent: ['gone'] });
});

test('a file outside of a sparse checkout is listed as absent', async () => {
  const repository = withFiles('in/a', 'out/b');
  repository.git(['sparse-checkout', 'set', 'in']);
  expect(await listed(repository)).toEqual({ tracked: ['in/a', 'out/b'], absent: ['out/b'] });
});

test('a file in conflict is listed once', async () => {
  const repository = withFiles('both', 'other');
  repository.git(['checkout', '-q', '-b', 'side']);
  repository.write('both', 'theirs\n');
  repository.commit('theirs');
  repository.git(['checkout', '-q', 'main']);
  repository.write('both', 'ours\n');
  repository.commit('ours');
  expect(() => repository.git(['merge', '-q', 'side'])).toThrow('merge');
  expect(await listed(repository)).toEqual({ tracked: ['both', 'other'], absent: [] });
});
