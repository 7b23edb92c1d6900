// `akguard report merge`: the reports of several runs as one.
import type { Options } from './config/options.ts';
import { parseReport } from './config/report-file.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { readVersion } from './io/package-files.ts';
import { readText } from './io/write-file.ts';
import { Merger } from './merge-reports.ts';

/** @throws AkguardError AK_USAGE, AK_REPORT: a report that can't be had would be a part that nobody knows to be missing. */
export async function mergeFiles(files: readonly string[], { failOn }: Options): Promise<Report> {
  if (files.length === 0)
    throw new AkguardError('AK_USAGE', { problem: 'The command is `akguard report merge FILE…`.' });
  const merger = new Merger();
  const scans: Report['scan'][] = [];
  for (const file of files) {
    const report = await readReport(file);
    merger.add(report);
    scans.push(report.scan);
  }
  const starts = scans.map(({ started_at }) => Date.parse(started_at));
  const ends = scans.map(({ duration_ms }, i) => (starts[i] ?? 0) + duration_ms);
  const started = Math.min(...starts);
  const sources = new Set(scans.map(({ source }) => source));
  return merger.report({
    version: readVersion(),
    source: (sources.size === 1 ? scans[0]?.source : null) ?? 'files',
    target: [...new Set(scans.map(({ target }) => target))].join(' '),
    startedAt: new Date(started).toISOString(),
    durationMs: Math.max(...ends) - started,
    failOn,
  });
}

async function readReport(file: string): Promise<Report> {
  const text = await readText(file).catch((error: unknown) => {
    throw new AkguardError('AK_REPORT', { file, problem: messageOf(error) });
  });
  if (text === null) throw new AkguardError('AK_REPORT', { file, problem: 'there is no such file' });
  return parseReport(file, text);
}
