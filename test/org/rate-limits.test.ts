// `akguard org` under both kinds of limits at once: no request is sent while it was told to wait, and the run completes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { startSource } from '../helpers/source-cli.ts';
import { Organisation, places } from './planted.ts';

test.each([403, 429] as const)('%i', async (refusal) => {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'git'));
  const organisation = await Organisation.make(join(folder, 'git'));
  onTestFinished(() => organisation.close());
  const { github } = organisation;
  for (const [i, place] of places.entries())
    organisation.plant(organisation.add('octo', `repo-${i}`), place, makeKey('live', i));
  github.limits = {
    primary: { most: 25, everyMs: 2000, refusal },
    secondary: { most: 8, everyMs: 1000, banSeconds: 1, refusal },
  };
  // Of a child on a machine that is busy.
  github.limiter.grace = 300;
  const args = [
    'org',
    'octo',
    '--offline',
    '--state',
    join(folder, 'state.db'),
    '--format',
    'json',
    '--quiet',
  ];
  const cli = startSource(args, folder, 'ignore', organisation.environment);
  expect(await cli.ended).toBe(1);
  const { findings, scan } = JSON.parse(cli.stdout()) as Report;
  expect(scan.coverage).toMatchObject({ complete: true, skipped: [] });
  expect(findings).toHaveLength(places.length);
  expect(github.limiter.impatient).toEqual([]);
  expect(github.unexpected).toEqual([]);
  // It was told to.
  const began = github.seen[0]?.at ?? 0;
  expect((github.seen.at(-1)?.at ?? 0) - began).toBeGreaterThan(2000);
  expect(github.seen.some(({ status }) => status === refusal)).toBe(true);
});
