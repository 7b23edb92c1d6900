// `akguard org` against a GitHub on loopback, with real git behind it: every key in every place is found, one bad repository
// never stops the run, and what has not changed costs nothing.
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { makeZip } from '../archive/make-zip.ts';
import type { Repository } from '../github/world.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { startSource } from '../helpers/source-cli.ts';
import { nameOf, places } from './planted.ts';
import { type Made, makeOrganisation, plantedIn, runOrg, whereabouts } from './run-org.ts';

test('a key is found in every place, and told with its repository', async () => {
  const made = await makeOrganisation();
  const { organisation } = made;
  for (const [i, place] of places.entries())
    organisation.plant(organisation.add('octo', `repo-${i}`), place, makeKey('live', i));
  organisation.add('octo', 'clean');
  organisation.add('octo', 'empty', { isEmpty: true, pushedAt: null });

  const first = await runOrg(made);
  expect(whereabouts(first.report)).toEqual(plantedIn(organisation));
  expect(first.report.scan.coverage).toMatchObject({ complete: true, skipped: [] });
  expect(first.code).toBe(1);
  expect(first.facts?.repositories).toEqual({
    listed: places.length + 3,
    left_out: 0,
    scanned: places.length + 3,
    unchanged: 0,
    failed: 0,
  });
  expect(first.facts?.incidents).toEqual({ new: places.length, known: 0, settled: 0 });

  // Nothing has changed: nothing is fetched, and all that was found is still told.
  const second = await runOrg(made);
  expect(whereabouts(second.report)).toEqual(plantedIn(organisation));
  expect(second.facts?.repositories).toMatchObject({ scanned: 0, unchanged: places.length + 3 });
  expect(second.facts?.incidents).toEqual({ new: 0, known: places.length, settled: 0 });
  expect(second.facts?.cost.clones).toBe(0);
  expect(second.gitRequests.every(({ url }) => url.includes('.wiki.git/'))).toBe(true);
  expect(second.code).toBe(1);
}, 120_000);

describe('one bad repository never stops the run', () => {
  /** What is wrong, how it comes about, and what the report says of it. Undone by what it returns. */
  const troubles: [string, (made: Made, repository: Repository) => () => void, RegExp][] = [
    [
      'disabled',
      (_, repository) => {
        repository.isDisabled = true;
        return () => (repository.isDisabled = false);
      },
      /GitHub has disabled it/,
    ],
    [
      'too large',
      (_, repository) => {
        repository.kilobytes = 5_000_000;
        return () => (repository.kilobytes = 10);
      },
      /over --max-size/,
    ],
    ['blocked by law', failing(451), /451/],
    ['no access', failing(403), /403/],
    ['a server in trouble', failing(500), /500/],
    ['deleted in between', gone, /gone since it was listed/],
    ['no answer to git', failing('hang'), /longer than 12 s/],
    [
      'corrupt',
      ({ organisation }, repository) => organisation.corrupt(repository),
      /early EOF|remote error|unpack|aborting|hung up|pack/i,
    ],
    [
      'single sign-on',
      (made, repository) => {
        const undo = failing(403)(made, repository);
        repository.standing = 'sso';
        return () => {
          undo();
          repository.standing = 'open';
        };
      },
      /403/,
    ],
    [
      'issues that do not come',
      ({ organisation }, repository) => {
        organisation.world.addIssue(repository, 'It fails');
        organisation.github.fail(`GET /repos/${nameOf(repository)}/issues/comments`, { status: 500 }, 4);
        return () => {};
      },
      /comments/,
    ],
    [
      'a damaged archive',
      ({ organisation }, repository) => {
        organisation.push(repository, { 'a.zip': 'PK\u0003\u0004 and no more' });
        return () => {};
      },
      /a\.zip|object/,
    ],
  ];

  function failing(status: number | 'hang') {
    return ({ organisation }: Made, repository: Repository) => {
      const path = `/${nameOf(repository)}.git`;
      organisation.git.failing.set(path, status);
      return () => organisation.git.failing.delete(path);
    };
  }

  /** Listed, and then no more. */
  function gone({ organisation }: Made, repository: Repository) {
    const undo = failing(404)({ organisation, folder: '' }, repository);
    organisation.github.onRequest = (what) => {
      if (what === 'graphql Repository') repository.standing = 'gone';
    };
    return () => {
      undo();
      organisation.github.onRequest = () => {};
      repository.standing = 'open';
    };
  }

  test('each is named with its reason, and all others are read; mended, it is read, too', async () => {
    const made = await makeOrganisation();
    const { organisation } = made;
    for (const [i, place] of (['code', 'issue', 'history'] as const).entries())
      organisation.plant(organisation.add('octo', `good-${i}`), place, makeKey('live', i));
    const reachable = plantedIn(organisation);
    const bad = troubles.map(([, spoil, why], i) => {
      const repository = organisation.add('octo', `bad-${i}`);
      organisation.plant(repository, 'code', makeKey('live', 100 + i));
      return { name: nameOf(repository), why, repository, spoil };
    });
    const undo = bad.map(({ spoil, repository }) => spoil(made, repository));
    const limits = ['--offline', '--max-size', '1GB', '--time-limit', '12s', '--jobs', '4'];

    const t0 = Date.now();
    const first = await runOrg(made, limits);
    expect(Date.now() - t0).toBeLessThan(50_000);
    expect(whereabouts(first.report)).toEqual(expect.arrayContaining(reachable));
    expect(first.code).toBe(3);
    for (const { name, why } of bad) {
      const said = first.report.scan.coverage.skipped.filter((skipped) => skipped.what.startsWith(name));
      expect(said.map((each) => `${each.what} ${each.why}`).join('\n')).toMatch(why);
    }
    expect(first.facts?.repositories).toMatchObject({ scanned: 3, failed: bad.length });

    for (const mend of undo) mend();
    const second = await runOrg(made, [...limits, '--allow-damaged']);
    expect(whereabouts(second.report)).toEqual(plantedIn(organisation));
    expect(second.report.scan.coverage).toMatchObject({ complete: true });
    expect(second.facts?.repositories).toMatchObject({ scanned: bad.length, unchanged: 3, failed: 0 });
    expect(second.code).toBe(1);
  }, 180_000);

  test('one that was renamed in between is followed', async () => {
    const made = await makeOrganisation();
    const { organisation } = made;
    const repository = organisation.add('octo', 'before');
    organisation.plant(repository, 'code', makeKey('live', 1));
    organisation.plant(repository, 'issue comment', makeKey('live', 2));
    organisation.github.onRequest = (what) => {
      if (what !== 'graphql Repository' && !what.startsWith('GET')) return;
      if (repository.name === 'before') organisation.rename(repository, 'after');
    };
    organisation.git.failing.set('/octo/before.git', 301);
    const { report, code } = await runOrg(made);
    expect(report.scan.coverage.skipped).toEqual([]);
    expect(report.findings).toHaveLength(2);
    expect(code).toBe(1);
  }, 60_000);
});

test('keys are verified and revoked once, told in their repository, and known to be dead from then on', async () => {
  const sandbox = await sandboxForTest();
  const made = await makeOrganisation();
  const { organisation } = made;
  const one = await sandbox.createKey('live', 'one');
  const two = await sandbox.createKey('live', 'two');
  for (const [i, key] of [one.raw, one.raw, two.raw].entries())
    organisation.plant(organisation.add('octo', `repo-${i}`), 'code', key);
  const armed = ['--revoke', '--alert', 'file:alerts'];
  const first = await runOrg(made, armed, sandbox.env);
  expect(first.report.summary).toMatchObject({ findings: 2, revoked: 2 });
  expect(first.report.findings.map(({ matches }) => matches.length).toSorted((a, b) => a - b)).toEqual([
    1, 2,
  ]);
  expect(await sandbox.revocations()).toHaveLength(2);
  const asked = (await sandbox.ledger()).length;

  const second = await runOrg(made, armed, sandbox.env);
  expect(second.report.summary).toMatchObject({ findings: 2, inactive: 2 });
  expect(second.facts).toMatchObject({
    repositories: { unchanged: 3 },
    incidents: { known: 2 },
    cost: { clones: 0 },
  });
  expect(second.code).toBe(0);
  expect((await sandbox.ledger()).length).toBe(asked);
}, 120_000);

test('what --max-duration leaves is said, and what is known of it is told; the next run goes on with it', async () => {
  const made = await makeOrganisation();
  const { organisation } = made;
  for (let i = 0; i < 4; i++) {
    const repository = organisation.add('octo', `repo-${i}`);
    organisation.plant(repository, 'code', makeKey('live', i));
  }
  const whole = await runOrg(made);
  const none = await runOrg(made, ['--offline', '--max-duration', '0s']);
  expect([none.code, whereabouts(none.report)]).toEqual([3, whereabouts(whole.report)]);
  expect(none.report.scan.coverage.skipped.map(({ what }) => what)).toEqual(['4 repositories']);
  expect(none.facts).toMatchObject({
    repositories: { scanned: 0, unchanged: 0 },
    incidents: { known: 4, new: 0 },
  });
  expect((await runOrg(made)).facts?.repositories.unchanged).toBe(4);
}, 60_000);

test('filters and shards: what is left out is counted, and shards are together the whole', async () => {
  const made = await makeOrganisation();
  const { organisation } = made;
  const kinds: [string, Partial<Repository>][] = [
    ['plain', {}],
    ['open', { visibility: 'public' }],
    ['old', { isArchived: true }],
    ['copy', { isFork: true }],
    ['pay-api', { topics: ['payments'] }],
  ];
  for (const [i, [name, given]] of kinds.entries())
    organisation.plant(organisation.add('octo', name, given), 'code', makeKey('live', i));
  const names = async (...args: string[]) => {
    const { report } = await runOrg(made, [
      '--offline',
      '--state',
      `${made.folder}/${args.join('')}.db`.replaceAll(/[!*]/g, ''),
      ...args,
    ]);
    const found = report.findings.flatMap(({ matches }) => matches.map(({ repository }) => repository ?? ''));
    return found.map((name) => name.slice('octo/'.length)).toSorted((a, b) => (a < b ? -1 : 1));
  };
  const all = new Set(kinds.map(([name]) => name));
  expect(await names('--skip-archived', '--skip-forks')).toEqual(['open', 'pay-api', 'plain']);
  expect(await names('--visibility', 'public')).toEqual(['open']);
  expect(await names('--topic', 'payments')).toEqual(['pay-api']);
  expect(await names('--repo', 'octo/p*', '--repo', '!octo/plain')).toEqual(['pay-api']);
  const shards = [await names('--shard', '1/2'), await names('--shard', '2/2')].flat();
  expect(shards).toHaveLength(all.size);
  expect(new Set(shards)).toEqual(all);
}, 120_000);

test.each([
  [['--shard', '3/2'], /--shard can not be/],
  [['--without', 'wiki'], /--without can not be .wiki.: it takes git, activity, wikis/],
  [['--max-size', 'big'], /--max-size can not be/],
  [['--max-duration', 'long'], /--max-duration can not be/],
])('%j is refused with a sentence', async (args, sentence) => {
  const cli = startSource(['org', 'octo', ...args], scratchFolder(), 'ignore', { GITHUB_TOKEN: 'x' });
  expect(await cli.ended).toBe(2);
  expect(cli.stderr()).toMatch(sentence);
});

test('without a token, or with one that is refused, nothing is scanned, and that is said', async () => {
  const made = await makeOrganisation();
  made.organisation.add('octo', 'pay');
  const cli = startSource(['org', 'octo'], made.folder);
  expect([await cli.ended, cli.stderr()]).toEqual([2, expect.stringContaining('GITHUB_TOKEN is not set')]);
  made.organisation.github.tokens = new Set(['another']);
  const { code, report } = await runOrg(made);
  expect(code).toBe(3);
  expect(report.scan.coverage.skipped).toEqual([
    { what: 'repositories of octo', why: expect.stringContaining('401') },
  ]);
});

test('logs of workflow runs are read where that is asked for, and each once', async () => {
  const made = await makeOrganisation();
  const { organisation } = made;
  const pay = organisation.add('octo', 'pay');
  const log = (key: string) => [
    makeZip([{ name: '0_build.txt', bytes: Buffer.from(`2026-01-02T03:04:05Z PAY=${key}\n`) }]),
  ];
  organisation.world.addRun(pay, log(makeKey('live', 1)));
  expect((await runOrg(made)).report.findings).toEqual([]);
  const asked = ['--offline', '--with', 'actions-logs'];
  const first = await runOrg(made, asked);
  expect(first.keys).toEqual([fingerprintOf(makeKey('live', 1))]);
  expect(first.report.findings[0]?.matches[0]).toMatchObject({
    repository: 'octo/pay',
    path: 'run 1002, attempt 1: 0_build.txt',
  });

  organisation.world.addRun(pay, log(makeKey('live', 2)), new Date().toISOString());
  const second = await runOrg(made, asked);
  expect(second.keys).toEqual([1, 2].map((i) => fingerprintOf(makeKey('live', i))).toSorted());
  expect(second.facts).toMatchObject({
    repositories: { scanned: 1 },
    incidents: { new: 1, known: 1 },
    cost: { clones: 0 },
  });
}, 60_000);

test('a run that scans nothing is not green: an owner of whom nothing is shown, filters that nothing fits', async () => {
  const made = await makeOrganisation();
  made.organisation.world.account('octo');
  const nothing = await runOrg(made);
  expect([nothing.code, nothing.report.scan.coverage.skipped]).toEqual([
    3,
    [{ what: 'repositories of octo', why: 'GitHub shows none of them to this token' }],
  ]);
  made.organisation.add('octo', 'pay');
  const misspelt = await runOrg(made, ['--offline', '--repo', 'octo/pya']);
  expect([misspelt.code, misspelt.report.scan.coverage.skipped]).toEqual([
    3,
    [{ what: 'repositories', why: 'none of the 1 that are listed fits the filters' }],
  ]);
}, 30_000);
