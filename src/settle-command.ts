// `akguard settle`: what earlier runs left open, without a scan.
import { readAlerters } from './alert-channels.ts';
import { AkguardError } from './core/errors.ts';
import { ExitCode, worst } from './core/exit-code.ts';
import { systemClock } from './core/runtime.ts';
import { visible } from './core/text.ts';
import { printOut } from './io/terminal.ts';
import { withState } from './open-state.ts';
import type { StateContext } from './open-state.ts';
import { apiHosts, connect, readManagementKeys } from './plan.ts';
import { settleAll } from './respond/settle-all.ts';

/** Ends with 4 while a revoke is in doubt, with 3 while people are still to be told. */
export async function settle(context: StateContext): Promise<ExitCode> {
  const { environment: variables, log } = context;
  const api = await connect(variables, log);
  const settled = await withState(context, (store) =>
    settleAll({
      store,
      api,
      managementKeys: readManagementKeys(variables),
      hosts: apiHosts(variables),
      async alerterFor(channel) {
        const [alerter] = await readAlerters([channel], variables, log);
        if (!alerter)
          throw new AkguardError('AK_ALERT_CHANNEL', { channel, problem: 'there is no such kind' });
        return alerter;
      },
      clock: systemClock,
      log,
    }),
  );
  for (const { act, isSettled, text } of settled) {
    const what = act.action === 'revoke' ? `revoke of ${act.target}` : `alert on ${act.target}`;
    await printOut(
      visible(`${isSettled ? 'settled' : 'open   '}  ${act.fingerprint}  ${what}: ${text}`) + '\n',
    );
  }
  const open = settled.filter(({ isSettled }) => !isSettled);
  await printOut(
    `${settled.length} left by earlier runs, ${settled.length - open.length} settled, ${open.length} still open.\n`,
  );
  return worst(open.map(({ act }) => (act.action === 'revoke' ? ExitCode.alive : ExitCode.incomplete)));
}
