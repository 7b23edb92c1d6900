// README is read by newcomers: every path it names exists, and its tables are those of the code.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flags } from '../src/config/flags.ts';
import { errorTable } from '../src/core/errors.ts';
import { defaultPolicy } from '../src/respond/default-policy.ts';
import { parseConfig } from '../src/config/config-file.ts';
import { reporters } from '../src/report/index.ts';

const readme = readFileSync('README.md', 'utf8');
const paths = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map((m) => m[1] ?? '');

test('there are paths to check', () => {
  expect(paths.length).toBeGreaterThan(10);
});

test.each(paths)('%s exists', (path) => {
  expect(existsSync(path)).toBe(true);
});

test('the policy shown is the built-in one', () => {
  const yaml = /```yaml\n(exclude:[\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(parseConfig('README.md', yaml).policy).toEqual(defaultPolicy);
});

describe('exit codes of errors', () => {
  test.each(Object.entries(errorTable))('%s', (code, [exit]) => {
    expect(readme).toContain(`| ${code} | ${exit} |`);
  });
});

test.each([
  'offline',
  'revoke',
  'alert',
  'format',
  'output',
  'fail-on',
  'exclude',
  'max-file-size',
  'config',
  'state',
] as const)('the flag --%s is explained', (name) => {
  expect(flags).toHaveProperty(name);
  expect(readme).toContain(`\`--${name}`);
});

test('the formats listed are the ones there are, in help as well', () => {
  const table = /\| format \| for \|\n[^\n]*\n((?:\|.*\n)+)/.exec(readme)?.[1] ?? '';
  const listed = [...table.matchAll(/^\| `(\w+)`/gm)].map((m) => m[1]);
  expect(new Set(listed)).toEqual(new Set(Object.keys(reporters)));
  for (const format of listed) expect(flags.format.help).toContain(format);
});
