// A small world for tests of revoking and responding: a simulated API with three live keys, of which key_0 leaked and
// key_1 is the management key, a real store in a folder of its own, and a channel that remembers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Alert, Alerter } from '../../src/core/alerter.ts';
import type { AntonApi } from '../../src/core/anton-api.ts';
import { silentLog, timestamp } from '../../src/core/runtime.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Store } from '../../src/core/store.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { reportFinding } from '../../src/report/build.ts';
import { alertState } from '../../src/respond/alert-state.ts';
import { defaultPolicy } from '../../src/respond/default-policy.ts';
import { respond } from '../../src/respond/respond.ts';
import type { RespondInput, Response, Verified } from '../../src/respond/case.ts';
import { openStore } from '../../src/store/index.ts';
import { makeKey } from '../helpers/keys.ts';
import { finding } from './sample.ts';
import { none, randomFrom } from './scenarios.ts';
import { SimulatedApi, judge } from './simulated-api.ts';
import type { SimulatedKey } from './simulated-api.ts';

export const leaked = new Secret(makeKey('live', 0));
export const management = new Secret(makeKey('live', 1));
const bystander = new Secret(makeKey('live', 2));

/** Keys that can be told apart by their ends: the three, and more if wanted. */
function simulatedApi(more: readonly Secret[]): SimulatedApi {
  const keys = [leaked, management, bystander, ...more].map((secret, i): SimulatedKey => ({
    id: `key_${i}`,
    secret,
    environment: 'live',
    suffix: secret.redacted.slice(-4),
    expiresAt: null,
    revokedAt: null,
    recording: { kind: 'prompt' },
    uses: none(),
  }));
  return new SimulatedApi(keys, {
    skewMs: 0,
    resolutionMs: 1,
    recordsAfterAnswer: false,
    latency: () => 5,
    random: randomFrom(1),
  });
}

/** Names of hosts, as the store keeps them. */
export const hosts = { live: 'live.test', test: 'test.test' };

/** A path for a store; its folder goes when the test ends. */
export function statePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-respond-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state.db');
}

/** Remembers what was told last, by fingerprint. */
export class Channel implements Alerter {
  readonly channel = 'memory';
  readonly states = new Map<string, string>();
  tellings = 0;
  fails = false;

  async tell(alert: Alert): Promise<{ where: string; fresh: boolean }> {
    if (this.fails) throw new Error('nobody there');
    this.tellings += 1;
    const fresh = !this.states.has(alert.fingerprint);
    this.states.set(alert.fingerprint, alertState(alert.finding));
    return { where: `memory/${alert.fingerprint.slice(0, 4)}`, fresh };
  }
}

export interface Run {
  simulated: SimulatedApi;
  path: string;
  channel: Channel;
}

export function newRun(...more: Secret[]): Run {
  return { simulated: simulatedApi(more), path: statePath(), channel: new Channel() };
}

/** What a run would learn about the leaked key now. */
export async function verdictNow(
  api: AntonApi,
  clock: SimulatedApi['clock'],
  secret = leaked,
): Promise<Verdict> {
  const answer = await api.check(secret, 'live');
  const status = answer.kind === 'http' ? answer.status : null;
  return {
    validity: judge(answer),
    reason: 'asked',
    checkedAt: timestamp(clock),
    status,
    code: null,
    requestId: null,
  };
}

/** Verifies the leaked key and responds, armed unless said otherwise. */
export async function runOnce(run: Run, changes: Partial<RespondInput> = {}): Promise<Response> {
  const { clock } = run.simulated;
  const api = changes.api ?? run.simulated;
  const verdict = await verdictNow(api, clock);
  const responses = await respondAll(run, {
    items: [{ finding: finding({ secret: leaked }), verdict }],
    ...changes,
  });
  const response = responses.get(leaked.fingerprint);
  if (!response) throw new Error('no response');
  return response;
}

/** Findings of some keys, verified. */
export async function verified(run: Run, secrets: readonly Secret[]): Promise<Verified[]> {
  const { simulated } = run;
  const items: Verified[] = [];
  for (const secret of secrets) {
    items.push({
      finding: finding({ secret }),
      verdict: await verdictNow(simulated, simulated.clock, secret),
    });
  }
  return items;
}

/** Responds to some findings, armed unless said otherwise. */
export async function respondAll(
  run: Run,
  changes: Partial<RespondInput> & Pick<RespondInput, 'items'>,
): Promise<Map<string, Response>> {
  const { simulated, channel, path } = run;
  const { clock } = simulated;
  const api = changes.api ?? simulated;
  return respond({
    policy: defaultPolicy,
    setting: { branch: null, visibility: null, fitsGlob: () => false },
    armed: true,
    target: 'a test',
    foundAt: timestamp(clock),
    api,
    judge,
    managementKeys: { live: management, test: null },
    hosts,
    limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
    rotator: () => Promise.reject(new Error('no key is rotated here')),
    hostChecks: [],
    openStore: () => openStore(path, { log: silentLog, by: 'a test' }),
    alerters: [channel],
    describe: (item, response) => reportFinding({ ...item, ...response }, 'files'),
    clock,
    random: randomFrom(2),
    log: silentLog,
    ...changes,
  });
}

/** Results as `action result`, in order. */
export function results(response: Response): string[] {
  return response.outcomes.map((outcome) => `${outcome.action} ${outcome.result}`);
}

export async function withStore<T>(run: Run, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(run.path, { log: silentLog });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}
