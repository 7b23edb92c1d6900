// Several reports as one: no key is lost, none counts twice, and the exit code is the one that was earned.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExitCode } from '../src/core/exit-code.ts';
import type { Outcome } from '../src/core/outcome.ts';
import type { Report, ReportFinding } from '../src/core/report.ts';
import { Merger } from '../src/merge-reports.ts';
import { scratchFolder } from './helpers/git-repo.ts';
import { startSource } from './helpers/source-cli.ts';
import { sampleFinding, sampleMatch, sampleReport } from './report/sample.ts';

const facts = {
  version: '0.1.0',
  source: 'org' as const,
  target: 'octo',
  startedAt: '2026-01-02T03:04:05.000Z',
  durationMs: 10,
  failOn: 'any' as const,
};

function finding(
  n: number,
  validity: ReportFinding['verdict']['validity'],
  more: Partial<ReportFinding> = {},
) {
  const { verdict } = sampleFinding();
  return sampleFinding({
    fingerprint: String(n).repeat(32).slice(0, 32),
    verdict: { ...verdict, validity, checked_at: `2026-01-0${n}T00:00:00.000Z` },
    ...more,
  });
}

function merged(...reports: Report[]): Report {
  const merger = new Merger();
  for (const report of reports) merger.add(report);
  return merger.report(facts);
}

describe('a key that two reports tell of', () => {
  const at = (repository: string) => [sampleMatch({ repository, path: 'a.env' })];
  const checked = (time: string | null, validity: ReportFinding['verdict']['validity'], repository: string) =>
    finding(1, validity, {
      verdict: { ...sampleFinding().verdict, validity, checked_at: time },
      matches: at(repository),
    });

  test.each<[string, ReportFinding, ReportFinding, string]>([
    [
      'the newest word counts',
      checked('2026-01-02', 'active', 'o/b'),
      checked('2026-01-01', 'unknown', 'o/a'),
      'active',
    ],
    [
      'a proof of death stands',
      checked('2026-01-02', 'active', 'o/b'),
      checked('2026-01-01', 'inactive', 'o/a'),
      'inactive',
    ],
    [
      'any word is more than none',
      checked(null, 'unverified', 'o/b'),
      checked('2026-01-01', 'active', 'o/a'),
      'active',
    ],
  ])('%s', (_, a, b, validity) => {
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      const report = merged(sampleReport({ findings: [first] }), sampleReport({ findings: [second] }));
      expect(report.findings.map(({ verdict }) => verdict.validity)).toEqual([validity]);
      expect(report.findings[0]?.matches.map(({ repository }) => repository)).toEqual(['o/a', 'o/b']);
      expect(report.summary).toMatchObject({ findings: 1, [validity]: 1 });
    }
  });

  test('outcomes of both are told once, in their order', () => {
    const told = (time: string, result: 'alerted' | 'failed'): Outcome => ({
      action: 'alert',
      result,
      at: time,
      detail: '',
    });
    const [one, two] = [told('2026-01-02', 'alerted'), told('2026-01-01', 'failed')];
    const report = merged(
      sampleReport({ findings: [finding(1, 'active', { outcomes: [one] })] }),
      sampleReport({ findings: [finding(1, 'active', { outcomes: [one, two] })] }),
    );
    expect(report.findings[0]?.outcomes).toEqual([two, one]);
  });
});

test('numbers are added up, and one gap makes the whole incomplete', () => {
  const gap = { what: 'octo/pay', why: 'GitHub has disabled it' };
  const report = merged(
    sampleReport({ coverage: { files: 1, bytes: 10 } }),
    sampleReport({
      coverage: { files: 2, bytes: 5, complete: false, skipped: [gap] },
      exit_code: ExitCode.incomplete,
    }),
  );
  expect(report.scan.coverage).toMatchObject({ complete: false, files: 3, bytes: 15, skipped: [gap] });
  expect(report.exit_code).toBe(ExitCode.incomplete);
});

describe('what is only remembered', () => {
  test.each([
    ['active', 1],
    ['unknown', 1],
    ['unverified', 1],
    ['inactive', 0],
  ] as const)('a key that was %s then ends with %i', (validity, code) => {
    const merger = new Merger();
    const before = sampleReport({
      findings: [finding(1, validity, { decision: { ...sampleFinding().decision, actions: ['fail'] } })],
      coverage: { files: 7, complete: false, skipped: [{ what: 'a', why: 'b' }] },
      exit_code: ExitCode.alive,
    });
    merger.add(before, true);
    const report = merger.report(facts);
    expect(report.exit_code).toBe(code);
    expect(report.scan.coverage).toMatchObject({ complete: true, files: 0, skipped: [] });
  });

  test('counts for nothing once the key is known to be dead', () => {
    const merger = new Merger();
    merger.add(sampleReport({ findings: [finding(1, 'active')] }), true);
    merger.add(sampleReport({ findings: [finding(1, 'inactive')], exit_code: ExitCode.ok }));
    expect(merger.report(facts).exit_code).toBe(ExitCode.ok);
  });
});

test('the order of reports does not matter', () => {
  const validity = fc.constantFrom('active' as const, 'inactive' as const, 'unknown' as const);
  const one = fc.record({
    findings: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), validity), { selector: ([n]) => n }),
    code: fc.constantFrom(ExitCode.ok, ExitCode.findings, ExitCode.incomplete, ExitCode.alive),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 5 }), (all) => {
      const reports = all.map(({ findings, code }, i) =>
        sampleReport({
          findings: findings.map(([n, said]) =>
            finding(n, said, { matches: [sampleMatch({ line: i + 1 })] }),
          ),
          exit_code: code,
        }),
      );
      const there = merged(...reports);
      const back = merged(...reports.toReversed());
      expect(back.findings.map(({ fingerprint, matches }) => [fingerprint, matches])).toEqual(
        there.findings.map(({ fingerprint, matches }) => [fingerprint, matches]),
      );
      expect(back.exit_code).toBe(there.exit_code);
      expect(there.exit_code).toBe(Math.max(0, ...all.map(({ code }) => code)));
      const keys = new Set(all.flatMap(({ findings }) => findings.map(([n]) => n)));
      expect(there.findings).toHaveLength(keys.size);
    }),
  );
});

describe('akguard report merge', () => {
  async function merge(...texts: string[]) {
    const folder = scratchFolder();
    const files = texts.map((text, i) => {
      const file = join(folder, `${i}.json`);
      writeFileSync(file, text);
      return file;
    });
    const cli = startSource(['report', 'merge', '--format', 'json', ...files], folder);
    return { code: await cli.ended, stdout: cli.stdout(), stderr: cli.stderr() };
  }

  test('joins the reports of shards', async () => {
    const scan = (n: number) => ({
      source: 'org' as const,
      target: 'octo',
      started_at: `2026-01-02T03:04:0${n}.000Z`,
      duration_ms: 2000,
      organisation: {
        repositories: { listed: 3, left_out: 2, scanned: 1, unchanged: 0, failed: 0 },
        incidents: { new: 1, known: 0, settled: 0 },
        cost: { api_calls: 4, clones: 1, bytes_cloned: 1000 },
      },
    });
    const shards = [1, 2].map((n) =>
      JSON.stringify(
        sampleReport({ scan: scan(n), findings: [finding(n, 'active')], exit_code: ExitCode.findings }),
      ),
    );
    const { code, stdout } = await merge(...shards);
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(ExitCode.findings);
    expect(report.summary).toMatchObject({ findings: 2, active: 2 });
    expect(report.scan).toMatchObject({
      source: 'org',
      target: 'octo',
      started_at: '2026-01-02T03:04:01.000Z',
      duration_ms: 3000,
      organisation: { repositories: { listed: 6, scanned: 2 }, cost: { api_calls: 8, clones: 2 } },
    });
  });

  test.each([
    ['cut short', JSON.stringify(sampleReport()).slice(0, -20)],
    ['of another kind', '{"schema":"other"}'],
    ['without its findings', JSON.stringify({ ...sampleReport(), findings: undefined })],
    ['empty', ''],
  ])(
    'a report that is %s ends it: a part that is missing must not look like one without keys',
    async (_, text) => {
      const { code, stdout, stderr } = await merge(JSON.stringify(sampleReport()), text);
      expect(code).toBe(ExitCode.usage);
      expect(stdout).toBe('');
      expect(stderr).toContain('1.json can not be merged');
    },
  );
});
