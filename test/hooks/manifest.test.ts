// .pre-commit-hooks.yaml is read by the pre-commit framework from a clone of this repository.
import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../src/config/commands.ts';

const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as Record<string, unknown>[];

test('the ids that the README names', () => {
  expect(hooks.map(({ id }) => id)).toEqual(['akguard', 'akguard-push']);
});

test.each(hooks)('$id', (hook) => {
  const [program = '', ...words] = String(hook['entry']).split(' ');
  expect(Object.keys(commands)).toContain(words.join(' '));
  // The framework runs the file as it is, from its clone.
  expect(statSync(program).mode & 0o111).toBe(0o111);
  expect(hook).toMatchObject({ language: 'script', always_run: true, types: [] });
  // 3.1 and older refuse the names of stages that newer ones ask for.
  expect(hook).not.toHaveProperty('stages');
  expect(hook['require_serial'] === true || hook['pass_filenames'] === false).toBe(true);
});
