// Holds src/ against the room table of the design, and shows that the check would notice.
import { describe, expect, test } from 'vitest';
import { rooms, violations } from './helpers/architecture.ts';
import { references } from './helpers/references.ts';
import { tree } from './helpers/tree.ts';

const src = tree('src/**/*.ts');

test('every file of src/ keeps to the room table', () => {
  expect(Object.keys(src).length).toBeGreaterThan(0);
  expect(violations(src)).toEqual([]);
});

test('every room of the table says why', () => {
  for (const room of Object.values(rooms)) expect(room.why).toMatch(/\w+ \w+ \w+/);
});

describe('a planted mistake is reported', () => {
  test.each([
    ['src/core/x.ts', `import { a } from '../detect/a.ts';`],
    ['src/core/x.ts', `import { readFile } from 'node:fs/promises';`],
    ['src/core/x.ts', `import { join } from 'node:path';`],
    ['src/detect/x.ts', `import type { A } from '../io/a.ts';`],
    ['src/verify/x.ts', `export { check } from '../anton/client.ts';`],
    ['src/verify/x.ts', `export * from '../anton/client.ts';`],
    ['src/respond/alerters/x.ts', `const { a } = await import('../../github/a.ts');`],
    ['src/report/x.ts', `import '../io/a.ts';`],
    ['src/report/x.ts', `type A = import('../io/a.ts').A;`],
    ['src/report/x.ts', `import { a } from '../pipeline.ts';`],
    ['src/detect/x.ts', 'await import(`../io/a.ts`);'],
    ['src/detect/x.ts', 'await import(name);'],
    ['src/config/x.ts', `import { readFileSync } from 'node:fs';`],
    ['src/config/x.ts', `import { readFileSync } from 'fs';`],
    ['src/sources/x.ts', `import { simpleGit } from 'simple-git';`],
    ['src/sources/x.ts', `import { verify } from '../verify/verify.ts';`],
    ['src/git/x.ts', `import { a } from '../io/a.ts';`],
    ['src/git/x.ts', `import { Octokit } from 'octokit';`],
    ['src/github/x.ts', `import { spawn } from 'node:child_process';`],
    ['src/io/x.ts', `import { createServer } from 'node:http';`],
    ['src/io/paths.ts', `import { pino } from 'pino';`],
    ['src/anton/x.ts', `process.getBuiltinModule('node:sqlite');`],
    ['src/org/x.ts', `import { main } from '../main.ts';`],
    ['src/main.ts', `import { z } from 'zod/mini';`],
    ['src/main.ts', `import { spawn } from 'child_process';`],
    ['src/main.ts', `import { Migrator } from 'kysely/migration';`],
    ['src/main.ts', `import leftPad from 'left-pad';`],
    ['src/main.ts', `import { Octokit } from '@octokit/core';`],
    ['src/main.ts', `import { keys } from '../test/helpers/keys.ts';`],
    ['src/attic/x.ts', `import { a } from '../core/a.ts';`],
    ['src/report/x.ts', `print(secret.expose());`],
    ['src/report/x.ts', `print(secret?.['expose']());`],
    ['src/report/x.ts', 'print(finding.secret[`expose`]());'],
    ['src/report/x.ts', `const { expose } = secret;`],
    ['src/report/x.ts', `const { 'expose': show } = secret;`],
    ['src/respond/x.ts', `console.log('told');`],
    ['src/main.ts', `process.stdout.write(report);`],
    ['src/main.ts', `process['stderr'].write(report);`],
    ['src/main.ts', `globalThis.process.stderr.write(report);`],
    ['src/main.ts', `const { stdout } = process;`],
    ['src/main.ts', `import { stdout } from 'node:process';`],
    ['src/verify/x.ts', `await fetch('https://example.com');`],
    ['src/verify/x.ts', `await globalThis.fetch('https://example.com');`],
    ['src/main.ts', `const fs = require('node:fs');`],
  ])('%s: %s', (path, text) => {
    const found = violations({ ...src, [path]: text });
    expect(found.filter((line) => line.startsWith(path))).toHaveLength(1);
    expect(found).toHaveLength(1);
  });
});

describe('what is right is left alone', () => {
  test.each([
    ['src/core/x.ts', `import { inspect } from 'node:util'; import type { A } from './a.ts';`],
    [
      'src/detect/x.ts',
      `// import '../io/a.ts'\nconst text = "import '../io/a.ts'; secret.expose(); console.log()";`,
    ],
    [
      'src/respond/alerters/x.ts',
      `import type { Alerter } from '../../core/alerter.ts'; import '../markdown.ts';`,
    ],
    ['src/anton/x.ts', `import * as z from 'zod/mini'; await fetch(url, { headers: { k: key.expose() } });`],
    ['src/sources/x.ts', `import { run } from '../git/run.ts';`],
    ['src/org/x.ts', `import { pipeline } from '../pipeline.ts';`],
    ['src/io/logger.ts', `import { pino } from 'pino';`],
    [
      'src/store/x.ts',
      `import { Migrator } from 'kysely/migration'; process.getBuiltinModule('node:sqlite');`,
    ],
    ['src/cli.ts', `import pkg from '../package.json' with { type: 'json' }; console.error(pkg.version);`],
    [
      'src/main.ts',
      `import { scan } from './pipeline.ts'; import { a } from './sandbox/a.ts'; a.constructor();`,
    ],
  ])('%s: %s', (path, text) => {
    expect(violations({ ...src, [path]: text })).toEqual([]);
  });
});

test('a file that does not parse is an error, not a file without imports', () => {
  expect(() => references('src/x.ts', 'import {')).toThrow('src/x.ts does not parse');
});

const keyShaped = /ak_(live|test)_[A-Za-z0-9]{16,}/;

/** `path:line` of each line that holds something like a key; never the line itself. */
function keyShapedLines(files: Record<string, string>): string[] {
  return Object.entries(files).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, i) => (keyShaped.test(line) ? [`${path}:${i + 1}`] : [])),
  );
}

test('no file of the project holds a key-shaped literal', () => {
  const files = tree('**/*');
  expect(Object.keys(files)).toContain('package.json');
  expect(keyShapedLines(files)).toEqual([]);
  const planted = `a\nkey = ak_live_${'aB3'.repeat(8)}`;
  expect(keyShapedLines({ 'README.md': planted })).toEqual(['README.md:2']);
});
