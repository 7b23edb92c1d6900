// `scan log`: any form of line, any way to come in, compressed or not; line numbers are those of the text.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pathOf } from '../../src/core/blob.ts';
import { Coverage } from '../../src/core/coverage.ts';
import { AkguardError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { logSource } from '../../src/sources/log.ts';
import { readLog } from '../../src/sources/read-log.ts';
import { has, run } from '../archive/support.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';
import { type SourceCli, startScript, startSource } from '../helpers/source-cli.ts';

const key = makeKey('live', 1);

/** Scans logs by these paths in a folder that holds these files: places, encodings and coverage. */
async function scan(files: Record<string, string | Buffer>, paths: string[], maxFileSize = Infinity) {
  const folder = scratchFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const scanner = new Scanner(rules);
  const coverage = new Coverage();
  const source = logSource(
    paths.map((path) => join(folder, path)),
    maxFileSize,
  );
  await source.read(scanner, coverage);
  const found = scanner.take().map(({ provenance, line, column, offset, encoding, secret }) => {
    expect(secret.fingerprint).toBe(fingerprintOf(key));
    const path = pathOf(provenance)?.replace(`${folder}/`, '');
    return [`${path}:${line}:${column}+${offset}`, ...encoding].join(' ');
  });
  return { found, coverage, folder };
}

describe('lines', () => {
  test.each([
    ['CRLF', `a\r\nb\r\n  ${key}\r\n`, '3:3+8', 3],
    ['CR only is no line', `a\rb\r${key}`, '1:5+4', 0],
    ['NUL bytes', `\0\0\n\0${key}\0\n`, '2:2+4', 2],
    ['NUL bytes left by a writer after copytruncate', `${'\0'.repeat(70_000)}\n${key}`, '2:1+70001', 1],
    ['JSON-lines', `{"a":1}\n{"msg":"x","key":"${key}"}\n`, '2:19+26', 2],
    ['JSON in JSON', `{}\n{"log":"{\\"key\\":\\"${key}\\"}\\n"}\n`, '2:20+22', 2],
    ['no newline at the end', `x\n${key}`, '2:1+2', 1],
    ['bytes that are not UTF-8', Buffer.from(`\xff\xfe\n\x80${key}\xff\n`, 'latin1'), '2:2+4', 2],
    ['an empty first line', `\n${key}\n`, '2:1+1', 2],
  ])('%s', async (_, content, place, lines) => {
    const { found, coverage } = await scan({ 'a.log': content }, ['a.log']);
    expect(found).toEqual([`a.log:${place}`]);
    expect(coverage).toMatchObject({ complete: true, files: 1, lines, bytes: Buffer.byteLength(content) });
  });

  test('one of 100 MB, key at its far end', async () => {
    const scanner = new Scanner(rules);
    const coverage = new Coverage();
    const size = 100 * 2 ** 20;
    let given = 0;
    const next = (room: Buffer) => {
      if (given > size) return 0;
      const step = Math.min(room.length, size - given);
      if (step > 0) room.fill('a ', 0, step);
      given += step > 0 ? step : 1;
      return step > 0 ? step : room.write(` ${key}`);
    };
    await readLog({ path: 'x', next, file: null }, scanner, coverage);
    expect(scanner.take().map(({ line, column }) => ({ line, column }))).toEqual([
      { line: 1, column: size + 2 },
    ]);
    expect(coverage).toMatchObject({ lines: 0, bytes: size + 1 + key.length });
  });

  test('offsets, lines and columns past 2^32', () => {
    const scanner = new Scanner(rules);
    const far = 2 ** 32;
    scanner.open({ kind: 'log', path: 'x' }, [], null, { offset: far * 3, line: far + 7, column: far * 2 });
    // More than the scanner holds at a time, so that it moves on.
    for (let i = 0; i < 3; i++) scanner.write(Buffer.alloc(1 << 20, ' '));
    scanner.write(Buffer.from(`${key}\n\n  ${key}`));
    expect(scanner.close()).toBe(2);
    const moved = 3 * 2 ** 20;
    expect(scanner.take().map(({ offset, line, column }) => ({ offset, line, column }))).toEqual([
      { offset: far * 3 + moved, line: far + 7, column: far * 2 + moved },
      { offset: far * 3 + moved + key.length + 4, line: far + 9, column: 3 },
    ]);
  });
});

describe('compressed', () => {
  const text = Buffer.from(`one\ntwo\n  ${key}\n`);
  const external = ['bzip2', 'xz'].filter(has);
  const packed: [string, string, Buffer][] = [
    ['gzip', 'a.log.gz', gzipSync(text)],
    ['gzip', 'two members.gz', Buffer.concat([gzipSync('one\ntwo'), gzipSync(`\n  ${key}\n`)])],
    ['gzip', 'without an ending', gzipSync(text)],
    ['zstd', 'a.log.zst', zstdCompressSync(text)],
    ['brotli', 'a.log.br', brotliCompressSync(text)],
    ...external.map((tool): [string, string, Buffer] => [tool, `a.log.${tool}`, run(tool, ['-c'], text)]),
  ];

  test.each(packed)('%s: %s', async (kind, name, bytes) => {
    const { found, coverage } = await scan({ [name]: bytes }, [name]);
    expect(found).toEqual([`${name}:3:3+10 ${kind}`]);
    expect(coverage).toMatchObject({ complete: true, files: 1, lines: 3, bytes: bytes.length });
  });

  test('an encoding inside comes behind', async () => {
    const inner = Buffer.from(` ${key} `).toString('base64');
    const { found } = await scan({ 'a.gz': gzipSync(`x\n${inner}\n`) }, ['a.gz']);
    expect(found).toEqual([expect.stringMatching(/^a\.gz:2:\d+\+\d+ gzip base64$/)]);
  });

  test('damaged: what comes before the damage is found, and the scan is incomplete', async () => {
    const noise = Array.from({ length: 20_000 }, (_, i) => makeKey('test', i).slice(8)).join(' ');
    const whole = gzipSync(`${key}\n${noise}`);
    const { found, coverage } = await scan({ 'a.gz': whole.subarray(0, whole.length / 2) }, ['a.gz']);
    expect(found).toEqual(['a.gz:1:1+0 gzip']);
    expect(coverage.complete).toBe(false);
    expect(coverage.skipped).toEqual([
      {
        what: expect.stringMatching(/a\.gz$/) as string,
        why: expect.stringMatching(/ends too early/) as string,
      },
    ]);
  });

  test('a bomb is stopped, and the scan is incomplete', async () => {
    const { coverage } = await scan({ 'a.gz': gzipSync(Buffer.alloc(2 ** 27, ' ')) }, ['a.gz']);
    expect(coverage.complete).toBe(false);
    expect(coverage.skipped[0]?.why).toMatch(/^opens to more than/);
  });
});

describe('what is taken', () => {
  const rotated = {
    'app.log': `${key}\n`,
    'app.log.1': `\n${key}\n`,
    'app.log.2.gz': gzipSync(`\n\n${key}\n`),
    'other.txt': `${key}\n`,
  };
  const ofApp = ['app.log.1:2:1+1', 'app.log.2.gz:3:1+2 gzip', 'app.log:1:1+0'];

  test.each([
    [['app.log*'], ofApp],
    [['.'], [...ofApp, 'other.txt:1:1+0']],
    [['app.log'], ['app.log:1:1+0']],
    [
      ['app.log.2.gz', 'other.txt'],
      ['app.log.2.gz:3:1+2 gzip', 'other.txt:1:1+0'],
    ],
  ])('%s', async (paths, expected) => {
    const { found } = await scan(rotated, paths);
    expect(found.toSorted()).toEqual(expected);
  });

  test('a file over the limit is said; the others are read', async () => {
    const { found, coverage } = await scan(rotated, ['app.log*'], 33);
    expect(found).toEqual(['app.log:1:1+0']);
    expect(coverage.skipped.map(({ why }) => why)).toEqual([
      '34 bytes, over --max-file-size',
      expect.stringMatching(/over --max-file-size$/),
    ]);
  });

  test.each([
    ['nothing.log', 'AK_PATH_NOT_FOUND'],
    ['*.nothing', 'AK_NOTHING_MATCHES'],
  ])('%s is a mistake', async (path, code) => {
    const error: unknown = await scan(rotated, [path]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AkguardError);
    expect(error).toMatchObject({ code });
  });
});

describe('standard input', () => {
  const content = `x\n${'y'.repeat(200_000)}\n${key}\n`;
  const command = '"$0" "$1" scan log --offline --format json';

  async function reportOf(cli: SourceCli): Promise<Report> {
    const code = await cli.ended;
    const report = JSON.parse(cli.stdout()) as Report;
    expect(report.exit_code).toBe(code);
    return report;
  }

  function folderWith(bytes: string | Buffer): string {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'in'), bytes);
    return folder;
  }

  // A pipe stays non-blocking for the next reader when the one before could not clean up behind itself.
  const unblock = `"$0" -e 'process.stdin.read(); process.kill(process.pid, "SIGKILL")'`;

  test.each([
    ['a file', `${command} - <in`],
    ['a file from where another reader has left it', `(read -r first; ${command} -) <in`],
    ['a pipe', `cat in | ${command} -`],
    ['a pipe without operand', `cat in | ${command}`],
    ['a slow pipe', `(head -c 1000 in; sleep 0.3; tail -c +1001 in) | ${command} -`],
    ['a pipe that does not block', `(sleep 1; cat in) | (${unblock}; ${command} -)`],
  ])('%s', async (name, script) => {
    const report = await reportOf(startScript(script, folderWith(content)));
    const left = name.includes('another reader') ? 1 : 0;
    expect(
      report.findings.map(({ matches }) => matches.map(({ line, column }) => ({ line, column }))),
    ).toEqual([[{ line: 3 - left, column: 1 }]]);
    expect(report.scan.coverage).toMatchObject({
      complete: true,
      lines: 3 - left,
      bytes: content.length - 2 * left,
    });
  });

  test('a socket, as other programs of node give it', async () => {
    const cli = startSource(['scan', 'log', '--offline', '--format', 'json'], scratchFolder(), 'pipe');
    cli.child.stdin?.end(content);
    expect((await reportOf(cli)).summary.findings).toBe(1);
  });

  test('a file descriptor', async () => {
    const folder = folderWith(content);
    const fd = openSync(join(folder, 'in'), 'r');
    const cli = startSource(['scan', 'log', '--offline', '--format', 'json', '-'], folder, fd);
    closeSync(fd);
    expect((await reportOf(cli)).summary.findings).toBe(1);
  });

  test('compressed', async () => {
    const report = await reportOf(startScript(`cat in | ${command}`, folderWith(gzipSync(content))));
    expect(report.findings[0]?.matches).toMatchObject([{ line: 3, encoding: ['gzip'] }]);
  });

  test.each([
    ['empty', `${command} - </dev/null`],
    ['an empty pipe', `true | ${command} -`],
    ['closed', `${command} - <&-`],
  ])('%s is nothing, and that is said', async (_, script) => {
    const report = await reportOf(startScript(script, scratchFolder()));
    expect(report).toMatchObject({
      exit_code: 0,
      scan: { coverage: { complete: true, bytes: 0, lines: 0 } },
    });
  });

  test('a folder can not be read: incomplete', async () => {
    const report = await reportOf(startScript(`${command} - <.`, scratchFolder()));
    expect(report.exit_code).toBe(3);
    expect(report.scan.coverage.skipped).toEqual([{ what: '-', why: expect.any(String) as string }]);
  });
});
