// What an owner has, as GitHub lists it: all of it, in few calls, and a word on each gap.
import { describe, expect, test } from 'vitest';
import { type ListedRepository, talkSurfaces } from '../../src/core/organisation.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { GitHubFailure } from '../../src/github/failure.ts';
import { Organisations } from '../../src/github/list-repositories.ts';
import { seeded } from '../bench/random.ts';
import type { FakeOrganisation, Fault } from './fake-organisation.ts';
import { type VirtualClock, startGitHub } from './support.ts';
import { World } from './world.ts';

async function list(
  github: FakeOrganisation,
  clock: VirtualClock,
  { owner = 'octo', gists = false, talk = talkSurfaces } = {},
) {
  const connection = { token: 'token-for-tests', apiUrl: github.url, unpaced: true };
  const organisations = new Organisations({ ...connection, clock, log: silentLog });
  const listed: ListedRepository[] = [];
  const missed: string[] = [];
  const tell = (what: string, why: string) => missed.push(`${what}: ${why}`);
  for await (const each of organisations.list(owner, gists, tell, talk)) listed.push(each);
  return { listed, names: listed.map(({ name }) => name), missed, calls: organisations.calls };
}

function worldOf(count: number): World {
  const world = new World();
  for (let i = 1; i <= count; i++) world.addRepository('octo', `r${i}`);
  return world;
}

test('all that a plan needs of a repository', async () => {
  const world = new World();
  const repository = world.addRepository('octo', 'pay', {
    visibility: 'internal',
    isArchived: true,
    isFork: true,
    isDisabled: true,
    lockReason: 'MIGRATING',
    isEmpty: true,
    topics: ['payments', 'go'],
    kilobytes: 4321,
    hasWiki: true,
    pushedAt: '2026-01-01T00:00:00Z',
  });
  world.addIssue(repository, 'a', { updatedAt: '2026-01-02T00:00:00Z' });
  world.addIssue(repository, 'b', { updatedAt: '2026-01-03T00:00:00Z' });
  world.addIssue(repository, 'c', { isPull: true, updatedAt: '2026-01-04T00:00:00Z' });
  world.addDiscussion(repository, 'd', { updatedAt: '2026-01-05T00:00:00Z' });
  world.addRelease(repository, 'v1', {
    createdAt: '2025-01-01T00:00:00Z',
    updatedAt: '2026-01-06T00:00:00Z',
  });
  world.addRelease(repository, 'v2', { createdAt: '2025-01-02T00:00:00Z' });
  world.addRepository('octo', 'new', { pushedAt: null });
  const { github, clock } = await startGitHub(world);
  const { listed, missed, calls } = await list(github, clock);
  expect(listed).toEqual([
    {
      id: repository.id,
      kind: 'repository',
      owner: 'octo',
      name: 'octo/pay',
      url: 'https://github.example/octo/pay',
      visibility: 'internal',
      isArchived: true,
      isFork: true,
      isDisabled: true,
      lockReason: 'migrating',
      isEmpty: true,
      topics: expect.arrayContaining(['payments', 'go']),
      kilobytes: 4321,
      hasWiki: true,
      pushedAt: '2026-01-01T00:00:00Z',
      changedAt: {
        issues: '2026-01-03T00:00:00Z',
        'pull-requests': '2026-01-04T00:00:00Z',
        discussions: '2026-01-05T00:00:00Z',
        releases: '2026-01-06T00:00:00Z',
      },
    },
    expect.objectContaining({
      name: 'octo/new',
      isArchived: false,
      lockReason: null,
      pushedAt: null,
      changedAt: { issues: null, 'pull-requests': null, discussions: null, releases: null },
    }),
  ]);
  expect(missed).toEqual([]);
  expect(calls).toBe(1);
  expect(github.unexpected).toEqual([]);
});

test('1,234 repositories take 13 calls', async () => {
  const { github, clock } = await startGitHub(worldOf(1234));
  const { names, missed, calls } = await list(github, clock);
  expect(new Set(names).size).toBe(1234);
  expect(names).toHaveLength(1234);
  expect(missed).toEqual([]);
  expect(calls).toBe(13);
  // Of 5,000 points in an hour.
  expect(github.seen.map(({ cost }) => cost)).toEqual(Array.from({ length: 13 }, () => 5));
});

test('pages that GitHub does not manage are asked for again with half the size, and without a pause', async () => {
  const { github, clock } = await startGitHub(worldOf(120));
  github.fail('graphql Repositories', { status: 502, body: '<html>bad gateway</html>' });
  github.fail('graphql Repositories', { status: 504, body: { message: 'timeout' } });
  const { names, missed, calls } = await list(github, clock);
  expect(new Set(names).size).toBe(120);
  expect(missed).toEqual([]);
  // 2 that fail, and 5 of 25.
  expect(calls).toBe(7);
  expect(clock.waits).toEqual([]);
});

test('a page that GitHub gives up in the middle is no page', async () => {
  const { github, clock } = await startGitHub(worldOf(120));
  const errors = [{ type: 'RESOURCE_LIMITS_EXCEEDED', path: ['repositoryOwner'], message: 'too much' }];
  const repositories = { totalCount: 1, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [null] };
  const data = { repositoryOwner: { __typename: 'Organization', repositories } };
  github.fail('graphql Repositories', { status: 200, body: { data, errors } });
  const { names, missed, calls } = await list(github, clock);
  expect(new Set(names).size).toBe(120);
  expect(missed).toEqual([]);
  expect(calls).toBe(4);
});

test('a GitHub that manages not even one is given up, with a sentence', async () => {
  const { github, clock } = await startGitHub(worldOf(3));
  github.fail('graphql Repositories', { status: 502 }, 100);
  await expect(list(github, clock)).rejects.toThrow('GitHub did not list the repositories of octo: 502 no');
  expect(github.count()).toBeLessThan(15);
});

test('what comes, goes and is renamed while the list is read', async () => {
  const world = worldOf(250);
  const { github, clock } = await startGitHub(world);
  github.onRequest = (_, count) => {
    if (count !== 2) return;
    world.addRepository('octo', 'late', { createdAt: '2100-01-01T00:00:00Z' });
    const [first, second] = world.repositories;
    if (first) first.standing = 'gone';
    if (second) world.rename(second, 'renamed');
  };
  const { names, missed } = await list(github, clock);
  expect(new Set(names)).toEqual(
    new Set([...worldOf(250).repositories.map(({ name }) => `octo/${name}`), 'octo/late']),
  );
  expect(missed).toEqual([]);
});

test('one that is moved here while the list is read, to where it was read already', async () => {
  const world = worldOf(250);
  const { github, clock } = await startGitHub(world);
  github.onRequest = (_, count) => {
    if (count === 2) world.addRepository('octo', 'old', { createdAt: '2011-01-01T00:00:00Z' });
  };
  const { names, missed } = await list(github, clock);
  expect(names).toContain('octo/old');
  expect(new Set(names).size).toBe(251);
  expect(names).toHaveLength(251);
  expect(missed).toEqual([]);
});

test('on a bad line: each repository is listed, or something is told', async () => {
  const faults: Fault[] = [
    { drop: true },
    { status: 502, body: '<html>bad gateway</html>' },
    { status: 403, headers: { 'retry-after': '30' }, body: { message: 'secondary rate limit' } },
    { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] } },
    {
      status: 200,
      body: { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] },
    },
  ];
  let whole = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const random = seeded(seed);
    const { github, clock } = await startGitHub(worldOf(250));
    github.weather = () => (random() < 0.3 ? (faults[Math.floor(random() * faults.length)] ?? null) : null);
    const { names, missed } = await list(github, clock).catch((error: unknown) => {
      if (!(error instanceof GitHubFailure)) throw error;
      return { names: [], missed: [error.message] };
    });
    if (missed.length === 0) whole++;
    expect({ seed, isTold: names.length === 250 || missed.length > 0 }).toEqual({ seed, isTold: true });
    expect(new Set(names).size).toBe(names.length);
  }
  expect(whole).toBeGreaterThan(5);
});

describe('gaps', () => {
  test('one that is counted and not shown', async () => {
    const world = worldOf(3);
    world.addRepository('octo', 'secret', { standing: 'hidden' });
    const { github, clock } = await startGitHub(world);
    const { names, missed } = await list(github, clock);
    expect(names).toHaveLength(3);
    expect(missed).toEqual(['1 repositories of octo: GitHub counts them and does not show them']);
  });

  test('an organisation whose single sign-on was not passed is told once', async () => {
    const { github, clock } = await startGitHub(worldOf(150));
    github.headers = { 'x-github-sso': 'partial-results; organizations=21955855,20582480' };
    const { names, missed } = await list(github, clock);
    expect(names).toHaveLength(150);
    expect(missed).toEqual([
      'repositories of organisations 21955855, 20582480: the token is not authorised for their single sign-on',
    ]);
  });

  test('a surface that the token may not see at all: the repositories are listed without it', async () => {
    const world = worldOf(150);
    for (const repository of world.repositories) world.addDiscussion(repository, 'd');
    const { github, clock } = await startGitHub(world);
    github.forbids = (field) => (field === 'issues' ? 'Resource not accessible by integration' : null);
    const { listed, missed, calls } = await list(github, clock);
    expect(listed).toHaveLength(150);
    expect(listed.every(({ changedAt }) => changedAt.discussions !== null)).toBe(true);
    expect(missed).toEqual(['issues of the repositories of octo: Resource not accessible by integration']);
    expect(calls).toBe(3);
    const other = await list(github, clock, { talk: ['discussions'] });
    expect(other.missed).toEqual([]);
    expect(other.calls).toBe(2);
  });

  test('a surface that may not be seen in one of them', async () => {
    const world = worldOf(3);
    for (const repository of world.repositories) world.addIssue(repository, 'i', { isPull: true });
    const { github, clock } = await startGitHub(world);
    github.forbids = (field, { name }) =>
      name === 'r2' && field === 'pullRequests'
        ? 'Resource protected by organization SAML enforcement.'
        : null;
    const { listed, missed } = await list(github, clock);
    expect(listed.map(({ changedAt }) => changedAt['pull-requests'] !== null)).toEqual([true, false, true]);
    expect(missed).toEqual([
      'pull requests of octo/r2: Resource protected by organization SAML enforcement.',
    ]);
  });
});

describe('refused', () => {
  test.each<[string, string, (github: FakeOrganisation) => void]>([
    [
      'an unknown owner',
      'GitHub did not list the repositories of nobody: 404 there is none, or it is not ours to see',
      () => {},
    ],
    [
      'a token that is not good',
      'GitHub did not list the repositories of nobody: 401 Bad credentials',
      (github) => (github.tokens = new Set()),
    ],
    [
      'single sign-on',
      'GitHub did not list the repositories of nobody: 403 Resource protected by organization SAML enforcement.',
      (github) =>
        github.fail('graphql Repositories', {
          status: 403,
          body: { message: 'Resource protected by organization SAML enforcement.' },
          headers: { 'x-github-sso': 'required; url=https://github.example/orgs/octo/sso' },
        }),
    ],
    [
      'an owner that GraphQL forbids',
      'GitHub did not list the repositories of nobody: 403 `octo` forbids access via a personal access token',
      (github) =>
        github.fail('graphql Repositories', {
          status: 200,
          body: {
            data: { repositoryOwner: null },
            errors: [
              {
                type: 'FORBIDDEN',
                path: ['repositoryOwner'],
                message: '`octo` forbids access via a personal access token',
              },
            ],
          },
        }),
    ],
  ])('%s', async (_, sentence, prepare) => {
    const { github, clock } = await startGitHub();
    prepare(github);
    await expect(list(github, clock, { owner: 'nobody' })).rejects.toMatchObject({
      name: 'GitHubFailure',
      message: sentence,
    });
  });
});

describe('gists', () => {
  test('of a person: all that the token may see', async () => {
    const { github, world, clock } = await startGitHub();
    const own = Array.from({ length: 130 }, (_, i) => world.addGist('ada', { isPublic: i % 2 === 0 }));
    world.addRepository('ada', 'notes');
    const { listed, names, missed, calls } = await list(github, clock, { owner: 'ada', gists: true });
    expect(names).toEqual(['ada/notes', ...own.map(({ name }) => `gist:${name}`)]);
    expect(listed[1]).toMatchObject({
      kind: 'gist',
      owner: 'ada',
      visibility: 'public',
      pushedAt: '2026-01-08T00:00:00Z',
      url: `https://github.example/gist/${own[0]?.name}`,
    });
    expect(listed[2]?.visibility).toBe('private');
    expect(missed).toEqual([]);
    expect(calls).toBe(3);
  });

  test('of an organisation: the public ones of its members, however many they are', async () => {
    const { github, world, clock } = await startGitHub();
    for (let i = 0; i < 120; i++) {
      world.account('octo').members.push(`member${i}`);
      for (let j = 0; j < (i === 7 ? 180 : 1); j++) world.addGist(`member${i}`);
      world.addGist(`member${i}`, { isPublic: false });
    }
    const { listed, missed, calls } = await list(github, clock, { gists: true });
    expect(listed).toHaveLength(119 + 180);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(299);
    expect(new Set(listed.map(({ owner }) => owner))).toEqual(new Set(['octo']));
    expect(missed).toEqual([]);
    // The repositories, two pages of members, and two of the gists of the one that has many.
    expect(calls).toBe(5);
  });

  test('that can not be had are missed, and the repositories are listed', async () => {
    const { github, world, clock } = await startGitHub(worldOf(2));
    world.account('octo').members.push('member');
    world.addGist('member');
    github.fail('graphql MemberGists', {
      status: 200,
      body: {
        data: { organization: null },
        errors: [
          { type: 'FORBIDDEN', path: ['organization'], message: 'Resource not accessible by integration' },
        ],
      },
    });
    const { names, missed } = await list(github, clock, { gists: true });
    expect(names).toEqual(['octo/r1', 'octo/r2']);
    expect(missed).toEqual([
      'members of octo and their gists: GitHub did not list the gists of the members of octo: 403 Resource not accessible by integration',
    ]);
  });
});
