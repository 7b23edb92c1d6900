// The sandbox in the test's own process, for runs of `warm-cli.ts`: as `sandbox-process.ts`, without a process of its own.
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type SandboxProcess, sandboxAt } from './sandbox-process.ts';

/** A sandbox that lives until the test ends. @param faults as `--fault` takes them. */
export async function warmSandbox(generation: 'A' | 'D' = 'A', ...faults: string[]): Promise<SandboxProcess> {
  const sandbox = await startSandbox({ generation, ratePerMinute: 1_000_000 });
  onTestFinished(() => sandbox.close());
  if (faults.length > 0) sandbox.setFaults(faults.join(','));
  return sandboxAt(sandbox.connectionLine, generation, () => sandbox.close());
}

/** Whether a key opens anything. */
export async function works({ urls }: Pick<SandboxProcess, 'urls'>, raw: string): Promise<boolean> {
  const url = raw.startsWith('ak_test_') ? urls.AKGUARD_TEST_URL : urls.AKGUARD_LIVE_URL;
  const headers = { authorization: `Bearer ${raw}` };
  return (await fetch(`${url}/v1/api-keys?limit=1`, { headers })).status === 200;
}
