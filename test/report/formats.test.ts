// What every format owes: words that stay, and nothing of a hostile tree that acts on who reads it.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../src/report/csv.ts';
import { github } from '../../src/report/github.ts';
import { jsonl } from '../../src/report/jsonl.ts';
import { type Format, reporters } from '../../src/report/index.ts';
import { markdown } from '../../src/report/markdown.ts';
import { parseRunnerOutput } from '../helpers/runner-commands.ts';
import { cases } from './cases.ts';
import { hostileText, reportWith } from './hostile.ts';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

const style = { color: false, width: 100, runner: true };
const endings: Partial<Record<Format, string>> = {
  sarif: 'sarif',
  markdown: 'md',
  github: 'commands.txt',
  jsonl: 'jsonl',
  csv: 'csv',
  junit: 'junit.xml',
  html: 'html',
};
const shown = ['clean', 'incomplete', 'revoked', 'ambiguous', 'suppressed', 'from-stdin', 'hostile-names'];

test.each(
  Object.entries(endings).flatMap(([format, end]) => shown.map((name) => [format, end, name] as const)),
)('%s, golden (.%s): %s', async (format, end, name) => {
  const text = reporters[format as Format](cases[name]!, style);
  await expect(text).toMatchFileSnapshot(`golden/${name}.${end}`);
});

test('JSON Lines say what the report holds, the summary last', () => {
  const report = cases['hostile-names']!;
  const lines = jsonl(report).trimEnd().split('\n');
  const values = lines.map((line) => JSON.parse(line));
  const { findings, ...rest } = report;
  expect(values).toEqual([...findings.map((f) => ({ type: 'finding', ...f })), { type: 'summary', ...rest }]);
});

test.each(Object.keys(reporters) as Format[])(
  '%s: the runner takes no foreign text for a command',
  (format) => {
    const known = format === 'github' ? ['error', 'notice', 'warning'] : [];
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const { commands } = parseRunnerOutput(reporters[format](reportWith(a, b), style));
        expect(commands.filter(({ name }) => !known.includes(name))).toEqual([]);
        expect(commands.length).toBeLessThanOrEqual(4);
      }),
    );
  },
);

test('the file of an annotation is the path, with what can not be seen written out', () => {
  const at = (path: string) =>
    github(sampleReport({ findings: [sampleFinding({ matches: [sampleMatch({ path })] })] }), style);
  const [command] = parseRunnerOutput(at('a,b:c%2C=d')).commands;
  expect(command).toMatchObject({ name: 'error', properties: { file: 'a,b:c%2C=d', line: '12', col: '9' } });
  for (const path of ['/var/log/a', '../a', '']) {
    expect(parseRunnerOutput(at(path)).commands[0]?.properties).not.toHaveProperty('file');
  }
});

test('ten annotations, each key before any key twice; the rest is counted', () => {
  const one = (i: number) =>
    sampleFinding({
      fingerprint: `f${i}`,
      matches: Array.from({ length: 8 }, (_, n) => sampleMatch({ path: `k${i}`, line: n + 1 })),
    });
  const findings = [1, 2, 3].map(one);
  const { annotations, dropped } = parseRunnerOutput(github(sampleReport({ findings }), style));
  const errors = annotations.filter(({ type }) => type === 'error');
  expect(dropped).toBe(0);
  expect(errors.map(({ properties }) => `${properties['file']}:${properties['line']}`)).toEqual([
    'k1:1',
    'k2:1',
    'k3:1',
    'k1:2',
    'k2:2',
    'k3:2',
    'k1:3',
    'k2:3',
    'k3:3',
    'k1:4',
  ]);
  expect(annotations.find(({ type }) => type === 'notice')?.message).toContain('14 more places');
});

test('a summary keeps below 1 MiB, and says how many keys are left out', () => {
  const wide = 'ä'.repeat(400);
  const findings = Array.from({ length: 900 }, (_, i) =>
    sampleFinding({
      fingerprint: `f${i}`,
      matches: Array.from({ length: 60 }, () => sampleMatch({ path: wide })),
    }),
  );
  const skipped = Array.from({ length: 3000 }, () => ({ what: wide, why: wide }));
  const text = markdown(sampleReport({ findings, coverage: { complete: false, skipped } }));
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text).toMatch(/\*\*\d+ keys left out here/);
  expect(text).toContain('10 more places left out here');
});

test('no cell of a CSV starts a formula, and each row has all cells', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (a, b) => {
      const rows = parseCsv(csv(reportWith(a, b)));
      expect(rows).toHaveLength(3);
      for (const row of rows) {
        expect(row).toHaveLength(21);
        for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
      }
    }),
  );
});

/** By the grammar of RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}
