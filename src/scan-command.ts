// The commands that run the pipeline: `akguard scan …`, `verify` and `revoke`. Apart from main.ts, so that other commands
// do not pay for loading what scans need.
import type { ScanName } from './core/blob.ts';
import type { Options } from './config/options.ts';
import type { Report } from './core/report.ts';
import type { StateContext } from './open-state.ts';
import { runPipeline } from './pipeline.ts';
import { makePlan, readKey } from './plan.ts';
import { scanRequest } from './scan-request.ts';
import { sources } from './sources/index.ts';

/** @throws AkguardError when nothing could be scanned. */
export async function scan(name: ScanName, operands: string[], context: StateContext): Promise<Report> {
  const { options, environment, log } = context;
  const subject = await sources[name](scanRequest(operands, context));
  return runPipeline(await makePlan(subject, options, environment, log));
}

/** `akguard revoke` is an order for one key, in either environment. The laws still hold: unknown is never revoked. */
const revokeAsAsked: Options['policy'] = [
  { name: 'asked', when: { validity: ['active'] }, actions: ['revoke', 'alert'] },
  { name: 'unknown', when: { validity: ['unknown'] }, actions: ['alert', 'fail'] },
  { name: 'inactive', when: {}, actions: [] },
];

/** Verifies, and perhaps revokes, the key on standard input. @throws AkguardError unless there is exactly one. */
export async function handleKey(command: 'verify' | 'revoke', context: StateContext): Promise<Report> {
  const { options, environment, log } = context;
  const subject = await readKey();
  const asked = { ...options, ...(command === 'revoke' && { armed: true, policy: revokeAsAsked }) };
  return runPipeline(await makePlan(subject, asked, environment, log));
}
