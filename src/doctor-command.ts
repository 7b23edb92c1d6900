// `akguard doctor`: what keeps the hooks of this repository from working, and how to mend it.
import { ExitCode } from './core/exit-code.ts';
import { visible } from './core/text.ts';
import { findHookPlace } from './git/user-settings.ts';
import { diagnose } from './hooks/diagnose.ts';
import { printOut } from './io/terminal.ts';

/** Ends with 1 when there is something to mend. */
export async function doctor(variables: Record<string, string | undefined>): Promise<ExitCode> {
  const place = await findHookPlace('.');
  if (place === null) {
    await printOut('This is no repository: there are no hooks to look at.\n');
    return ExitCode.ok;
  }
  const { fine, troubles } = await diagnose(place, variables);
  const lines = [
    ...fine.map((line) => `ok    ${line}`),
    ...troubles.flatMap(({ what, mend }) => [`WRONG ${what}`, `      ${mend}`]),
  ];
  await printOut(lines.map((line) => `${visible(line)}\n`).join(''));
  return troubles.length === 0 ? ExitCode.ok : ExitCode.findings;
}
