// Files that are made to hurt: each ends in bounded time and memory, with the right exit code and a line in coverage, and
// the key beside it is found.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { nestedBomb, overlappingBomb, selfContainingZip } from '../archive/make-bomb.ts';
import { makeTar } from '../archive/make-tar.ts';
import { makeZip } from '../archive/make-zip.ts';
import { reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const line = `KEY=${makeKey('live', 1)}\n`;
/** Tells the most memory that the process had, on stderr. */
const tellPeak = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS));`;
const mostKilobytes = 300 * 1024;

/** Scans a folder with these files in it, and says what became of them. */
async function scan(
  files: Record<string, Buffer>,
  source: string,
  { preload = '', flags = [] }: { preload?: string; flags?: string[] } = {},
) {
  const outer = scratchFolder();
  const cwd = join(outer, 'tree');
  mkdirSync(cwd);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cwd, name), bytes);
  const options = { cwd, preload: tellPeak + preload, timeoutMs: 60_000 };
  const result = await runCli(['scan', source, '.', '--offline', '--format', 'json', ...flags], options);
  const report = reportOf(result);
  expect(report.exit_code).toBe(result.code);
  expect(Number(/peak (\d+)/.exec(result.stderr)?.[1])).toBeLessThan(mostKilobytes);
  expect(readdirSync(outer)).toEqual(['tree']);
  expect(readdirSync(cwd).toSorted()).toEqual(Object.keys(files).toSorted());
  const { coverage } = report.scan;
  return {
    code: result.code,
    paths: report.findings.flatMap(({ matches }) => matches.map(({ path }) => String(path))).toSorted(),
    why: coverage.skipped.map(({ what, why }) => `${what}: ${why}`),
  };
}

const beside = { 'z.env': Buffer.from(line) };

test.each([
  ['overlapping entries, of 5 GB', overlappingBomb(250, 20 * 2 ** 20)],
  ['zips in zips, of petabytes', nestedBomb(6, 16, 2 ** 24)],
])('a small bomb: %s', async (_, bomb) => {
  expect(bomb.length).toBeLessThan(45_000);
  const { code, paths, why } = await scan({ 'bomb.zip': bomb, ...beside }, 'files');
  expect({ code, paths }).toEqual({ code: 3, paths: ['z.env'] });
  expect(why.join('\n')).toMatch(/^bomb\.zip.*opens to more than [\d,]+ times its size; stopped after/m);
});

test('a zip that contains itself', async () => {
  const { code, paths, why } = await scan({ 'self.zip': selfContainingZip(), ...beside }, 'files');
  expect({ code, paths }).toEqual({ code: 3, paths: ['z.env'] });
  expect(why.join('\n')).toMatch(/^self\.zip.*nested more than \d+ deep; not opened$/m);
});

test('a tar with names that climb is searched, and nothing is written', async () => {
  const tar = makeTar([{ name: '../../climbed.env', bytes: Buffer.from(line) }]);
  const { code, paths, why } = await scan({ 'climb.tar': tar }, 'files');
  expect({ code, why }).toEqual({ code: 1, why: [] });
  expect(paths).toHaveLength(1);
  expect(paths[0]).toMatch(/^climb\.tar/);
});

test.each(['files', 'log'])('a gzip that is cut short, for scan %s', async (source) => {
  const cut = gzipSync(`${line}${'x'.repeat(5000)}`).subarray(0, -9);
  const { code, paths, why } = await scan({ 'cut.log.gz': cut, ...beside }, source);
  expect(code).toBe(3);
  expect(paths).toContain('z.env');
  expect(why).toEqual([
    'cut.log.gz: gzip data ends too early; read up to there; with `--allow-damaged` that counts as read',
  ]);
});

test.each(['files', 'log'])(
  'the same with --allow-damaged counts as read, and is listed: scan %s',
  async (source) => {
    const cut = gzipSync(`${line}${'x'.repeat(5000)}`).subarray(0, -9);
    const literal = Buffer.from(`unpack('${gzipSync(line).toString('hex').slice(0, -16)}')`);
    const files = { 'cut.log.gz': cut, 'literal.js': literal, ...beside };
    const { code, paths, why } = await scan(files, source, { flags: ['--allow-damaged'] });
    expect({ code, paths }).toEqual({ code: 1, paths: ['cut.log.gz', 'literal.js', 'z.env'] });
    expect(why.filter((each) => each.endsWith('ends too early; read up to there'))).toHaveLength(2);
  },
);

test('what could be read, but was not, is no damage: --allow-damaged changes nothing', async () => {
  const flags = ['--allow-damaged'];
  const bytes = Buffer.from('x');
  const encrypted = makeZip([{ name: 'a', bytes, encrypted: true }]);
  const unsupported = makeZip([{ name: 'a', bytes, method: 14, packed: bytes }]);
  for (const zip of [encrypted, unsupported, overlappingBomb(250, 20 * 2 ** 20)]) {
    const { code, paths, why } = await scan({ 'a.zip': zip, ...beside }, 'files', { flags });
    expect({ code, paths }).toEqual({ code: 3, paths: ['z.env'] });
    expect(why.join('\n')).not.toContain('--allow-damaged');
  }
});

/** For each byte of it that is read, `a.log` has two more. */
const growing = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { readSync } = fs;
  fs.readSync = (...call) => {
    const size = readSync(...call);
    fs.truncateSync('a.log', fs.statSync('a.log').size + 2 * size);
    return size;
  };
  syncBuiltinESMExports();
`;

test.each(['files', 'log'])('a file that grows faster than it is read, for scan %s', async (source) => {
  // Larger than one read: a file whose first read is all there was is at its end.
  const log = Buffer.from(line.padEnd(2 ** 23, '.'));
  const { code, paths, why } = await scan({ 'a.log': log, ...beside }, source, { preload: growing });
  expect({ code, paths }).toEqual({ code: 3, paths: ['a.log', 'z.env'] });
  expect(why).toEqual(['a.log: it grows as fast as it is read; the rest was not read']);
});
