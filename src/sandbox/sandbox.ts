// A local server that speaks the Anton API: for drills, demos, trainings and the project's own tests.
// It is the contract (generation A), or generation D, in executable form, with faults on demand.
import { Secret } from '../core/secret.ts';
import { answer, dialectOf } from './contract.ts';
import type { Generation } from './contract.ts';
import { FaultPlan, parseFaults } from './faults.ts';
import { KeyRing } from './key-ring.ts';
import type { LedgerEntry } from './ledger.ts';
import { addressOf, listen } from './listener.ts';
import type { World } from './listener.ts';
import { RateLimit } from './rate-limit.ts';

export interface SandboxOptions {
  /** A, the contract, unless given. */
  generation?: Generation;
  /** 0 (the default) lets the system choose. */
  livePort?: number;
  testPort?: number;
  /** See `faultHelp` for the grammar. */
  faults?: string | readonly string[];
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Requests a minute for the merchant, over both hosts; 1,000 as documented. */
  ratePerMinute?: number;
}

export interface Sandbox {
  /** Production: takes `ak_live_` keys. */
  readonly liveUrl: string;
  /** Sandbox: takes `ak_test_` keys. */
  readonly testUrl: string;
  /** Management keys, one for each host. */
  readonly liveApiKey: Secret;
  readonly testApiKey: Secret;
  /**
   * What `akguard sandbox` prints: one line of JSON with live_url, test_url, live_api_key and test_api_key. The one place
   * where the raw management keys can be had; they work on this sandbox only.
   */
  readonly connectionLine: string;
  readonly ledger: readonly LedgerEntry[];
  /** Replaces all faults; null for none. Throws an Error with a sentence for a spec that is not understood. */
  setFaults(spec: string | readonly string[] | null): void;
  close(): Promise<void>;
}

/** Starts both hosts on 127.0.0.1. Rejects for a bad fault spec, or a port that can not be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const dialect = dialectOf(options.generation ?? 'A', now);
  const keys = new KeyRing(now, dialect.idPrefix);
  const rate = new RateLimit(options.ratePerMinute ?? 1000, now);
  const closing = new AbortController();
  let plan = new FaultPlan(options.faults === undefined ? [] : parseFaults(options.faults));
  const urls = { live: '', test: '' };
  const world: World = {
    dialect,
    now,
    takeFault: (step) => plan.take(step),
    answer: (call, environment) => answer(call, environment, { dialect, keys, rate }),
    otherUrl: (environment) => (environment === 'live' ? urls.test : urls.live),
    ledger: [],
    closing: closing.signal,
  };
  const live = await listen('live', options.livePort ?? 0, world);
  const test = await listen('test', options.testPort ?? 0, world).catch((error: unknown) => {
    live.close();
    throw error;
  });
  urls.live = addressOf(live);
  urls.test = addressOf(test);
  const [liveKey, testKey] = [keys.create('live', 'management').raw, keys.create('test', 'management').raw];
  const connection = {
    live_url: urls.live,
    test_url: urls.test,
    live_api_key: liveKey,
    test_api_key: testKey,
  };
  return {
    liveUrl: urls.live,
    testUrl: urls.test,
    liveApiKey: new Secret(liveKey),
    testApiKey: new Secret(testKey),
    connectionLine: `${JSON.stringify(connection)}\n`,
    ledger: world.ledger,
    setFaults(spec) {
      plan = new FaultPlan(spec === null ? [] : parseFaults(spec));
    },
    async close() {
      closing.abort();
      await Promise.all(
        [live, test].map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}
