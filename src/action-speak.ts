// What a run of the Action says: its log with annotations, the step's summary, and the files that it leaves for other
// steps. A place that can't be written to silences none of the others.
import { join } from 'node:path';
import { note } from './action/commands.ts';
import { isReallyActions } from './action/masks.ts';
import { type Outputs, writeSummary } from './action/outputs.ts';
import { summaryOf } from './action/summary.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { printOut, printRunnerCommands } from './io/terminal.ts';
import { writeWhole } from './io/write-file.ts';
import { humanFindings } from './report/human.ts';
import { reporters } from './report/index.ts';

const style = { color: false, width: 100, runner: true };

export interface Said {
  /** Where the files are; empty for one that was not wanted or could not be written. */
  paths: Pick<Outputs, 'report-path' | 'sarif-path'>;
  /** AK_OUTPUT, for each place that could not be written to. */
  problems: AkguardError[];
}

/**
 * @param notes what people should know about the run itself.
 * @param folder gets the files. @param sarif whether a SARIF file is wanted.
 */
export async function speak(
  report: Report,
  notes: readonly string[],
  {
    folder,
    sarif,
    variables,
  }: { folder: string; sarif: boolean; variables: Record<string, string | undefined> },
): Promise<Said> {
  const problems: AkguardError[] = [];
  const attempt = (path: string, write: () => Promise<void>) =>
    write().then(
      () => path,
      (error: unknown) => {
        problems.push(unwritten(path, error));
        return '';
      },
    );
  const put = async (name: string, text: string) => {
    const path = join(folder, name);
    return attempt(path, () => writeWhole(path, text));
  };
  const annotated = isReallyActions(variables);
  await printOut(
    annotated
      ? humanFindings(report, style) + reporters.github(report, style)
      : reporters.human(report, style),
  );
  if (annotated) await printRunnerCommands(notes.map((text) => note('notice', text)).join(''));
  const summary = summaryOf(reporters.markdown(report, style), notes);
  await attempt('GITHUB_STEP_SUMMARY', () => writeSummary(variables['GITHUB_STEP_SUMMARY'], summary));
  const paths = {
    'report-path': await put('report.json', reporters.json(report, style)),
    'sarif-path': sarif ? await put('report.sarif', reporters.sarif(report, style)) : '',
  };
  return { paths, problems };
}

/** A place that a run has to write to and can't. */
export function unwritten(path: string, error: unknown): AkguardError {
  return new AkguardError('AK_OUTPUT', { path, reason: messageOf(error) });
}
