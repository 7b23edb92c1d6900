// Files that take a new key.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { fileSink } from '../../src/io/hand-over.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const key = new Secret(makeKey('test', 1));

test('a file that comes between the look and the write is left alone', async () => {
  const folder = scratchFolder();
  const path = join(folder, 'app.key');
  const sink = fileSink('file:app.key', path, false);
  await sink.prepare();
  writeFileSync(path, 'of somebody else');
  await expect(sink.take(key)).rejects.toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  expect(readdirSync(folder)).toEqual(['app.key']);
});

test.each([[false], [true]])(
  'the key and nothing beside it, for its owner only; replacing: %s',
  async (replace) => {
    const folder = scratchFolder();
    const path = join(folder, 'app.key');
    if (replace) writeFileSync(path, 'an old one');
    const sink = fileSink('file:app.key', path, replace);
    await sink.prepare();
    await sink.take(key);
    expect(readFileSync(path, 'utf8') === `${key.expose()}\n`).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['app.key']);
  },
);
