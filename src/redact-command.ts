// `akguard redact`: standard input to standard output with keys masked. It ends when its input does. When its reader
// goes away it ends with 0, as `cat` would: the program before it then meets the same broken pipe as without us. A signal
// to end lets that program finish what it says first, since both get it when somebody presses Ctrl-C.
import { ExitCode } from './core/exit-code.ts';
import { visible } from './core/text.ts';
import { Redactor } from './detect/redactor.ts';
import { pipeThrough } from './io/pipe-through.ts';
import { printError } from './io/terminal.ts';
import { loadRules } from './rules-command.ts';

/** @param quiet leaves out how many keys were masked; what went wrong is said anyway. */
export async function redact(quiet: boolean): Promise<ExitCode> {
  const redactor = new Redactor(loadRules());
  const end = await pipeThrough(redactor);
  const { count } = redactor;
  if (count > 0 && !quiet) printError(`akguard: masked ${count} ${count === 1 ? 'key' : 'keys'}`);
  if (!('reason' in end)) return ExitCode.ok;
  const what =
    end.by === 'read-error' ? 'Standard input can not be read' : 'Standard output can not be written';
  printError(
    `akguard: ${what}: ${visible(end.reason)}\n  What came before is redacted; the rest is missing.`,
  );
  return ExitCode.incomplete;
}
