// What a push adds is found, whatever kind of push it is, and nothing else; over real HTTP, with the built Action.
import { expect, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';
import { headOf, leak, newKey, paths, project, push } from './project.ts';

test('ordinary: the key that it adds, not the old one; outputs and summary', async () => {
  const { dev, server } = await project();
  const before = headOf(dev);
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'main']);
  const result = await push(server, { ref: 'refs/heads/main', before, after });
  expect(result.stderr).toBe('');
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.code).toBe(1);
  expect(result.outputs).toMatchObject({ findings: '1', active: '0', revoked: '0', complete: 'true' });
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 1, blobs: 1 });
  expect(result.summary).toContain('leak.env');
  expect(result.summary).toContain(`${before}..${after}`);
});

test('empty `commits`: the range does not depend on them', async () => {
  const { dev, server } = await project();
  const before = headOf(dev);
  leak(dev);
  for (let n = 0; n < 40; n += 1) dev.git(['commit', '-q', '--allow-empty', '-m', `empty ${n}`]);
  dev.git(['push', '-q', 'origin', 'main']);
  const result = await push(server, { ref: 'refs/heads/main', before, after: headOf(dev), listed: 0 });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 41 });
});

test('new branch off main: its own commits, not all', async () => {
  const { dev, server } = await project();
  dev.git(['switch', '-q', '-c', 'feature']);
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'feature']);
  const result = await push(server, { ref: 'refs/heads/feature', after });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage.commits).toBe(1);
});

test('two new branches with the same commit at once: both runs find the key', async () => {
  const { dev, server } = await project();
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/heads/a', 'HEAD:refs/heads/b']);
  const results = await Promise.all(
    ['a', 'b'].map((name) => push(server, { ref: `refs/heads/${name}`, after })),
  );
  expect(results.map(paths)).toEqual([['leak.env'], ['leak.env']]);
});

test('new branch at an old commit: nothing new, and complete', async () => {
  const { dev, server, first } = await project();
  dev.git(['push', '-q', 'origin', `${first}:refs/heads/old`]);
  const result = await push(server, { ref: 'refs/heads/old', after: first });
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 0 });
  expect(result.code).toBe(0);
});

test('the first push to a repository: the root commit and all after it', async () => {
  const { dev, server } = await project();
  const result = await push(server, { ref: 'refs/heads/main', after: headOf(dev) });
  expect(paths(result)).toEqual(['old.env']);
  expect(result.report?.scan.coverage.commits).toBe(4);
});

test('a branch without common history: everything that it reaches', async () => {
  const { dev, server } = await project();
  dev.git(['switch', '-q', '--orphan', 'pages']);
  const after = leak(dev, 'index.html');
  dev.git(['push', '-q', 'origin', 'pages']);
  const result = await push(server, { ref: 'refs/heads/pages', after });
  expect(paths(result)).toEqual(['index.html']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 1 });
});

test('forced, with empty `commits`, what was before can be fetched: what is new, and what was taken away', async () => {
  const { dev, server } = await project();
  dev.git(['switch', '-q', '-c', 'feature']);
  const before = leak(dev, 'gone.env', makeKey('live', 3));
  dev.git(['push', '-q', 'origin', 'feature']);
  dev.git(['reset', '-q', '--hard', 'main']);
  const after = leak(dev);
  dev.git(['push', '-q', '--force', 'origin', 'feature']);
  const result = await push(server, { ref: 'refs/heads/feature', before, after, forced: true, listed: 0 });
  expect(paths(result)).toEqual(['gone.env', 'leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 2 });
});

test('forced, what was before is gone: what the default branch does not have, and a word about the rest', async () => {
  const { dev, server } = await project();
  const after = leak(dev);
  dev.git(['push', '-q', '--force', 'origin', 'HEAD:refs/heads/feature']);
  const before = 'e'.repeat(40);
  const result = await push(server, { ref: 'refs/heads/feature', before, after, forced: true });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 1 });
  expect(result.summary).toContain(`${before}, is gone from the server, and was not scanned`);
});

test('forced on the default branch, what was before is gone: everything', async () => {
  const { dev, server } = await project();
  const before = 'e'.repeat(40);
  const result = await push(server, { ref: 'refs/heads/main', before, after: headOf(dev), forced: true });
  expect(paths(result)).toEqual(['old.env']);
  expect(result.report?.scan.coverage.commits).toBe(4);
});

test('rewound: what was taken away is scanned', async () => {
  const { dev, server } = await project();
  const after = headOf(dev);
  const before = leak(dev);
  dev.git(['push', '-q', 'origin', 'main']);
  dev.git(['push', '-q', '--force', 'origin', `${after}:main`]);
  const result = await push(server, { ref: 'refs/heads/main', before, after, forced: true, listed: 0 });
  expect(paths(result)).toEqual(['leak.env']);
});

test.each(['refs/heads/feature', 'refs/tags/v1'])('deletion of %s: nothing, said', async (ref) => {
  const { dev, server } = await project();
  const result = await push(server, { ref, before: headOf(dev) });
  expect(result.code).toBe(0);
  expect(result.summary).toContain('was deleted, which adds nothing');
  expect(result.outputs).toMatchObject({ complete: 'true', findings: '0' });
});

test('lightweight tag on a commit that no branch has', async () => {
  const { dev, server } = await project();
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/tags/v1']);
  expect(paths(await push(server, { ref: 'refs/tags/v1', after, listed: 0 }))).toEqual(['leak.env']);
});

test('annotated tag, of a tag, of an old commit: the messages', async () => {
  const { dev, server } = await project();
  dev.git(['tag', '-a', '-m', `note ${newKey}`, 'inner']);
  dev.git(['tag', '-a', '-m', 'outer', 'v1', 'inner']);
  dev.git(['push', '-q', 'origin', 'refs/tags/v1']);
  const result = await push(server, { ref: 'refs/tags/v1', after: dev.git(['rev-parse', 'v1']), listed: 0 });
  expect(paths(result)).toEqual(['message']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 0 });
});

test('tags on a blob and on a tree: the blob, and all files of the tree', async () => {
  const { dev, server } = await project();
  const blob = dev.git(['hash-object', '-w', '--stdin'], `KEY=${newKey}\n`);
  const tree = dev.git(['mktree'], `100644 blob ${blob}\tdeep.env\n`);
  dev.git(['tag', 'blob', blob]);
  dev.git(['tag', 'tree', tree]);
  dev.git(['push', '-q', 'origin', 'refs/tags/blob', 'refs/tags/tree']);
  const one = await push(server, { ref: 'refs/tags/blob', after: blob, listed: 0 });
  expect(one.report?.summary.findings).toBe(1);
  const other = await push(server, { ref: 'refs/tags/tree', after: tree, listed: 0 });
  expect(paths(other)).toEqual(['deep.env']);
});

test('more than 2,048 commits: all of them', async () => {
  const { dev, server } = await project();
  const before = headOf(dev);
  const commits = Array.from({ length: 2_200 }, (_, n) => {
    const head = `commit refs/heads/main\ncommitter A <a@example.test> ${1_800_000_000 + n} +0000\ndata 1\nx\n`;
    const leaked = `M 100644 inline leak.env\ndata ${newKey.length}\n${newKey}\n`;
    return `${head}${n === 0 ? `from ${before}\n${leaked}` : ''}${n === 1 ? 'D leak.env\n' : ''}`;
  });
  dev.git(['fast-import', '--quiet'], commits.join(''));
  dev.git(['push', '-q', 'origin', 'main']);
  const after = dev.git(['rev-parse', 'main']);
  const result = await push(server, { ref: 'refs/heads/main', before, after, listed: 2048 });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 2200 });
});

test('a repository with SHA-256 ids, without a checkout', async () => {
  const { dev, server } = await project(['--object-format=sha256']);
  const before = headOf(dev);
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'main']);
  const result = await push(
    server,
    { ref: 'refs/heads/main', before, after },
    { env: { GITHUB_SHA: after } },
  );
  expect(paths(result)).toEqual(['leak.env']);
});

test('content that hides from a text diff: merge, -diff, UTF-16, newline in a name, commit and tag messages', async () => {
  const { dev, server } = await project();
  const before = headOf(dev);
  const key = (n: number) => makeKey('live', 10 + n);
  dev.write('.gitattributes', '*.secret -diff\n');
  dev.write('a.secret', `KEY=${key(1)}\n`);
  dev.write('wide.txt', Buffer.from(`\ufeffKEY=${key(2)}\n`, 'utf16le'));
  dev.write('line\nfeed.env', `KEY=${key(3)}\n`);
  dev.commit(`message ${key(4)}`);
  dev.git(['switch', '-q', '-c', 'side', before]);
  dev.write('side.txt', 'side\n');
  dev.commit('side');
  dev.git(['switch', '-q', 'main']);
  dev.git(['merge', '-q', '--no-commit', 'side']);
  dev.write('merged.env', `KEY=${key(5)}\n`);
  const after = dev.commit('merge');
  dev.git(['push', '-q', 'origin', 'main']);
  const result = await push(server, { ref: 'refs/heads/main', before, after });
  expect(paths(result)).toEqual(['a.secret', 'line\nfeed.env', 'merged.env', 'message', 'wide.txt']);
  dev.git(['tag', '-a', '-m', `note ${key(6)}`, 'v1']);
  dev.git(['push', '-q', 'origin', 'v1']);
  const tag = await push(server, { ref: 'refs/tags/v1', after: dev.git(['rev-parse', 'v1']) });
  expect(paths(tag)).toEqual(['message']);
});

test('what is not in the repository is said: a submodule, and the file behind a pointer of git LFS', async () => {
  const { dev, server } = await project();
  const before = headOf(dev);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
  dev.write('media/big.bin', pointer);
  dev.write('media/not.txt', pointer.replace('oid sha256', 'oid md5'));
  dev.link('link', `to/${newKey}`);
  dev.git(['add', '-A']);
  dev.git(['update-index', '--add', '--cacheinfo', `160000,${before},vendor/lib`]);
  dev.git(['commit', '-q', '-m', 'pointers']);
  const after = headOf(dev);
  dev.git(['push', '-q', 'origin', 'main']);
  const result = await push(server, { ref: 'refs/heads/main', before, after });
  expect(paths(result)).toEqual(['link']);
  const { complete, skipped } = result.report?.scan.coverage ?? {};
  expect(complete).toBe(true);
  expect(skipped?.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    'vendor/lib: a submodule; scan it on its own',
    'media/big.bin: a pointer of git LFS; the file itself is not in the repository, and was not read',
  ]);
  expect(result.summary).toContain('a pointer of git LFS');
});

test('a change of which GitHub gives no patch, for its size: all of it is read', async () => {
  const { dev, server } = await project();
  const before = headOf(dev);
  // Beyond 20,000 lines and 1 MB (docs.github.com, repository limits); and more files than a list of them has.
  dev.write('big.txt', `${'a line that is long enough to be one of many\n'.repeat(25_000)}KEY=${newKey}\n`);
  for (let n = 0; n < 301; n += 1) dev.write(`many/${n}.txt`, `${n}\n`);
  dev.write('many/z.env', `KEY=${makeKey('live', 80)}\n`);
  const after = dev.commit('big');
  dev.git(['push', '-q', 'origin', 'main']);
  const result = await push(server, { ref: 'refs/heads/main', before, after });
  expect(paths(result)).toEqual(['big.txt', 'many/z.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, blobs: 303 });
});
