// The rules by which GitHub takes a SARIF file in, checked on every case.
import { expect, test } from 'vitest';
import { sarif } from '../../src/report/sarif.ts';
import { cases } from './cases.ts';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

interface Result {
  ruleId: string;
  message: { text: string };
  locations: {
    physicalLocation: {
      artifactLocation: { uri: string };
      region: { startLine: number; startColumn: number };
    };
  }[];
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions: { kind: string }[];
}

function run(report: (typeof cases)[string]) {
  const log = JSON.parse(sarif(report));
  expect(log).toMatchObject({ $schema: expect.stringMatching(/sarif-2\.1\.0/), version: '2.1.0' });
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as {
    tool: { driver: { rules: Record<string, unknown>[] } };
    automationDetails: { id: string };
    invocations: {
      executionSuccessful: boolean;
      toolExecutionNotifications: { message: { text: string } }[];
    }[];
    results: Result[];
  };
}

test.each(Object.entries(cases))('has all that GitHub needs: %s', (_, report) => {
  const { tool, results, automationDetails } = run(report);
  expect(automationDetails.id).toMatch(/^akguard\/\w+\/$/);
  for (const rule of tool.driver.rules) {
    expect(rule).toMatchObject({
      id: expect.stringMatching(/./),
      shortDescription: { text: expect.stringMatching(/./) },
      fullDescription: { text: expect.stringMatching(/./) },
      help: { text: expect.stringMatching(/./) },
      properties: { 'security-severity': expect.stringMatching(/^\d\.\d$/) },
    });
  }
  const ids = tool.driver.rules.map(({ id }) => id);
  for (const { ruleId, message, locations } of results) {
    expect(ids).toContain(ruleId);
    expect(message.text).not.toBe('');
    expect(locations).toHaveLength(1);
    const { artifactLocation, region } = locations[0]!.physicalLocation;
    expect(artifactLocation.uri).toMatch(
      /^(?:[\w.!~*'()-]|%[0-9A-F]{2})+(?:\/(?:[\w.!~*'()-]|%[0-9A-F]{2})+)*$/,
    );
    expect(artifactLocation.uri.split('/')).not.toContain('..');
    expect(region.startLine).toBeGreaterThan(0);
    expect(region.startColumn).toBeGreaterThan(0);
  }
  const prints = results.map((result) => result.partialFingerprints.primaryLocationLineHash);
  expect(new Set(prints).size).toBe(prints.length);
});

test('a fingerprint outlives a move of the line, and differs by file and by key', () => {
  const print = (path: string, line: number, fingerprint: string) =>
    run(sampleReport({ findings: [sampleFinding({ fingerprint, matches: [sampleMatch({ path, line })] })] }))
      .results[0]!.partialFingerprints.primaryLocationLineHash;
  expect(print('a', 1, 'f')).toBe(print('a', 99, 'f'));
  expect(print('a', 1, 'f')).not.toBe(print('b', 1, 'f'));
  expect(print('a', 1, 'f')).not.toBe(print('a', 1, 'g'));
});

test.each([
  [{ path: 'a b/ü#.ts' }, 'a%20b/%C3%BC%23.ts'],
  [{ path: '/var/log/x' }, 'outside/var/log/x'],
  [{ path: '../x' }, 'outside/up/x'],
  [{ path: null, commit: 'c0ffee' }, 'git/commit/c0ffee/message'],
  [{ path: 'a', commit: 'c0ffee', tips: [], source: 'history' as const }, 'git/commit/c0ffee/a'],
  [{ path: 'a', commit: 'c0ffee', tips: ['refs/heads/main'], source: 'history' as const }, 'a'],
  [{ path: 'a', commit: 'c0ffee', source: 'range' as const }, 'a'],
  [{ path: null, blob: 'b10b' }, 'git/object/b10b'],
])('the place of %j is %s', (match, uri) => {
  const { results } = run(sampleReport({ findings: [sampleFinding({ matches: [sampleMatch(match)] })] }));
  expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
});

test('suppressions: given for a test key, void for an active live one', () => {
  expect(run(cases['suppressed-active-test']!).results.map((r) => r.suppressions.length)).toEqual([1]);
  expect(run(cases['suppressed-active-live']!).results.map((r) => r.suppressions.length)).toEqual([0]);
});

test('the limits are kept, and what is left out is told', () => {
  const matches = (n: number) => Array.from({ length: n }, (_, i) => sampleMatch({ path: `f${i}` }));
  const one = run(sampleReport({ findings: [sampleFinding({ matches: matches(1500) })] }));
  expect(one.results).toHaveLength(1000);
  expect(one.results.at(-1)?.message.text).toContain('500 more places of this key left out here');
  const findings = Array.from({ length: 26_000 }, (_, i) => sampleFinding({ fingerprint: `f${i}` }));
  const many = run(sampleReport({ findings }));
  expect(many.results).toHaveLength(25_000);
  expect(many.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(/^1,000 places left out/);
});
