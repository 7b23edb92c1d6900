// Every SARIF file, by the rules of the standard and those of GitHub's code scanning, as Microsoft's validator has them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sarif } from '../../src/report/sarif.ts';
import { sarifMultitool } from '../helpers/sarif-multitool.ts';
import { cases } from './cases.ts';

// It starts slowly, and reads all cases.
vi.setConfig({ testTimeout: 300_000 });

const tool = sarifMultitool();
const isMissing = 'missing' in tool;
if (isMissing) console.warn(`NOT TESTED: SARIF by sarif-multitool: ${tool.missing}.`);

/** What the validator says of some files, as `file: level rule`. */
function validate(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-sarif-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.sarif`), text);
  const output = join(folder, 'result.json');
  const args = ['validate', join(folder, '*.sarif'), '--rule-kind', 'Sarif;Ghas', '--output', output];
  const program = isMissing ? '' : tool.program;
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
  const { stdout } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 280_000 });
  expect(stdout).toContain(`${Object.keys(files).length} files scanned`);
  const log = JSON.parse(readFileSync(output, 'utf8').replace(/^\ufeff/, ''));
  const results: { ruleId: string; level?: string; locations: [Location, ...Location[]] }[] =
    log.runs[0].results;
  return results.map(({ ruleId, level = 'warning', locations: [{ physicalLocation }] }) => {
    const file = physicalLocation.artifactLocation.uri.replace(/^.*\/|\.sarif$/g, '');
    return `${file}: ${level} ${ruleId}`;
  });
}

interface Location {
  physicalLocation: { artifactLocation: { uri: string } };
}

test.skipIf(isMissing)('sarif-multitool finds nothing wrong but that no home page is given', () => {
  const files = Object.fromEntries(Object.entries(cases).map(([name, report]) => [name, sarif(report)]));
  const said = validate(files).filter((line) => !line.endsWith(': warning SARIF2005'));
  expect(said).toEqual([]);
});

test.skipIf(isMissing)('it would find what GitHub does not take', () => {
  const log = JSON.parse(sarif(cases['revoked']!));
  delete log.runs[0].tool.driver.rules[0].help;
  log.runs[0].results[0].locations = [];
  const said = validate({ bad: JSON.stringify(log), good: sarif(cases['revoked']!) });
  expect(said.filter((line) => line.includes(': error'))).not.toEqual([]);
  expect(said.filter((line) => line.startsWith('good: error'))).toEqual([]);
});
