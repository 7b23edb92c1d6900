// `akguard breaker status` and `breaker reset`.
import { ExitCode } from './core/exit-code.ts';
import { systemClock, timestamp } from './core/runtime.ts';
import { printOut } from './io/terminal.ts';
import { withState } from './open-state.ts';
import type { StateContext } from './open-state.ts';

/** Ends with 1 while no key of some environment would be revoked. */
export async function breakerStatus(context: StateContext): Promise<ExitCode> {
  const { maxRevocations, maxRevocationsPerHour: most } = context.options;
  const { open, lastHour } = await withState(context, (store) => store.breaker(timestamp(systemClock)));
  for (const { environment, cause, openedAt, why } of open) {
    await printOut(`open for ${environment} keys since ${openedAt} (${cause}): ${why}\n`);
  }
  const isFull = lastHour >= most;
  await printOut(
    `${lastHour} of at most ${most} keys were revoked within the last hour; a run may revoke ${maxRevocations}.\n`,
  );
  if (open.length > 0) await printOut(`Look into it, then give \`akguard breaker reset\`.\n`);
  else if (isFull)
    await printOut('No more are revoked until an hour is over, or until `akguard breaker reset`.\n');
  else await printOut('closed: keys may be revoked.\n');
  return open.length > 0 || isFull ? ExitCode.findings : ExitCode.ok;
}

export async function resetBreaker(context: StateContext): Promise<ExitCode> {
  await withState(context, (store) => store.reset(timestamp(systemClock)));
  await printOut('The breaker is closed, and revocations are counted from now on.\n');
  return ExitCode.ok;
}
