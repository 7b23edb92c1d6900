// Responding for real: the sandbox's API over HTTP, the client, the store and a wall clock.
import { onTestFinished, expect, test } from 'vitest';
import { AntonClient } from '../../src/anton/client.ts';
import { silentLog, systemClock } from '../../src/core/runtime.ts';
import { Secret } from '../../src/core/secret.ts';
import { createKeyToLeak } from '../../src/sandbox/leak.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { RespondInput, Response } from '../../src/respond/case.ts';
import { respond } from '../../src/respond/respond.ts';
import { defaultPolicy } from '../../src/respond/default-policy.ts';
import { reportFinding } from '../../src/report/build.ts';
import { openStore } from '../../src/store/index.ts';
import { judge } from '../../src/verify/verdict-table.ts';
import { verifyKeys } from '../../src/verify/verify.ts';
import { finding } from './sample.ts';
import { Channel, hosts, results, statePath } from './world.ts';

interface Leak {
  sandbox: Sandbox;
  secret: Secret;
  id: string;
  run(changes?: Partial<RespondInput>): Promise<Response>;
}

/** A sandbox with two more keys than the management one; the second of them leaked. */
async function leak(): Promise<Leak> {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  await createKeyToLeak(sandbox.connectionLine);
  const { id, raw } = await createKeyToLeak(sandbox.connectionLine);
  const secret = new Secret(raw);
  const clock = systemClock;
  const endpoints = { live: new URL(sandbox.liveUrl), test: new URL(sandbox.testUrl) };
  const api = new AntonClient({
    endpoints,
    clock,
    log: silentLog,
    userAgent: 'akguard/test',
    timeoutMs: 2_000,
  });
  const path = statePath();
  const channel = new Channel();
  async function run(changes: Partial<RespondInput> = {}): Promise<Response> {
    const verdicts = await verifyKeys([{ secret, environment: 'live' }], api, { clock, random: Math.random });
    const verdict = verdicts.get(secret.fingerprint);
    if (!verdict) throw new Error('no verdict');
    const responses = await respond({
      items: [{ finding: finding({ secret }), verdict }],
      policy: defaultPolicy,
      setting: { branch: null, visibility: null, fitsGlob: () => false },
      armed: true,
      target: 'a test',
      foundAt: new Date().toISOString(),
      api,
      judge: (answer) => judge(answer, true).validity,
      managementKeys: { live: sandbox.liveApiKey, test: null },
      hosts,
      limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
      rotator: () => Promise.reject(new Error('no key is rotated here')),
      hostChecks: [],
      openStore: () => openStore(path, { log: silentLog }),
      alerters: [channel],
      describe: (item, response) => reportFinding({ ...item, ...response }, 'files'),
      clock,
      random: Math.random,
      log: silentLog,
      ...changes,
    });
    const response = responses.get(secret.fingerprint);
    if (!response) throw new Error('no response');
    return response;
  }
  return { sandbox, secret, id, run };
}

function revokedIds(sandbox: Sandbox): string[] {
  return sandbox.ledger
    .filter((entry) => entry.effect === 'revoke')
    .map((entry) => entry.path.split('/')[3] ?? '');
}

test('the right one of three keys is revoked, once', { timeout: 60_000 }, async () => {
  const { sandbox, id, run } = await leak();
  const response = await run();
  expect(results(response)).toEqual(['revoke revoked', 'alert alerted']);
  expect(response.key).toEqual({ id, name: 'checkout-service', matchedBy: 'last-used-probe' });
  expect(revokedIds(sandbox)).toEqual([id]);
  expect(results(await run())).toEqual([]);
  expect(revokedIds(sandbox)).toEqual([id]);
});

test.each([
  ['the answer is lost and the repeat works', 'drop-after@revoke*1', 'revoked'],
  ['the first attempts fail', '503@revoke*2', 'revoked'],
  ['static keys are refused', 'static-keys-disabled@revoke', 'refused'],
])('when %s (%s)', { timeout: 60_000 }, async (_, fault, result) => {
  const { sandbox, id, run } = await leak();
  sandbox.setFaults(fault);
  const response = await run();
  expect(results(response)[0]).toBe(`revoke ${result}`);
  expect(revokedIds(sandbox)).toEqual(result === 'revoked' ? [id] : []);
});
