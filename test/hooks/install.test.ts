// `hook install` and `hook uninstall`: what was there before is there afterwards, byte for byte.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hookRepository, photograph } from './support.ts';

test.each([
  ['no hook', null],
  ['a hook of the user', '#!/bin/sh\necho mine\n'],
  ['a hook without a newline at its end', '#!/bin/sh\necho mine'],
])('uninstall leaves things as they were: %s', (_, hook) => {
  const repository = hookRepository(false);
  const hooks = join(repository.folder, '.git', 'hooks');
  mkdirSync(hooks, { recursive: true });
  if (hook !== null) {
    writeFileSync(join(hooks, 'pre-commit'), hook);
    chmodSync(join(hooks, 'pre-commit'), 0o754);
  }
  const before = photograph(join(repository.folder, '.git'));
  expect(repository.akguard(['hook', 'install']).code).toBe(0);
  expect(photograph(join(repository.folder, '.git'))).not.toEqual(before);
  expect(repository.akguard(['hook', 'install']).code).toBe(0);
  expect(repository.akguard(['hook', 'uninstall']).code).toBe(0);
  expect(photograph(join(repository.folder, '.git'))).toEqual(before);
});
