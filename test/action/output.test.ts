// What a run prints and writes: keys are masked before all else, foreign text acts nowhere, and nothing outgrows its place.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import type { ActionResult } from '../helpers/runner.ts';
import { type Project, headOf, leak, newKey, oldKey, paths, project, push } from './project.ts';

/** Pushes what was committed since. */
async function pushed({ dev, server }: Project, before: string, more: Parameters<typeof push>[2] = {}) {
  dev.git(['push', '-q', 'origin', 'main']);
  return push(server, { ref: 'refs/heads/main', before, after: headOf(dev) }, more);
}

function masked({ out }: ActionResult): string[] {
  return out.commands.filter(({ name }) => name === 'add-mask').map(({ data }) => data);
}

/** All that the runner shows or hands on, without the commands that mask. */
function shown({ stdout, stderr, summary, outputs }: ActionResult): string {
  const lines = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  return [...lines, stderr, summary, JSON.stringify(outputs)].join('\n');
}

test('masks: first the keys of the inputs, then each found key in its encoded forms, before anything else', async () => {
  const made = await project();
  const before = headOf(made.dev);
  leak(made.dev);
  const inputs = {
    'live-api-key': makeKey('live', 90),
    'test-api-key': makeKey('test', 91),
    'github-token': 'a-token-of-the-run',
  };
  const result = await pushed(made, before, { inputs, env: { RUNNER_DEBUG: '1' } });
  const lines = result.stdout.split('\n');
  const count = lines.findIndex((line) => !line.startsWith('::add-mask::'));
  expect(lines.slice(count).filter((line) => line.startsWith('::add-mask::'))).toEqual([]);
  const said = masked(result);
  expect(Object.values(inputs).every((value) => said.includes(value))).toBe(true);
  const hex = Buffer.from(newKey).toString('hex');
  for (const form of [newKey, hex, hex.toUpperCase(), newKey.replaceAll('_', '%5F')])
    expect(said.includes(form)).toBe(true);
  const rest = shown(result);
  for (const secret of [newKey, hex, ...Object.values(inputs)]) expect(rest.includes(secret)).toBe(false);
});

test('outside of Actions no mask is printed: there it would print the key', async () => {
  const made = await project();
  const before = headOf(made.dev);
  leak(made.dev);
  const result = await pushed(made, before, { env: { GITHUB_RUN_ID: '' } });
  expect(paths(result)).toEqual(['leak.env']);
  expect(`${result.stdout}${result.stderr}`.includes(newKey)).toBe(false);
  expect(result.stdout).not.toContain('::add-mask');
});

test('`::`, `##[`, `%0A` and `@everyone` in paths, messages and branch names issue no command and mention nobody', async () => {
  const made = await project();
  const { dev, server } = made;
  const before = headOf(dev);
  const hostile = [
    '::error::gotcha',
    '##[set-output name=findings]0',
    'a\n::stop-commands::abcdefgh\n',
    'b%0A::add-mask::found',
    '@everyone ![x](https:/example.test/y.png) | cell',
  ];
  for (const [i, name] of hostile.entries()) leak(dev, `${name}/x.env`, makeKey('live', 20 + i));
  dev.write('note.txt', 'x\n');
  const message = `@everyone ##[error]gotcha\n\n::error::gotcha\r::warning::gotcha ${makeKey('live', 30)}`;
  const after = dev.commit(message);
  const branch = '@everyone-##[error]x';
  dev.git(['push', '-q', 'origin', `HEAD:refs/heads/${branch.replaceAll('[', '(')}`]);
  const ref = `refs/heads/${branch.replaceAll('[', '(')}`;
  const result = await push(server, { ref, before, after });
  expect(result.report?.summary.findings).toBe(6);
  const names = new Set(result.out.commands.map(({ name }) => name));
  expect([...names].toSorted()).toEqual(['add-mask', 'error', 'notice']);
  expect(result.err.commands).toEqual([]);
  expect(result.out.annotations.every(({ message: text }) => !text.startsWith('gotcha'))).toBe(true);
  expect(result.out.annotations.filter(({ type }) => type === 'error')).toHaveLength(6);
  expect(masked(result)).not.toContain('found');
  expect(result.outputs).toMatchObject({ findings: '6' });
  expect(result.summary).not.toMatch(/@everyone|^::|##\[/m);
  // An image or a cell may only be shown as code.
  expect(result.summary.replaceAll(/(`+)[^`][\s\S]*?\1/g, '')).not.toMatch(/!\[|example\.test/);
});

test('11 keys: 10 annotations, and a word about the rest', async () => {
  const made = await project();
  const before = headOf(made.dev);
  for (let n = 0; n < 11; n += 1) made.dev.write(`k${n}.env`, `KEY=${makeKey('live', 40 + n)}\n`);
  made.dev.commit('eleven');
  const result = await pushed(made, before);
  expect(result.outputs['findings']).toBe('11');
  const errors = result.out.annotations.filter(({ type }) => type === 'error');
  expect(errors).toHaveLength(10);
  expect(new Set(errors.map(({ properties }) => properties['file'])).size).toBe(10);
  expect(result.out.dropped).toBe(0);
  expect(result.out.annotations.some(({ message }) => message.includes('1 more place'))).toBe(true);
});

test('a summary that would be over 1 MiB is cut, says so, and still tells about the run', async () => {
  const made = await project();
  const before = headOf(made.dev);
  const lines = Array.from({ length: 2_000 }, (_, n) => `KEY=${makeKey('live', 1_000 + n)}\n`);
  made.dev.write(`${'deep/'.repeat(60)}many.env`, lines.join(''));
  made.dev.commit('many');
  const result = await pushed(made, before);
  expect(result.outputs['findings']).toBe('2000');
  const bytes = Buffer.byteLength(result.summary);
  expect(bytes).toBeLessThanOrEqual(1024 * 1024);
  expect(bytes).toBeGreaterThan(512 * 1024);
  expect(result.summary).toMatch(/[\d,]+ keys left out here/);
  expect(result.summary).toContain('About this run');
});

test('sarif: a file by default, none when it is off', async () => {
  const made = await project();
  const before = headOf(made.dev);
  leak(made.dev);
  const result = await pushed(made, before);
  const file = readFileSync(result.outputs['sarif-path'] ?? '', 'utf8');
  const [run] = (JSON.parse(file) as { runs: { results: unknown[]; automationDetails: unknown }[] }).runs;
  expect(run?.results).toHaveLength(1);
  // A category of its own: a later scan of all files must not take these for mended, nor these those.
  expect(run?.automationDetails).toEqual({ id: 'akguard/range/' });
  expect(file).toContain(fingerprintOf(newKey));
  expect(file.includes(newKey)).toBe(false);
  const off = await pushed(made, before, { inputs: { sarif: 'off' } });
  expect(off.outputs['sarif-path']).toBe('');
  expect(existsSync(off.outputs['report-path'] ?? '')).toBe(true);
});

test('a summary that can not be written: the finding is told all the same, and the run is red', async () => {
  const made = await project();
  const before = headOf(made.dev);
  leak(made.dev);
  const result = await pushed(made, before, { env: { GITHUB_STEP_SUMMARY: '/dev/null/summary' } });
  expect(result.code).toBe(3);
  expect(paths(result)).toEqual(['leak.env']);
  const errors = result.out.annotations.filter(({ type }) => type === 'error');
  expect(errors.map(({ properties }) => properties['file'])).toContain('leak.env');
  expect(errors.some(({ message }) => message.includes('GITHUB_STEP_SUMMARY'))).toBe(true);
});

test('scan: files, the checkout as it is, with keys of any age', async () => {
  const { dev, server } = await project();
  writeFileSync(join(dev.folder, 'leak.env'), `KEY=${newKey}\n`);
  const call = { ref: 'refs/heads/main', before: headOf(dev), after: headOf(dev) };
  const result = await push(server, call, { inputs: { scan: 'files' }, workspace: dev.folder });
  expect(result.report?.findings.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(
    [newKey, oldKey].map(fingerprintOf).toSorted(),
  );
  expect(result.report?.scan.source).toBe('files');
});
