import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../src/report/json.ts';
import { cases } from './cases.ts';
import { sampleReport } from './sample.ts';

test.each(['clean', 'revoked', 'many-places', 'hostile-names'])('golden: %s', async (name) => {
  const report = cases[name]!;
  await expect(json({ ...report, findings: report.findings.map(fewPlaces) })).toMatchFileSnapshot(
    `golden/${name}.json`,
  );
});

test.each(Object.entries(cases))('says exactly what the report holds: %s', (_, report) => {
  expect(JSON.parse(json(report))).toEqual(report);
});

test('any text survives, and none of it reaches a terminal or a runner raw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('', '##[error]', '\u202e', '\u001b', '\u{e0041}'),
      (a, b) => {
        const target = a + b + a;
        const text = json(sampleReport({ scan: { target } }));
        expect(JSON.parse(text).scan.target).toBe(target);
        expect(text).not.toMatch(/[[\p{Cc}\p{Cf}\u2028\u2029]--[\n]]/v);
        expect(text).not.toContain('##[');
      },
    ),
  );
});

function fewPlaces<T extends { matches: unknown[] }>(finding: T): T {
  return { ...finding, matches: finding.matches.slice(0, 4) };
}
