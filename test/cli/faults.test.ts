// Each fault of the API at each step of an armed scan and of a rotation, over HTTP with the built CLI: what is said and
// how it ends, as one table, and that no word of it is wrong. What comes after is `keys/rotate-faults` and `cli/settle`.
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { clientFor } from '../anton/support.ts';
import { type SecretsFaults, fakeSecrets } from '../github/fake-secrets.ts';
import { runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';

const kinds = faultKinds.map((kind) => (kind === 'slow' ? 'slow:60000' : kind));
const steps = {
  scan: ['check', 'list', 'revoke', 'confirm'],
  rotate: ['check', 'list', 'create', 'revoke', 'confirm'],
} as const;
type Command = keyof typeof steps;

/** Waits, timeouts and the clock go ten times as fast as the world. */
const fast = `
  const { setTimeout: later, Date: { now } } = globalThis;
  const { timeout } = AbortSignal;
  const start = now();
  Date.now = () => start + Math.floor((now() - start) * 10);
  globalThis.setTimeout = (run, ms, ...rest) => later(run, ms / 10, ...rest);
  AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 10);
`;

interface Told {
  verdict: string;
  outcome: string;
  code: number | null;
  /** What a rotation says of the old key; null for a scan, and when nothing was begun. */
  standing?: string | null;
}

/** One run of a command; the leaked key is one of three, told apart by its end. */
async function run(command: Command, kind: string, step: string) {
  const sandbox = await startSandbox({ generation: 'D', ratePerMinute: 1_000_000 });
  onTestFinished(() => sandbox.close());
  await makeKey(sandbox, 'bystander');
  const key = await makeKey(sandbox, 'leaked');
  const live = step === 'confirm' ? await faultyAfterRevoke(sandbox, kind) : sandbox.liveUrl;
  if (step !== 'confirm' && step !== 'deliver') sandbox.setFaults(`${kind}@${step}`);
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${key.raw}\n`);
  const env = {
    AKGUARD_LIVE_URL: live,
    AKGUARD_TEST_URL: sandbox.testUrl,
    AKGUARD_LIVE_API_KEY: (JSON.parse(sandbox.connectionLine) as { live_api_key: string }).live_api_key,
  };
  const options = { cwd, env, preload: fast, timeoutMs: 60_000 };
  const common = ['--state', 'state.db', '--format', 'json'];
  const to = step === 'deliver' ? 'command:exit 1' : 'file:app.key';
  const result = await (command === 'scan'
    ? runCli(['scan', 'files', 'a.env', '--revoke', ...common], options)
    : runCli(['rotate', '--to', to, '--now', ...common], { ...options, input: key.raw }));
  sandbox.setFaults(null);
  const told = command === 'scan' ? ofScan(result) : ofRotation(result);
  const revoked = sandbox.ledger.filter(({ effect }) => effect === 'revoke').map(({ path }) => path);
  const isSafe = !result.stdout.includes(key.raw) && !result.stderr.includes(key.raw);
  return { told, revoked, isAlive: await works(sandbox, key.raw), id: key.id, isSafe };
}

async function makeKey(sandbox: Sandbox, name: string): Promise<{ id: string; raw: string }> {
  const made = await clientFor(sandbox).createKey(sandbox.liveApiKey, 'live', name, name);
  if (!made.ok) throw new Error('no key was made');
  return { id: made.key.id, raw: made.secret.expose() };
}

type Result = Awaited<ReturnType<typeof runCli>>;

function ofScan({ code, stdout }: Result): Told {
  const [finding] = JSON.parse(stdout).findings;
  const outcomes = finding.outcomes.map(({ result }: { result: string }) => result);
  return { verdict: finding.verdict.validity, outcome: outcomes.join(', ') || 'nothing', code };
}

/** The verdict of a rotation is that on its new key. Without a word on stdout nothing was begun. */
function ofRotation({ code, stdout }: Result): Told {
  if (stdout === '') return { verdict: '-', outcome: 'not begun', code };
  const { result, next, steps: taken } = JSON.parse(stdout);
  const last = taken.at(-1);
  const proven = taken.some(
    (each: { step: string; result: string | null }) => each.step === 'prove' && each.result === 'done',
  );
  const end = `${result}, ${last.step} ${last.result ?? 'in doubt'}`;
  return { verdict: proven ? 'active' : '-', outcome: end, code, standing: next[0] ?? null };
}

async function works(sandbox: Sandbox, raw: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${raw}` };
  return (await fetch(`${sandbox.liveUrl}/v1/api-keys?limit=1`, { headers })).status === 200;
}

/** The address of a host that is the sandbox, until a key is revoked: from then on its checks are faulty. */
async function faultyAfterRevoke(sandbox: Sandbox, kind: string): Promise<string> {
  const passOn = async (request: IncomingMessage, response: ServerResponse) => {
    const body: Buffer[] = [];
    for await (const piece of request) body.push(piece as Buffer);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const init = { method: request.method ?? 'GET', headers: headers as Record<string, string> };
    try {
      const answer = await fetch(`${sandbox.liveUrl}${request.url}`, {
        ...init,
        redirect: 'manual',
        ...(body.length > 0 && { body: Buffer.concat(body) }),
      });
      if (request.url?.endsWith('/revoke') === true) sandbox.setFaults(`${kind}@check`);
      const kept = ['content-type', 'location', 'x-request-id', 'retry-after'];
      const text = await answer.text();
      response.writeHead(
        answer.status,
        Object.fromEntries([...answer.headers].filter(([name]) => kept.includes(name))),
      );
      response.end(text);
    } catch {
      response.destroy();
    }
  };
  const server = createServer((request, response) => void passOn(request, response));
  onTestFinished(() => closeServer(server));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closeServer(server: Server): void {
  server.close();
  server.closeAllConnections();
}

const rows = (Object.keys(steps) as Command[]).flatMap((command) =>
  steps[command].flatMap((step) => kinds.map((kind) => [command, step, kind] as const)),
);

test('faults and steps: verdict, outcome, exit code', { timeout: 600_000 }, async () => {
  const queue = [...rows, ['rotate', 'deliver', 'refused'] as const].entries();
  const table: string[] = [];
  const worker = async () => {
    for (const [i, [command, step, kind]] of queue) {
      const { told, revoked, isAlive, id, isSafe } = await run(command, kind, step);
      const { verdict, outcome, code } = told;
      const name = `${command} ${step} ${kind}`;
      // No other key than the leaked one is ever revoked, and none that lives is reported dead.
      expect([name, revoked.filter((path) => !path.includes(id))]).toEqual([name, []]);
      expect([name, revoked.length]).toEqual([name, isAlive ? 0 : 1]);
      const saysDead = /^(?:revoked|rotated)/.test(outcome);
      if (saysDead) expect([name, isAlive]).toEqual([name, false]);
      if (saysDead) expect([name, code]).toEqual([name, command === 'scan' ? 1 : 0]);
      else expect([name, code]).toEqual([name, code === 4 ? 4 : 3]);
      if (told.standing != null) {
        const words = code === 4 ? /A revoke .* was begun; it may be dead/ : /The old key \S+ works on/;
        expect([name, words.test(told.standing)]).toEqual([name, true]);
        expect([name, isAlive || code === 4]).toEqual([name, true]);
      }
      expect([name, isSafe]).toEqual([name, true]);
      const truth = isAlive ? 'alive' : 'dead';
      table[i] = [command, step, kind, verdict, outcome, code, truth]
        .map((cell, column) => String(cell).padEnd([7, 8, 21, 9, 29, 5, 0][column] ?? 0))
        .join('')
        .trimEnd();
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  const head =
    'command step  fault                verdict  outcome                      exit  the leaked key\n';
  await expect(`${head}${table.join('\n')}\n`).toMatchFileSnapshot('golden/faults.txt');
});

const deliveries: [string, SecretsFaults, string, number, RegExp][] = [
  ['the public key is refused', { keyStatus: 403 }, 'not begun', 2, /GitHub did not give the public key/],
  ['the public key can not be had', { keyStatus: 502 }, 'not begun', 2, /GitHub did not give the public key/],
  [
    'the secret is refused',
    { status: 403 },
    'unfinished, deliver failed',
    3,
    /GitHub did not take the secret/,
  ],
  ['the secret is not valid', { status: 422 }, 'unfinished, deliver failed', 3, /GitHub did not take/],
  ['GitHub is down', { status: 500 }, 'unfinished, deliver failed', 3, /GitHub did not take/],
  ['nothing arrives', { drop: 'before' }, 'unfinished, deliver failed', 3, /GitHub did not take/],
  [
    'it arrives, and the answer is lost',
    { drop: 'after' },
    'unfinished, deliver failed',
    3,
    /may not have reached/,
  ],
];

test.each(deliveries)(
  'a new key for a secret on GitHub: %s',
  { timeout: 120_000 },
  async (_, faults, outcome, code, words) => {
    const sandbox = await startSandbox({ generation: 'D', ratePerMinute: 1_000_000 });
    onTestFinished(() => sandbox.close());
    const old = await makeKey(sandbox, 'leaked');
    const given: SecretsFaults = { ...faults };
    const { connection, puts, pair } = await fakeSecrets(given);
    const env = {
      AKGUARD_LIVE_URL: sandbox.liveUrl,
      AKGUARD_LIVE_API_KEY: (JSON.parse(sandbox.connectionLine) as { live_api_key: string }).live_api_key,
      GITHUB_TOKEN: 'token',
      GITHUB_API_URL: connection.apiUrl,
    };
    const cwd = scratchFolder();
    const to = 'github-secret:acme/shop/ANTON_KEY';
    const args = ['rotate', '--to', to, '--now', '--key', old.id, '--state', 'state.db', '--format', 'json'];
    const options = { cwd, env, preload: fast, timeoutMs: 60_000 };
    const first = await runCli(args, options);
    expect(ofRotation(first)).toMatchObject({ outcome, code });
    expect(first.stdout + first.stderr).toMatch(words);
    expect(await works(sandbox, old.raw)).toBe(true);
    expect(sandbox.ledger.filter(({ effect }) => effect === 'revoke')).toEqual([]);

    for (const name of Object.keys(given)) delete given[name as keyof SecretsFaults];
    const second = await runCli(args, options);
    expect(ofRotation(second)).toMatchObject({ outcome: 'rotated, revoke done', code: 0 });
    const inSecret = pair.decrypt(puts.at(-1)?.body.encrypted_value ?? '');
    expect([await works(sandbox, inSecret), await works(sandbox, old.raw)]).toEqual([true, false]);
    const told = [first, second].map(({ stdout, stderr }) => stdout + stderr).join('');
    for (const { body } of puts) expect(told.includes(pair.decrypt(body.encrypted_value))).toBe(false);
    // Of the keys that were made, the one in the secret is left.
    const effects = sandbox.ledger.map(({ effect }) => effect);
    const count = (wanted: string) => effects.filter((effect) => effect === wanted).length;
    expect(count('create') - count('revoke')).toBe(1);
  },
);
