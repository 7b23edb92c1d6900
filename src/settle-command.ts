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
import { openRotationText } from './keys/rotation-text.ts';
import { settleAll } from './respond/settle-all.ts';

/**
 * Ends with 4 while a revoke is in doubt, with 3 while people are still to be told or a rotation is open: that needs a key, or a
 * place for one, so it is only told how to go on.
 */
export async function settle(context: StateContext): Promise<ExitCode> {
  const { environment: variables, log } = context;
  const api = await connect(variables, log);
  const { settled, rotations } = await withState(context, async (store) => ({
    settled: await settleAll({
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
    rotations: await Promise.all(
      (await store.openRotations()).map(async (rotation) => ({
        rotation,
        steps: await store.rotationSteps(rotation),
      })),
    ),
  }));
  for (const { act, isSettled, text } of settled) {
    const what = act.action === 'revoke' ? `revoke of ${act.target}` : `alert on ${act.target}`;
    await printOut(
      visible(`${isSettled ? 'settled' : 'open   '}  ${act.fingerprint}  ${what}: ${text}`) + '\n',
    );
  }
  for (const { rotation, steps } of rotations) {
    await printOut(visible(`open     rotation of ${openRotationText(rotation, steps)}`) + '\n');
  }
  const open = settled.filter(({ isSettled }) => !isSettled);
  await printOut(
    `${settled.length + rotations.length} left by earlier runs, ${settled.length - open.length} settled, ` +
      `${open.length + rotations.length} still open.\n`,
  );
  return worst([
    ...open.map(({ act }) => (act.action === 'revoke' ? ExitCode.alive : ExitCode.incomplete)),
    ...rotations.map(() => ExitCode.incomplete),
  ]);
}
