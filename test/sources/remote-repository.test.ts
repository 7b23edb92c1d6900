// A repository on a server, over real HTTP: all of it the first time, what is new after that, and no more than that.
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathOf } from '../../src/core/blob.ts';
import { Coverage } from '../../src/core/coverage.ts';
import { type Tips, refKey } from '../../src/core/repository-memory.ts';
import type { Secret } from '../../src/core/secret.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { containers } from '../../src/archive/containers.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { remoteAt } from '../../src/git/remote.ts';
import { walkPacks } from '../../src/plan.ts';
import { RemoteRepository, type RemoteRequest } from '../../src/sources/remote-repository.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { type GitServer, gitServer } from '../helpers/git-server.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

/** A commit on a ref of a bare repository. @param parents by default the ref itself. */
function commit(
  { repository: { git } }: GitServer,
  ref: string,
  files: Record<string, string>,
  message = 'work',
  parents = git(['for-each-ref', '--format=%(objectname)', ref]).split('\n').filter(Boolean),
): string {
  const entries = Object.entries(files).map(
    ([path, text]) => `100644 blob ${git(['hash-object', '-w', '--stdin'], text)}\t${path}`,
  );
  const tree = git(['mktree'], `${entries.join('\n')}\n`);
  const id = git(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', message]);
  git(['update-ref', ref, id]);
  return id;
}

async function scan(server: GitServer, before: Tips | null, more: Partial<RemoteRequest> = {}) {
  const source = new RemoteRepository({
    target: 'owner/repo',
    remote: remoteAt(`${server.url}/owner/repo`, null),
    folder: scratchFolder(),
    keep: false,
    before,
    leftBehind: async () => [],
    page: null,
    isOptional: false,
    moved: async () => null,
    signal: AbortSignal.timeout(60_000),
    sleep: async () => {},
    walkPacks: walkPacks(1),
    ...more,
  });
  const coverage = new Coverage();
  const scanner = new Scanner(rules, containers);
  const sent = server.sent();
  await source.read(scanner, coverage);
  const matches = scanner.take();
  const refined = matches.length === 0 ? [] : await source.refine(matches, () => [], coverage);
  return {
    source,
    coverage,
    tips: source.tips,
    fetched: source.fetched,
    sent: server.sent() - sent,
    keys: [...new Set(refined.map(({ secret }: { secret: Secret }) => secret.fingerprint))].toSorted(),
    places: refined.map(({ provenance }) => pathOf(provenance) ?? 'message').toSorted(),
  };
}

/** A key by what it stands for. */
function keyOf(name: string): string {
  return makeKey('live', Number.parseInt(createHash('sha256').update(name).digest('hex').slice(0, 8), 16));
}

const prints = (...seeds: string[]) => seeds.map((seed) => fingerprintOf(keyOf(seed))).toSorted();

/** A history of some size, so that a fetch of all of it shows. */
async function serverWithHistory(): Promise<GitServer> {
  const server = await gitServer();
  const stream = Array.from({ length: 40 }, (_, i) => {
    const lines = Array.from({ length: 60 }, (__, n) =>
      createHash('sha512').update(`${i} ${n}`).digest('hex'),
    );
    const text = lines.join('\n');
    return [
      `commit refs/heads/main\ncommitter A <a@b.test> ${1_700_000_000 + i} +0000\ndata 4\nwork`,
      `M 100644 inline a.txt\ndata ${text.length}\n${text}\n`,
    ].join('\n');
  });
  server.repository.git(['fast-import', '--quiet'], stream.join(''));
  return server;
}

describe('the first time', () => {
  test('everything that the server shows is read, and what was left behind', async () => {
    const server = await gitServer();
    commit(server, 'refs/heads/main', { 'old.env': keyOf('removed later') });
    commit(server, 'refs/heads/main', { 'new.env': 'nothing' });
    commit(server, 'refs/pull/7/head', { 'pull.env': keyOf('pull request') });
    commit(server, 'refs/notes/commits', { n: keyOf('note') });
    commit(server, 'refs/odd/place', { o: keyOf('odd ref') }, `says ${keyOf('message')}`);
    server.repository.git(['tag', '-a', 'v1', '-m', keyOf('tag'), 'main']);
    const left = commit(server, 'refs/heads/gone', { 'left.env': keyOf('left behind') });
    server.repository.git(['update-ref', '-d', 'refs/heads/gone']);
    // GitHub makes these; what they hold is in their parents.
    commit(server, 'refs/pull/7/merge', { m: keyOf('merge') });

    const { keys, coverage, tips } = await scan(server, null, {
      leftBehind: async () => [left, 'e'.repeat(40)],
    });
    expect(keys).toEqual(
      prints('removed later', 'pull request', 'note', 'odd ref', 'message', 'tag', 'left behind'),
    );
    expect(coverage.complete).toBe(true);
    expect(coverage.skipped.map(({ why }) => why)).toEqual(['the server has it no more']);
    const refs = [
      'refs/heads/main',
      'refs/notes/commits',
      'refs/odd/place',
      'refs/pull/7/head',
      'refs/tags/v1',
    ];
    expect(new Set(Object.keys(tips ?? {}))).toEqual(new Set(refs.map(refKey)));
  });

  test('an empty repository has nothing to read', async () => {
    const { coverage, tips, fetched } = await scan(await gitServer(), null);
    expect([coverage.complete, tips, fetched]).toEqual([true, {}, null]);
  });

  test('the ids may be SHA-256', async () => {
    const server = await gitServer(null, ['--object-format=sha256']);
    commit(server, 'refs/heads/main', { a: keyOf('long') });
    const first = await scan(server, null);
    expect(first.keys).toEqual(prints('long'));
    commit(server, 'refs/heads/main', { b: keyOf('longer') });
    expect((await scan(server, first.tips)).keys).toEqual(prints('longer'));
  });
});

describe('after that', () => {
  test('what has not changed is not fetched', async () => {
    const server = await serverWithHistory();
    const { tips } = await scan(server, null);
    const again = await scan(server, tips);
    expect([again.fetched, again.coverage.objects, again.coverage.complete]).toEqual([null, 0, true]);
  });

  test.each(['fetched for this scan', 'kept'])(
    'only what is new is read, from a store that is %s',
    async (how) => {
      const keep = how === 'kept';
      const server = await serverWithHistory();
      const folder = scratchFolder();
      const request = () => ({ keep, folder: keep ? folder : scratchFolder() });
      const first = await scan(server, null, request());
      const old = server.repository.git(['rev-parse', 'main~5']);
      commit(server, 'refs/heads/main', { 'b.env': keyOf('pushed') }, keyOf('said'));
      commit(server, 'refs/heads/main', { 'c.env': 'taken out again' });
      // A branch from somewhere in the middle, and a merge of it.
      const side = commit(server, 'refs/heads/side', { 's.env': keyOf('side') }, 'side', [old]);
      const main = server.repository.git(['rev-parse', 'main']);
      commit(server, 'refs/heads/main', { 'm.env': keyOf('merge') }, 'merge', [main, side]);
      server.repository.git(['tag', '-a', 'v2', '-m', keyOf('new tag'), 'main']);
      server.repository.git([
        'update-ref',
        'refs/files/blob',
        server.repository.git(['hash-object', '-w', '--stdin'], keyOf('blob')),
      ]);
      const left = commit(server, 'refs/heads/gone', { l: keyOf('left') }, 'left', [old]);
      server.repository.git(['update-ref', '-d', 'refs/heads/gone']);

      const again = await scan(server, first.tips, { ...request(), leftBehind: async () => [left] });
      expect(again.keys).toEqual(prints('pushed', 'said', 'side', 'merge', 'new tag', 'blob', 'left'));
      expect(again.coverage.skipped).toEqual([]);
      expect(again.coverage.commits).toBe(5);
      expect(again.sent).toBeLessThan(first.sent / 2);
      if (keep) expect((await scan(server, again.tips, request())).sent).toBeLessThan(again.sent);
    },
  );

  test('a branch that was thrown away and begun anew', async () => {
    const server = await serverWithHistory();
    const { tips } = await scan(server, null);
    server.repository.git(['update-ref', '-d', 'refs/heads/main']);
    commit(server, 'refs/heads/main', { 'n.env': keyOf('new root') }, 'anew', []);
    const again = await scan(server, tips);
    expect(again.keys).toEqual(prints('new root'));
    expect(again.coverage.complete).toBe(true);
  });

  test('a base that the server has no more: more is read, not less', async () => {
    const server = await serverWithHistory();
    await scan(server, null);
    commit(server, 'refs/heads/main', { 'n.env': keyOf('new') });
    const again = await scan(server, { [refKey('refs/heads/main')]: 'e'.repeat(40) });
    expect(again.keys).toEqual(prints('new'));
    expect(again.coverage.complete).toBe(true);
    expect(again.coverage.commits).toBe(41);
  });
});

describe('what can not be had is said', () => {
  test.each<[string, number | 'hang', RegExp]>([
    ['no repository', 404, /not found/],
    ['blocked by law', 451, /451/],
    ['no access', 403, /403/],
    ['a server in trouble', 500, /500/],
    ['a renamed one', 301, /redirect|301/],
    ['a server that says nothing', 'hang', /too long/],
  ])('%s', async (_, fault, why) => {
    const server = await gitServer();
    commit(server, 'refs/heads/main', { a: 'b' });
    server.failing.set('/owner/repo', fault);
    const stop = new AbortController();
    if (fault === 'hang') setTimeout(() => stop.abort(new Error('too long')), 500);
    const { signal } = stop;
    const work = scan(server, null, { signal });
    if (fault === 'hang') {
      await expect(work).rejects.toThrow(why);
      return;
    }
    const { coverage, tips } = await work;
    expect([coverage.complete, tips]).toEqual([false, null]);
    expect(coverage.skipped[0]?.what).toBe('owner/repo');
    expect(coverage.skipped[0]?.why).toMatch(why);
  });

  test('a wiki without pages is none', async () => {
    const server = await gitServer();
    server.failing.set('/owner/repo', 404);
    const { coverage, tips } = await scan(server, null, { isOptional: true });
    expect([coverage.complete, tips]).toEqual([true, {}]);
  });

  test('a store that breaks off in the middle of a fetch', async () => {
    const server = await gitServer();
    commit(server, 'refs/heads/main', { a: keyOf('there') });
    const blob = server.repository.git(['rev-parse', 'main:a']);
    const loose = `${server.repository.folder}/objects/${blob.slice(0, 2)}`;
    expect(readdirSync(loose)).toHaveLength(1);
    rmSync(loose, { recursive: true });
    const { coverage } = await scan(server, null);
    expect(coverage.complete).toBe(false);
  });
});
