// What people say beside the code, against a GitHub on loopback: every text, as it is and as it was, in few calls.
import { describe, expect, test } from 'vitest';
import { containers } from '../../src/archive/containers.ts';
import { pathOf } from '../../src/core/blob.ts';
import { Coverage } from '../../src/core/coverage.ts';
import { type TalkSurface, talkSurfaces } from '../../src/core/organisation.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { Organisations } from '../../src/github/list-repositories.ts';
import { type TalkRequest, talkSource } from '../../src/sources/talk.ts';
import { makeZip } from '../archive/make-zip.ts';
import type { FakeOrganisation } from '../github/fake-organisation.ts';
import { type VirtualClock, start, startGitHub } from '../github/support.ts';
import { World } from '../github/world.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

function worldWithOne() {
  const world = new World();
  world.now = () => start;
  const repository = world.addRepository('octo', 'pay');
  return { world, repository };
}

type Asked = Partial<Pick<TalkRequest, 'surfaces' | 'since' | 'maxFileSize'>>;

async function scan(github: FakeOrganisation, clock: VirtualClock, asked: Asked = {}, path = '') {
  const connection = { token: 'token-for-tests', apiUrl: `${github.url}${path}`, unpaced: true };
  const options = { clock, log: silentLog };
  const listing = new Organisations({ ...connection, ...options }).list('octo', false, () => {});
  const { value: repository } = await listing.next();
  if (!repository) throw new Error('there is no repository');
  const surfaces: TalkSurface[] = [...talkSurfaces];
  const source = talkSource({
    repository,
    surfaces,
    since: {},
    maxFileSize: Infinity,
    connection,
    ...options,
    ...asked,
  });
  const scanner = new Scanner(rules, containers);
  const coverage = new Coverage();
  await source.read(scanner, coverage);
  const matches = (await source.refine?.(scanner.take(), () => [], coverage)) ?? [];
  return {
    coverage,
    calls: source.calls,
    keys: new Set(matches.map(({ secret }) => secret.fingerprint)),
    places: matches.map(({ provenance, url }) => `${pathOf(provenance)} ${url}`).toSorted(),
    skipped: coverage.skipped.map(({ what, why }) => `${what}: ${why}`),
  };
}

/** `keys(n)` gives a new key each time, and what a scan must find in the end. */
function keyMaker() {
  const made: string[] = [];
  const next = (): string => {
    const key = makeKey('live', made.length);
    made.push(key);
    return `the key is ${key}`;
  };
  return { next, expected: () => new Set(made.map((key) => fingerprintOf(key))) };
}

describe('what is read', () => {
  test('every place where something can be written, each with its page', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const issue = world.addIssue(repository, next(), { body: next() });
    issue.formerTitles.push(next());
    world.addComment(repository, issue, next());
    const pull = world.addIssue(repository, next(), { body: next(), isPull: true });
    world.addComment(repository, pull, next());
    world.addComment(repository, pull, next(), { kind: 'review' });
    world.addComment(repository, pull, '', { kind: 'review' });
    world.addComment(repository, pull, next(), { kind: 'reviewComment' });
    const discussion = world.addDiscussion(repository, next(), { body: next() });
    const comment = world.addDiscussionComment(repository, discussion, next());
    world.addDiscussionComment(repository, discussion, next(), comment);
    const release = world.addRelease(repository, 'v1', { name: next(), body: next() });
    world.addAsset(release, 'notes.txt', Buffer.from(next()));
    const entries = [{ name: 'inner.env', bytes: Buffer.from(next()) }];
    world.addAsset(release, 'all.zip', makeZip(entries));
    world.addAsset(release, 'broken.txt', Buffer.from('never uploaded whole'), 'open');
    const { github, clock } = await startGitHub(world);
    const { keys, places, coverage, calls } = await scan(github, clock);
    expect(keys).toEqual(expected());
    const page = 'https://github.example/octo/pay';
    const number = (text: { databaseId: number }) => text.databaseId;
    expect(new Set(places)).toEqual(
      new Set([
        `issue #1 ${page}/issues/1`,
        `issue #1, former title ${page}/issues/1`,
        `issue #1, comment ${page}/issues/1#issuecomment-${number(issue.comments[0] ?? issue)}`,
        `pull request #2 ${page}/pull/2`,
        `pull request #2, comment ${page}/pull/2#issuecomment-${number(pull.comments[0] ?? pull)}`,
        `pull request #2, review ${page}/pull/2#pullrequestreview-${number(pull.reviews[0] ?? pull)}`,
        `pull request #2, review comment ${page}/pull/2#discussion_r${number(pull.reviewComments[0] ?? pull)}`,
        `discussion #3 ${page}/discussions/3`,
        `discussion #3, comment ${page}/discussions/3#discussioncomment-${number(comment)}`,
        `discussion #3, reply ${page}/discussions/3#discussioncomment-${number(comment.replies[0] ?? comment)}`,
        `release v1 ${page}/releases/tag/v1`,
        `release v1: notes.txt ${page}/releases/tag/v1`,
        `release v1: all.zip ${page}/releases/tag/v1`,
      ]),
    );
    expect(coverage.complete).toBe(true);
    expect(github.unexpected).toEqual([]);
    // Issues, pull requests, two kinds of comments, discussions, releases, and two files.
    expect(calls).toBe(8);
  });

  test('what was edited out stays in the history that everybody may open', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const issue = world.addIssue(repository, 'title', { body: next() });
    const pull = world.addIssue(repository, 'title', { body: next(), isPull: true });
    const discussion = world.addDiscussion(repository, 'title', { body: next() });
    const comment = world.addDiscussionComment(repository, discussion, next());
    const texts = [
      issue,
      pull,
      discussion,
      comment,
      world.addComment(repository, issue, next()),
      world.addComment(repository, pull, next(), { kind: 'review' }),
      world.addComment(repository, pull, next(), { kind: 'reviewComment' }),
      world.addDiscussionComment(repository, discussion, next(), comment),
    ];
    const { github, clock } = await startGitHub(world);
    await clock.sleep(60_000);
    for (const text of texts) {
      world.edit(text, next());
      world.edit(text, 'rotated');
    }
    const { keys, places, coverage, calls } = await scan(github, clock);
    expect(keys).toEqual(expected());
    expect(places).toContain(`issue #1, edited https://github.example/octo/pay/issues/1`);
    expect(coverage.complete).toBe(true);
    expect(github.unexpected).toEqual([]);
    expect(calls).toBe(7);
  });

  test('more of everything than fits on a page', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    for (let i = 0; i < 210; i++) world.addIssue(repository, next());
    for (let i = 0; i < 110; i++) world.addIssue(repository, next(), { isPull: true });
    const pull = world.addIssue(repository, 'pull', { isPull: true });
    const discussion = world.addDiscussion(repository, 'long');
    const comment = world.addDiscussionComment(repository, discussion, 'first');
    for (let i = 0; i < 250; i++) {
      world.addComment(repository, pull, next());
      world.addComment(repository, pull, next(), { kind: 'review' });
      world.addComment(repository, pull, next(), { kind: 'reviewComment' });
      world.addDiscussionComment(repository, discussion, next());
      world.addDiscussionComment(repository, discussion, next(), comment);
    }
    for (let i = 0; i < 30; i++) world.addDiscussion(repository, next());
    for (let i = 0; i < 120; i++) world.addRelease(repository, `v${i}`, { body: next() });
    const text = world.addIssue(repository, 'often edited');
    text.edits = Array.from({ length: 180 }, () => ({ diff: next(), at: '2026-01-01T00:00:00Z' }));
    const { github, clock } = await startGitHub(world);
    const { keys, coverage } = await scan(github, clock);
    expect(keys.size).toBe(expected().size);
    expect(keys).toEqual(expected());
    expect(coverage.complete).toBe(true);
    expect(github.unexpected).toEqual([]);
  });

  test('an enterprise server has its two APIs elsewhere', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const issue = world.addIssue(repository, next());
    for (let i = 0; i < 150; i++)
      world.addComment(repository, issue, next(), { createdAt: '2025-01-01T00:00:00Z' });
    world.addAsset(world.addRelease(repository, 'v1'), 'a.txt', Buffer.from(next()));
    const { github, clock } = await startGitHub(world);
    const { keys, skipped } = await scan(github, clock, {}, '/api/v3');
    expect(keys).toEqual(expected());
    expect(skipped).toEqual([]);
    expect(github.unexpected).toEqual([]);
  });

  test('one surface only, and only what changed', async () => {
    const { world, repository } = worldWithOne();
    const old = { createdAt: '2025-01-01T00:00:00Z' };
    const issue = world.addIssue(repository, makeKey('live', 1), old);
    world.addComment(repository, issue, makeKey('live', 2), old);
    const pull = world.addIssue(repository, makeKey('live', 3), { ...old, isPull: true });
    world.addComment(repository, pull, makeKey('live', 4), { createdAt: '2026-02-01T00:00:00Z' });
    world.addDiscussion(repository, makeKey('live', 5), old);
    const release = world.addRelease(repository, 'v1', { ...old, body: makeKey('live', 6) });
    world.addAsset(release, 'a', Buffer.from(makeKey('live', 7))).updatedAt = old.createdAt;
    release.updatedAt = old.createdAt;
    const added = world.addRelease(repository, 'v2', {
      createdAt: '2026-02-01T00:00:00Z',
      body: makeKey('live', 8),
    });
    world.addAsset(added, 'a', Buffer.from(makeKey('live', 9))).updatedAt = '2026-02-01T00:00:00Z';
    const found = (...numbers: number[]) => new Set(numbers.map((i) => fingerprintOf(makeKey('live', i))));
    const { github, clock } = await startGitHub(world);
    expect((await scan(github, clock, { surfaces: ['issues'] })).keys).toEqual(found(1, 2));
    const pulls = await scan(github, clock, { surfaces: ['pull-requests'] });
    expect(pulls.keys).toEqual(found(3, 4));
    const discussions = await scan(github, clock, { surfaces: ['discussions'] });
    expect([discussions.keys, discussions.calls]).toEqual([found(5), 1]);
    const since = '2026-01-01T00:00:00Z';
    const all = { issues: since, 'pull-requests': since, discussions: since, releases: since };
    const { keys, calls } = await scan(github, clock, { since: all });
    expect(keys).toEqual(found(3, 4, 8, 9));
    expect(calls).toBe(7);
    expect(github.unexpected).toEqual([]);
  });
});

describe('what is changed while it is read', () => {
  test('a comment that is edited moves the others, and none of them is passed over', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const issue = world.addIssue(repository, 'long');
    for (let i = 0; i < 350; i++) {
      const at = new Date(Date.parse('2025-01-01T00:00:00Z') + i * 60_000).toISOString().replace('.000', '');
      world.addComment(repository, issue, next(), { createdAt: at });
    }
    const { github, clock } = await startGitHub(world);
    github.onRequest = (what, count) => {
      const [first] = issue.comments;
      if (!what.endsWith('/issues/comments') || count > 3 || !first) return;
      for (let i = 0; i < 3; i++) {
        const comment = issue.comments[count * 5 + i];
        if (comment) world.edit(comment, next());
      }
    };
    const { keys, coverage } = await scan(github, clock, { surfaces: ['issues'] });
    expect(keys).toEqual(expected());
    expect(coverage.complete).toBe(true);
    // Each page overlaps the one before by a comment or two.
    expect(github.count(/issues\/comments/)).toBe(4);
  });

  test('the same where hundreds have the same second, as an import makes them', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const issue = world.addIssue(repository, 'imported');
    for (let i = 0; i < 450; i++)
      world.addComment(repository, issue, next(), { createdAt: '2025-01-01T00:00:00Z' });
    for (let i = 0; i < 120; i++)
      world.addComment(repository, issue, next(), { createdAt: '2025-01-01T00:00:02Z' });
    const { github, clock } = await startGitHub(world);
    github.onRequest = (what, count) => {
      const comment = issue.comments[count];
      if (what.endsWith('/issues/comments') && count >= 2 && count <= 4 && comment)
        world.edit(comment, next());
    };
    const { keys } = await scan(github, clock, { surfaces: ['issues'] });
    expect(keys).toEqual(expected());
  });

  test('a pull request and a discussion that change come to stand at the top, where they are looked for again', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const at = (i: number) =>
      new Date(Date.parse('2025-01-01T00:00:00Z') + i * 60_000).toISOString().replace('.000', '');
    for (let i = 0; i < 250; i++) world.addIssue(repository, next(), { isPull: true, createdAt: at(i) });
    for (let i = 0; i < 60; i++) world.addDiscussion(repository, next(), { createdAt: at(i) });
    const { github, clock } = await startGitHub(world);
    github.onRequest = (what, count) => {
      const [pull] = repository.issues;
      const [discussion] = repository.discussions;
      if (what === 'graphql PullRequests' && count === 2 && pull)
        world.addComment(repository, pull, next(), { kind: 'review' });
      if (what === 'graphql Discussions' && count === 2 && discussion)
        world.addDiscussionComment(repository, discussion, next());
    };
    const since = { 'pull-requests': '2020-01-01T00:00:00Z', discussions: '2020-01-01T00:00:00Z' };
    const { keys } = await scan(github, clock, { surfaces: ['pull-requests', 'discussions'], since });
    expect(keys).toEqual(expected());
  });
});

describe('what can not be read', () => {
  test('issues that are switched off are left out; comments on pull requests come another way', async () => {
    const { world, repository } = worldWithOne();
    repository.hasIssues = false;
    const { next, expected } = keyMaker();
    const pull = world.addIssue(repository, next(), { isPull: true });
    for (let i = 0; i < 60; i++) world.addComment(repository, pull, next());
    const { github, clock } = await startGitHub(world);
    const all = await scan(github, clock);
    expect(all.keys).toEqual(expected());
    expect(all.skipped).toEqual(['issues: they are switched off in this repository']);
    expect(all.coverage.complete).toBe(true);
    const pulls = await scan(github, clock, { surfaces: ['pull-requests'] });
    expect(pulls.keys).toEqual(expected());
    expect(pulls.skipped).toEqual([]);
  });

  test.each(['gone', 'blocked', 'sso'] as const)(
    'a repository that is %s: each surface is missed',
    async (standing) => {
      const { world, repository } = worldWithOne();
      const { github, clock } = await startGitHub(world);
      github.onRequest = (what) => {
        if (what !== 'graphql Repositories') repository.standing = standing;
      };
      const { coverage, skipped } = await scan(github, clock);
      expect(coverage.complete).toBe(false);
      expect(skipped.map((line) => line.split(':')[0])).toEqual([
        'issues',
        'pull requests',
        'review comments',
        'comments',
        'discussions',
        'releases',
      ]);
    },
  );

  test('a repository that is renamed in between is read on', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    const issue = world.addIssue(repository, 'title');
    world.addComment(repository, issue, next());
    world.addAsset(world.addRelease(repository, 'v1'), 'a.txt', Buffer.from(next()));
    const { github, clock } = await startGitHub(world);
    github.onRequest = (what) => {
      if (what === 'graphql Issues') world.rename(repository, 'paid');
    };
    const { keys, skipped } = await scan(github, clock);
    expect(keys).toEqual(expected());
    expect(skipped).toEqual([]);
  });

  test('a surface that is refused, and a server that fails: the others are read', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    world.addDiscussion(repository, next());
    const { github, clock } = await startGitHub(world);
    github.fail('GET /repos/octo/pay/pulls/comments', {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    github.fail('GET /repos/octo/pay/issues/comments', { status: 500, body: { message: 'Server Error' } }, 4);
    github.fail('GET /repos/octo/pay/releases', { drop: true }, 4);
    const { keys, coverage, skipped } = await scan(github, clock);
    expect(keys).toEqual(expected());
    expect(coverage.complete).toBe(false);
    expect(skipped).toEqual([
      'review comments: GitHub did not list the review comments of octo/pay: 403 Resource not accessible by integration',
      'comments: GitHub did not list the comments of octo/pay: 500 Server Error',
      expect.stringContaining('releases: GitHub did not list the releases of octo/pay: no answer'),
    ]);
  });

  test('questions that are too much for GitHub are asked in smaller pieces, and without a pause', async () => {
    const { world, repository } = worldWithOne();
    const { next, expected } = keyMaker();
    for (let i = 0; i < 60; i++)
      world.edit(world.addIssue(repository, `title ${i}`, { body: next() }), next());
    const { github, clock } = await startGitHub(world);
    github.fail('graphql Issues', { status: 502, body: '<html>bad gateway</html>' }, 2);
    github.fail('graphql Edits', { status: 504, body: { message: 'timeout' } }, 3);
    const { keys, skipped } = await scan(github, clock, { surfaces: ['issues'] });
    expect(keys).toEqual(expected());
    expect(skipped).toEqual([]);
    expect(clock.waits).toEqual([]);
  });

  test('files that are too large, or gone; and a download that breaks off is begun anew', async () => {
    const { world, repository } = worldWithOne();
    const release = world.addRelease(repository, 'v1');
    world.addAsset(release, 'large.txt', Buffer.alloc(1001, 'x'));
    const broken = world.addAsset(
      release,
      'small.txt',
      Buffer.from(`${makeKey('live', 1)}${' '.repeat(500)}`),
    );
    const gone = world.addAsset(release, 'gone.txt', Buffer.from('x'));
    const { github, clock } = await startGitHub(world);
    github.fail(`store assets/${broken.databaseId}`, { drop: true });
    github.fail(`GET /repos/octo/pay/releases/assets/${gone.databaseId}`, {
      status: 404,
      body: { message: 'Not Found' },
    });
    const { keys, skipped } = await scan(github, clock, { maxFileSize: 1000 });
    expect(keys.size).toBe(1);
    expect(skipped).toEqual([
      'release v1: large.txt: 1001 bytes, over --max-file-size',
      'release v1: gone.txt: GitHub did not give the asset gone.txt: 404 Not Found',
    ]);
    expect(github.unexpected).toEqual([]);
  });

  test('a history that can not be had is missed', async () => {
    const { world, repository } = worldWithOne();
    const issue = world.addIssue(repository, 'title', { body: 'a' });
    world.edit(issue, 'b');
    const { github, clock } = await startGitHub(world);
    github.fail('graphql Edits', { status: 403, body: { message: 'no' } });
    const { skipped } = await scan(github, clock);
    expect(skipped).toEqual(['former versions of 1 texts: GitHub did not show former versions: 403 no']);
  });

  test('attachments are counted, for they are not downloaded', async () => {
    const { world, repository } = worldWithOne();
    const address = 'https://github.com/user-attachments/files/123/app.log';
    world.addIssue(repository, 'title', {
      body: `[app.log](${address}) and https://github.com/octo/pay/files/9/b.txt`,
    });
    const { github, clock } = await startGitHub(world);
    const { coverage, skipped } = await scan(github, clock);
    expect(coverage.complete).toBe(true);
    expect(skipped).toEqual([
      '2 attachments: files that people attached to what they wrote are not downloaded',
    ]);
  });
});
