// Each fault of the API at each step of an armed scan and of a rotation, over HTTP: what is said and how it ends, as one
// table, and that no word of it is wrong. The places that take a new key: `faults-deliver`. What comes after:
// `keys/rotate-faults` and `cli/settle`.
import { writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { clientFor } from '../anton/support.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { type WarmResult, warmCli } from '../helpers/warm-cli.ts';

const kinds = faultKinds.map((kind) => (kind === 'slow' ? 'slow:60000' : kind));
const steps = {
  scan: ['check', 'list', 'revoke', 'confirm'],
  rotate: ['check', 'list', 'create', 'prove', 'revoke', 'confirm'],
} as const;
type Command = keyof typeof steps;

const faster = 10;

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
  // To prove that a new key works, or that the old one does not, is to check it.
  const before = { prove: '/v1/api-keys', confirm: `/v1/api-keys/${key.id}/revoke` }[step];
  const live = before === undefined ? sandbox.liveUrl : await faultyAfter(before, sandbox, kind);
  if (before === undefined) sandbox.setFaults(`${kind}@${step}`);
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${key.raw}\n`);
  const env = {
    AKGUARD_LIVE_URL: live,
    AKGUARD_TEST_URL: sandbox.testUrl,
    AKGUARD_LIVE_API_KEY: (JSON.parse(sandbox.connectionLine) as { live_api_key: string }).live_api_key,
  };
  const options = { env, faster };
  const common = ['--state', join(cwd, 'state.db'), '--format', 'json'];
  const to = `file:${join(cwd, 'app.key')}`;
  const result = await (command === 'scan'
    ? warmCli(['scan', 'files', join(cwd, 'a.env'), '--revoke', ...common], options)
    : warmCli(['rotate', '--to', to, '--now', ...common], { ...options, input: key.raw }));
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

function ofScan({ code, stdout }: WarmResult): Told {
  const [finding] = JSON.parse(stdout).findings;
  const outcomes = finding.outcomes.map(({ result }: { result: string }) => result);
  return { verdict: finding.verdict.validity, outcome: outcomes.join(', ') || 'nothing', code };
}

/** The verdict of a rotation is that on its new key. Without a word on stdout nothing was begun. */
function ofRotation({ code, stdout }: WarmResult): Told {
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

/** The address of a host that is the sandbox, until something is posted there: from then on its checks are faulty. */
async function faultyAfter(path: string, sandbox: Sandbox, kind: string): Promise<string> {
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
      if (request.method === 'POST' && request.url === path) sandbox.setFaults(`${kind}@check`);
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
  const queue = rows.entries();
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
  // What they do is wait.
  await Promise.all(Array.from({ length: 6 }, worker));
  const head =
    'command step  fault                verdict  outcome                      exit  the leaked key\n';
  await expect(`${head}${table.join('\n')}\n`).toMatchFileSnapshot('golden/faults.txt');
});
