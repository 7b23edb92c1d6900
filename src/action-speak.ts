// What a run of the Action says: its log with annotations, the step's summary, and the files that it leaves for other
// steps. A place that can't be written to silences none of the others.
import { join } from 'node:path';
import { note } from './action/commands.ts';
import { isReallyActions } from './action/masks.ts';
import { type Outputs, writeSummary } from './action/outputs.ts';
import { summaryOf } from './action/summary.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import type { Report } from './core/report.ts';
import type { UploadResult } from './github/code-scanning.ts';
import { printOut, printRunnerCommands } from './io/terminal.ts';
import { writeWhole } from './io/write-file.ts';
import { publicReport, withheldNote } from './public-report.ts';
import { humanFindings } from './report/human.ts';
import { reporters } from './report/index.ts';

const style = { color: false, width: 100, runner: true };

export interface Said {
  /** Where the files are; empty for one that was not wanted or could not be written. */
  paths: Pick<Outputs, 'report-path' | 'sarif-path'>;
  /** AK_OUTPUT, for each place that could not be written to. */
  problems: AkguardError[];
}

/** Takes a SARIF text to where people look; see `uploadSarif`. */
export type Upload = (sarif: string) => Promise<UploadResult>;

interface Places {
  /** Whether everybody can read what the run says; asked only when there is something to keep from them. */
  isPublic: () => Promise<boolean>;
  /** Gets the files. */
  folder: string;
  sarif: 'off' | 'file' | Upload;
  variables: Record<string, string | undefined>;
}

/** @param notes what people should know about the run itself. */
export async function speak(
  whole: Report,
  notes: readonly string[],
  { folder, sarif, variables, isPublic }: Places,
): Promise<Said> {
  const forAll = publicReport(whole);
  const isWithheld = forAll.withheld > 0 && (await isPublic());
  const { report } = isWithheld ? forAll : { report: whole };
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
  const findings = annotated
    ? humanFindings(report, style) + reporters.github(report, style)
    : reporters.human(report, style);
  await printOut(findings);
  const text = sarif === 'off' ? '' : reporters.sarif(report, style);
  const paths = {
    'report-path': await put('report.json', reporters.json(whole, style)),
    'sarif-path': sarif === 'off' ? '' : await put('report.sarif', text),
  };
  const all = [...(isWithheld ? [withheldNote(forAll, whole)] : []), ...notes];
  if (typeof sarif === 'function') {
    const uploaded = await sarif(text);
    if (uploaded.kind === 'failed') problems.push(new AkguardError('AK_UPLOAD', { reason: uploaded.reason }));
    else if (uploaded.kind === 'unavailable') all.push(notUploaded(uploaded.reason));
    else all.push(`Code scanning has it: ${uploaded.url}`);
  }
  if (annotated) await printRunnerCommands(all.map((each) => note('notice', each)).join(''));
  const summary = summaryOf(reporters.markdown(report, style), all);
  await attempt('GITHUB_STEP_SUMMARY', () => writeSummary(variables['GITHUB_STEP_SUMMARY'], summary));
  return { paths, problems };
}

/** @param why a clause. */
export function notUploaded(why: string): string {
  return `The SARIF file was not uploaded to code scanning: ${why}.`;
}

/** A place that a run has to write to and can't. */
export function unwritten(path: string, error: unknown): AkguardError {
  return new AkguardError('AK_OUTPUT', { path, reason: messageOf(error) });
}
