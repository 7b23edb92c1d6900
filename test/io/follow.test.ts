// Following: by what name ever, and however the file under it is changed, each key is found once and at the right place.
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Coverage } from '../../src/core/coverage.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import type { Match } from '../../src/core/match.ts';
import type { Report } from '../../src/core/report.ts';
import { pathOf } from '../../src/core/blob.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { createKeyToLeak } from '../../src/sandbox/leak.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { LogFollower } from '../../src/sources/follow.ts';
import { LineTail } from '../../src/sources/line-tail.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';
import { startSource } from '../helpers/source-cli.ts';

const key = (n: number) => makeKey('live', n);
/** `a.log:2:5` and which key, but never the key. */
function place(match: Match, folder = ''): string {
  const seed = Array.from({ length: 40 }, (_, n) => n).find(
    (n) => fingerprintOf(key(n)) === match.secret.fingerprint,
  );
  const path = (pathOf(match.provenance) ?? '').replace(`${folder}/`, '');
  return `key ${seed ?? '?'} at ${path}:${match.line}:${match.column}+${match.offset}`;
}

/** A follower with a clock of its own; `step` looks once and returns the places of what is new. */
function followerOf(paths: (folder: string) => string[]) {
  const folder = scratchFolder();
  let time = 0;
  const source = new LogFollower(paths(folder), Infinity, () => time);
  const scanner = new Scanner(rules);
  const coverage = new Coverage();
  const read = async () => {
    await source.read(scanner, coverage);
    return (await source.refine(scanner.take())).map((match) => place(match, folder));
  };
  return {
    coverage,
    file: (name: string) => join(folder, name),
    async step(ms = 250) {
      time += ms;
      return (await source.look()) ? read() : [];
    },
    finish() {
      source.finish();
      return read();
    },
  };
}

const named = (folder: string) => [join(folder, 'a.log')];

describe('one file', () => {
  test('what is there, then what is appended; lines and offsets go on', async () => {
    const { file, step, finish, coverage } = followerOf(named);
    writeFileSync(file('a.log'), `one\n${key(1)}\n`);
    expect(await step()).toEqual(['key 1 at a.log:2:1+4']);
    expect(await step()).toEqual([]);
    appendFileSync(file('a.log'), `x\r\n\0${key(2)}\n`);
    expect(await step()).toEqual(['key 2 at a.log:4:2+41']);
    expect(await finish()).toEqual([]);
    expect(coverage).toMatchObject({ files: 1, lines: 4, bytes: 74, complete: true });
  });

  test('an unfinished line is waited for, but for a second only', async () => {
    const { file, step } = followerOf(named);
    writeFileSync(file('a.log'), key(1).slice(0, 28));
    expect(await step()).toEqual([]);
    expect(await step(900)).toEqual([]);
    appendFileSync(file('a.log'), `${key(1).slice(28)}\n${key(2)}`);
    expect(await step(90)).toEqual(['key 1 at a.log:1:1+0']);
    expect(await step(900)).toEqual([]);
    expect(await step(100)).toEqual(['key 2 at a.log:2:1+33']);
    appendFileSync(file('a.log'), ` ${key(1)}\n`);
    expect(await step()).toEqual(['key 1 at a.log:2:34+66']);
  });

  test('the end counts an unfinished line', async () => {
    const { file, step, finish } = followerOf(named);
    writeFileSync(file('a.log'), key(1));
    expect(await step()).toEqual([]);
    expect(await finish()).toEqual(['key 1 at a.log:1:1+0']);
  });

  test('a key that is wrapped over two lines which come apart', async () => {
    const { file, step } = followerOf(named);
    const wrapped = Buffer.from(`token ${key(3)} end of it`)
      .toString('base64')
      .replace(/(.{20})/g, '$1\n');
    const cut = wrapped.indexOf('\n', 30) + 1;
    writeFileSync(file('a.log'), `first\n${wrapped.slice(0, cut)}`);
    await step();
    appendFileSync(file('a.log'), `${wrapped.slice(cut)}\n`);
    expect(await step()).toContainEqual(expect.stringMatching(/^key 3 at a\.log:2:/));
  });

  test('renamed and made anew: both are read, also what is written to the old one later', async () => {
    const { file, step, coverage } = followerOf(named);
    writeFileSync(file('a.log'), `${key(1)}\n`);
    await step();
    appendFileSync(file('a.log'), `${key(2)}\n`);
    renameSync(file('a.log'), file('a.log.1'));
    writeFileSync(file('a.log'), `${key(3)}\n`);
    expect(await step(1000)).toEqual(['key 2 at a.log:2:1+33', 'key 3 at a.log:1:1+0']);
    appendFileSync(file('a.log.1'), `${key(4)}\n`);
    expect(await step()).toEqual(['key 4 at a.log:3:1+66']);
    expect(await step(59_000)).toEqual([]);
    expect(await step(2_000)).toEqual([]);
    appendFileSync(file('a.log.1'), `${key(5)}\n`);
    appendFileSync(file('a.log'), `${key(6)}\n`);
    expect(await step()).toEqual(['key 6 at a.log:2:1+33']);
    expect(coverage).toMatchObject({ files: 2, complete: true });
  });

  test('deleted and made anew', async () => {
    const { file, step } = followerOf(named);
    writeFileSync(file('a.log'), `${key(1)}\n`);
    await step();
    rmSync(file('a.log'));
    expect(await step()).toEqual([]);
    writeFileSync(file('a.log'), `${key(2)}\n`);
    expect(await step(1000)).toEqual(['key 2 at a.log:1:1+0']);
  });

  test.each([
    ['shorter than', ''],
    ['as long as', 'x'.repeat(58)],
    ['longer than', 'x'.repeat(4000)],
  ])('cut short, and then %s before', async (_, padding) => {
    const { file, step } = followerOf(named);
    writeFileSync(file('a.log'), `first line\n${'y'.repeat(15)}\n${key(1)} ${key(2)}`);
    expect(await step()).toEqual([]);
    truncateSync(file('a.log'));
    writeFileSync(file('a.log'), `${padding}\n${key(3)}\n`, { flag: 'r+' });
    // What was there of the unfinished line counts as well.
    expect(await step()).toEqual([
      'key 1 at a.log:3:1+27',
      'key 2 at a.log:3:34+60',
      `key 3 at a.log:2:1+${padding.length + 1}`,
    ]);
  });

  test('it never appears', async () => {
    const { step, finish, coverage } = followerOf(named);
    expect(await step()).toEqual([]);
    expect(await finish()).toEqual([]);
    expect(coverage.skipped.map(({ why }) => why)).toEqual(['never appeared']);
    expect(coverage.complete).toBe(false);
  });
});

describe('folders and patterns', () => {
  test('files that appear later; rotated within the pattern they are not read twice', async () => {
    const { file, step, coverage } = followerOf((folder) => [join(folder, '*.log*')]);
    writeFileSync(file('a.log'), `${key(1)}\n`);
    writeFileSync(file('other.txt'), `${key(9)}\n`);
    expect(await step()).toEqual(['key 1 at a.log:1:1+0']);
    renameSync(file('a.log'), file('a.log.1'));
    writeFileSync(file('a.log'), `${key(2)}\n`);
    writeFileSync(file('b.log'), `${key(3)}\n`);
    expect(await step(1000)).toEqual(['key 2 at a.log:1:1+0', 'key 3 at b.log:1:1+0']);
    copyFileSync(file('a.log'), file('a.log.2'));
    truncateSync(file('a.log'));
    appendFileSync(file('a.log'), `${key(4)}\n`);
    expect(await step(1000)).toEqual(['key 4 at a.log:1:1+0', 'key 2 at a.log.2:1:1+0']);
    expect(coverage.files).toBe(5);
  });

  test('a compressed file is read as a whole once it is quiet, and again if it grows', async () => {
    const { file, step, finish, coverage } = followerOf((folder) => [folder]);
    const packed = gzipSync(`first\n${key(1)}\n`);
    writeFileSync(file('a.log.gz'), packed.subarray(0, 20));
    expect(await step()).toEqual([]);
    writeFileSync(file('a.log.gz'), packed.subarray(20), { flag: 'a' });
    expect(await step()).toEqual([]);
    expect(await step(1000)).toEqual(['key 1 at a.log.gz:2:1+6']);
    expect(await step(1000)).toEqual([]);
    appendFileSync(file('a.log.gz'), gzipSync(`${key(2)}\n`));
    expect(await finish()).toEqual(['key 1 at a.log.gz:2:1+6', 'key 2 at a.log.gz:3:1+39']);
    expect(coverage.complete).toBe(true);
  });

  test('a folder inside that comes later', async () => {
    const { file, step } = followerOf((folder) => [folder]);
    expect(await step()).toEqual([]);
    mkdirSync(file('pod'));
    writeFileSync(file('pod/0.log'), `${key(1)}\n`);
    expect(await step(1000)).toEqual(['key 1 at pod/0.log:1:1+0']);
  });
});

describe('in whatever pieces a log comes', () => {
  const scanner = new Scanner(rules);
  const pieces = fc.array(
    fc.oneof(
      fc.nat(30).map(key),
      fc.constantFrom(
        '\n',
        '\r\n',
        ' ',
        '\0',
        '"',
        'x'.repeat(500),
        `${'y'.repeat(3000)}\n`,
        'z'.repeat(70_000),
      ),
      fc.nat(30).map((n) => Buffer.from(` ${key(n)} `).toString('base64')),
    ),
    { maxLength: 30 },
  );

  /** What is found when the text comes in these pieces, and when it comes whole. */
  function found(parts: readonly string[]): { apart: string[]; whole: string[] } {
    const tail = new LineTail('x');
    const apart: string[] = [];
    for (let i = 0; i <= parts.length; i++) {
      let bytes = Buffer.from(parts[i] ?? '');
      const next = (room: Buffer) => {
        const size = bytes.copy(room);
        bytes = bytes.subarray(size);
        return size;
      };
      tail.give(next, scanner, i === parts.length, 0);
      apart.push(...tail.fresh(scanner.take()).map((match) => place(match)));
    }
    scanner.whole({ kind: 'log', path: 'x' }, Buffer.from(parts.join('')));
    return {
      apart: apart.toSorted(),
      whole: scanner
        .take()
        .map((match) => place(match))
        .toSorted(),
    };
  }

  test('the same is found as in one', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const { apart, whole } = found(parts.map((part) => `${part} `));
        expect(apart).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  test('also where a piece ends inside of a key; a key that was cut may be found as well', () => {
    const cuts = fc.array(fc.nat(100_000), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, cuts, (parts, at) => {
        const text = parts.join(' ');
        const inside = at.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b);
        const { apart, whole } = found([0, ...inside].map((from, i) => text.slice(from, inside[i])));
        expect(apart).toEqual(expect.arrayContaining(whole));
        expect(new Set(apart).size).toBe(apart.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the command', () => {
  const lines = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Report);
  const args = ['scan', 'log', '--follow', '--format', 'json'];

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'tells a key at once and once, and ends at %s',
    async (signal) => {
      const cwd = scratchFolder();
      const cli = startSource([...args, '--offline', 'a.log'], cwd);
      await cli.until(() => cli.stderr().includes('akguard: waiting for a.log; stop'));
      writeFileSync(join(cwd, 'a.log'), `${key(1)}\n`);
      await cli.until(() => lines(cli.stdout()).length === 1);
      renameSync(join(cwd, 'a.log'), join(cwd, 'a.log.1'));
      writeFileSync(join(cwd, 'a.log'), `${key(1)}\n${key(2)}\n`);
      await cli.until(() => lines(cli.stdout()).length === 2);
      truncateSync(join(cwd, 'a.log'));
      appendFileSync(join(cwd, 'a.log'), `${key(3)}\n`);
      await cli.until(() => lines(cli.stdout()).length === 3);
      // Not told of before the end: the line is not finished.
      appendFileSync(join(cwd, 'a.log'), key(4));
      cli.child.kill(signal);
      expect(await cli.ended).toBe(1);
      const reports = lines(cli.stdout());
      const fingerprints = reports.map(({ findings }) => findings.map((each) => each.fingerprint).toSorted());
      const of = (...seeds: number[]) => seeds.map((n) => fingerprintOf(key(n))).toSorted();
      expect(fingerprints.slice(0, 3)).toEqual([of(1), of(2), of(3)]);
      expect(fingerprints.at(-1)).toEqual(of(1, 2, 3, 4));
      expect(reports.at(-1)).toMatchObject({
        exit_code: 1,
        scan: { coverage: { complete: true, files: 3 } },
      });
      const places = reports.at(-1)?.findings.find((each) => each.fingerprint === of(1)[0])?.matches;
      expect(places?.map(({ path, line }) => `${path}:${line}`)).toEqual(['a.log:1']);
    },
  );

  test('for people: the keys as they come, and the summary at the end', async () => {
    const cwd = scratchFolder();
    writeFileSync(join(cwd, 'a.log'), `${key(1)}\n`);
    const cli = startSource(['scan', 'log', '--follow', '--offline', 'a.log'], cwd);
    await cli.until(() => cli.stdout().includes('a.log:1:1'));
    expect(cli.stdout()).not.toContain('Read 1 file');
    cli.child.kill('SIGINT');
    expect(await cli.ended).toBe(1);
    expect(cli.stdout()).toMatch(/1 key in 1 place: 1 unverified\.\nRead 1 file, 1 line \(33 B\) in /);
    expect(cli.stdout().match(/a\.log:1:1/g)).toHaveLength(1);
  });

  test('standard input: told before its end, with which the run ends', async () => {
    const cli = startSource([...args, '--offline', '-'], scratchFolder(), 'pipe');
    cli.child.stdin?.write(`${key(1)}\n`);
    await cli.until(() => lines(cli.stdout()).length === 1);
    cli.child.stdin?.end(`x\n${key(2)}`);
    expect(await cli.ended).toBe(1);
    expect(lines(cli.stdout()).at(-1)).toMatchObject({
      summary: { findings: 2 },
      scan: { coverage: { complete: true, lines: 2 } },
    });
  });

  test('nothing to find ends with 0, something that never came with 3', async () => {
    const cwd = scratchFolder();
    writeFileSync(join(cwd, 'a.log'), 'x\n');
    for (const [names, code] of [
      [['a.log'], 0],
      [['a.log', 'b.log'], 3],
    ] as const) {
      const cli = startSource([...args, '--offline', ...names], cwd);
      await cli.until(() => cli.stderr().includes('following 1 file'));
      cli.child.kill('SIGTERM');
      expect(await cli.ended).toBe(code);
    }
  });

  test('an armed run revokes a key as soon as it is logged', async () => {
    const sandbox = await startSandbox();
    try {
      const cwd = scratchFolder();
      const { live_api_key: managementKey } = JSON.parse(sandbox.connectionLine) as Record<string, string>;
      const env = {
        AKGUARD_LIVE_URL: sandbox.liveUrl,
        AKGUARD_TEST_URL: sandbox.testUrl,
        AKGUARD_LIVE_API_KEY: managementKey ?? '',
      };
      const leaked = await createKeyToLeak(sandbox.connectionLine);
      const cli = startSource([...args, '--revoke', '--state', 'state.db', 'a.log'], cwd, 'ignore', env);
      await cli.until(() => cli.stderr().includes('waiting for a.log'));
      writeFileSync(join(cwd, 'a.log'), `Authorization: Bearer ${leaked.raw}\n`);
      await cli.until(() => lines(cli.stdout()).length === 1);
      cli.child.kill('SIGTERM');
      await cli.ended;
      expect(sandbox.ledger.filter(({ effect }) => effect === 'revoke')).toHaveLength(1);
      const results = lines(cli.stdout()).map(({ findings }) =>
        findings.map((each) => each.outcomes[0]?.result),
      );
      expect(results).toEqual([['revoked'], ['revoked']]);
    } finally {
      await sandbox.close();
    }
  });
});
