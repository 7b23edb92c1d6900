import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findPattern, listFolder } from '../../src/io/paths.ts';

test('a folder is listed in the order of whole paths, with what is hidden and without what is git’s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-paths-'));
  try {
    const files = ['a/f', 'a/b/c', 'a-b/g', 'a.c', '.h/i', 'z', 'é/ü', 's/.git/no', '.git/no', 't/.git'];
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    symlinkSync('a', join(folder, 'link'));
    const { paths, unread } = listFolder(folder);
    const wanted = ['a/f', 'a/b/c', 'a-b/g', 'a.c', '.h/i', 'z', 'é/ü', 'link'].toSorted();
    expect(paths).toEqual(wanted);
    expect(unread).toEqual([]);
    const { paths: globbed } = await findPattern(`${folder}/**`);
    expect(globbed.filter((path) => !String(path).includes('.git'))).toEqual(
      wanted.map((path) => join(folder, path)),
    );
    expect(listFolder(join(folder, 'nothing'))).toEqual({ paths: [], unread: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
