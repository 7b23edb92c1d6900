// `akguard ledger show`, `verify` and `export`.
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import { LedgerCheck } from './core/ledger.ts';
import type { LedgerEntry, LedgerHead, LedgerProblem } from './core/ledger.ts';
import type { LedgerReader } from './core/store.ts';
import { jsonSafe } from './core/text.ts';
import { printOut } from './io/terminal.ts';
import { deliver, withState } from './open-state.ts';
import type { StateContext } from './open-state.ts';
import { incidentPage } from './respond/incident-page.ts';

const page = 1000;

/** One page for each incident, in the order in which they were found, or for the one given. */
export async function showLedger(fingerprint: string | null, context: StateContext): Promise<ExitCode> {
  const byIncident = new Map<string, LedgerEntry[]>();
  await withState(context, async (store) => {
    for await (const line of linesOf(store)) {
      if (line.fingerprint === null || (fingerprint !== null && line.fingerprint !== fingerprint)) continue;
      const lines = byIncident.get(line.fingerprint) ?? [];
      byIncident.set(line.fingerprint, lines);
      lines.push(line);
    }
  });
  if (fingerprint !== null && byIncident.size === 0) {
    throw new AkguardError('AK_USAGE', { problem: 'The ledger knows no such fingerprint.' });
  }
  const pages = [...byIncident.values()].map(incidentPage);
  await deliver(pages.length === 0 ? 'No incidents yet.\n' : pages.join('\n'), context);
  return ExitCode.ok;
}

/** Every line as it is, one JSON object each. */
export async function exportLedger(context: StateContext): Promise<ExitCode> {
  const lines: string[] = [];
  await withState(context, async (store) => {
    for await (const line of linesOf(store)) lines.push(`${jsonSafe(JSON.stringify(line))}\n`);
  });
  await deliver(lines.join(''), context);
  return ExitCode.ok;
}

/**
 * Ends with 1 when a line is not as it was written.
 * @param file an export, or null for the state itself.
 * @param noted `COUNT:HASH` as an earlier check printed it.
 */
export async function verifyLedger(
  file: string | null,
  noted: string | null,
  context: StateContext,
): Promise<ExitCode> {
  const head = noted === null ? null : parseHead(noted);
  const checked =
    file === null
      ? await withState(context, (store) => store.checkLedger(head))
      : checkExport(await readExport(file), head);
  for (const { what } of checked.problems) await printOut(`wrong: ${what}\n`);
  const { count, hash } = checked.head;
  if (checked.problems.length > 0) {
    await printOut(`The ledger is not as it was written: see above. It has ${count} lines.\n`);
    return ExitCode.findings;
  }
  await printOut(
    `${count} line${count === 1 ? '' : 's'}, each in its place and unchanged. To compare with later: --head ${count}:${hash}\n`,
  );
  return ExitCode.ok;
}

async function* linesOf(store: LedgerReader): AsyncGenerator<LedgerEntry> {
  for (let after = 0; ;) {
    const lines = await store.ledger(after, page);
    yield* lines;
    const last = lines.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

function parseHead(text: string): LedgerHead {
  const [, count, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (count === undefined || hash === undefined) {
    throw new AkguardError('AK_USAGE', {
      problem: '--head takes COUNT:HASH, as `akguard ledger verify` prints it.',
    });
  }
  return { count: Number(count), hash };
}

async function readExport(file: string): Promise<string> {
  const { readText } = await import('./io/write-file.ts');
  const text = await readText(file).catch((error: unknown) => {
    throw new AkguardError('AK_USAGE', { problem: `${file} can not be read: ${messageOf(error)}.` });
  });
  if (text === null) throw new AkguardError('AK_PATH_NOT_FOUND', { path: file });
  return text;
}

/** There is no head file beside an export: a tail that was cut off shows only against a head that was noted. */
function checkExport(text: string, head: LedgerHead | null): { head: LedgerHead; problems: LedgerProblem[] } {
  const check = new LedgerCheck(head ? [head] : []);
  const rows = text.split('\n');
  if (rows.at(-1) === '') rows.pop();
  for (const [index, row] of rows.entries()) {
    const entry = parseLine(row);
    if (entry) check.take(entry);
    else
      check.problems.push({ line: index + 1, what: `row ${index + 1} of the file is no line of a ledger` });
  }
  if (head) check.end(head, 'the head given');
  return { head: check.head, problems: check.problems };
}

function parseLine(row: string): LedgerEntry | null {
  try {
    const value = JSON.parse(row) as Partial<LedgerEntry> | null;
    return typeof value?.seq === 'number' && typeof value.hash === 'string' && typeof value.data === 'object'
      ? (value as LedgerEntry)
      : null;
  } catch {
    return null;
  }
}
