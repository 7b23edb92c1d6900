// `akguard sandbox` as a child process: what a test of the built CLI talks to, and what tells it what really happened.
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/core/rule.ts';
import type { LedgerEntry } from '../../src/sandbox/ledger.ts';
import { startCli } from './cli.ts';

export interface SandboxProcess {
  /** Leads a CLI to this sandbox. */
  urls: { AKGUARD_LIVE_URL: string; AKGUARD_TEST_URL: string };
  /** As `urls`, with the management keys. */
  env: Record<string, string>;
  ledger(): Promise<LedgerEntry[]>;
  /** The requests to revoke that changed something. */
  revocations(): Promise<LedgerEntry[]>;
  /** Makes a key over the API. */
  createKey(environment: Environment, name?: string): Promise<{ id: string; raw: string }>;
  stop(): Promise<void>;
}

/** A sandbox that lives until the test ends. */
export async function sandboxForTest(...faults: string[]): Promise<SandboxProcess> {
  const sandbox = await startSandboxProcess(...faults);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** The same, in another generation of the API. */
export async function sandboxOf(generation: 'A' | 'D', ...faults: string[]): Promise<SandboxProcess> {
  const sandbox = await startWith(['--generation', generation], faults);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** @param faults as `--fault` takes them. */
export async function startSandboxProcess(...faults: string[]): Promise<SandboxProcess> {
  return startWith([], faults);
}

async function startWith(flags: string[], faults: string[]): Promise<SandboxProcess> {
  const { child, done } = startCli(['sandbox', ...flags, ...faults.flatMap((fault) => ['--fault', fault])], {
    timeoutMs: 600_000,
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece: Buffer) => {
      text += String(piece);
      if (text.includes('\n')) resolve(text);
    });
    child.on('close', () => reject(new Error('the sandbox ended before it listened')));
  });
  return sandboxAt(line, flags.includes('D') ? 'D' : 'A', async () => {
    child.kill('SIGTERM');
    await done;
  });
}

/** @param line what a sandbox says of itself once it listens. */
export function sandboxAt(line: string, generation: 'A' | 'D', stop: () => Promise<void>): SandboxProcess {
  const { live_url, test_url, live_api_key, test_api_key } = JSON.parse(line) as Record<
    'live_url' | 'test_url' | 'live_api_key' | 'test_api_key',
    string
  >;
  const isD = generation === 'D';
  const urls = { AKGUARD_LIVE_URL: live_url, AKGUARD_TEST_URL: test_url };
  const ledger = async () => (await (await fetch(`${live_url}/sandbox/ledger`)).json()) as LedgerEntry[];
  return {
    urls,
    env: { ...urls, AKGUARD_LIVE_API_KEY: live_api_key, AKGUARD_TEST_API_KEY: test_api_key },
    ledger,
    revocations: async () => (await ledger()).filter((entry) => entry.effect === 'revoke'),
    async createKey(environment, name = 'leaked') {
      const [url, key] = environment === 'live' ? [live_url, live_api_key] : [test_url, test_api_key];
      const answer = await fetch(`${url}/v1/api-keys`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ [isD ? 'label' : 'name']: name, environment }),
      });
      if (isD) {
        const { id, secret } = (await answer.json()) as { id: string; secret: string };
        return { id, raw: secret };
      }
      const { key: made, raw_key } = (await answer.json()) as { key: { id: string }; raw_key: string };
      return { id: made.id, raw: raw_key };
    },
    stop,
  };
}
