// Each fault of each place that may take a new key, over HTTP where that is GitHub: what is said, how it ends, that the old key
// lives on, and that the next run without the fault comes to its end. The faults of the API itself: `faults.test.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { clientFor } from '../anton/support.ts';
import { type SecretsFaults, fakeSecrets } from '../github/fake-secrets.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { type WarmResult, warmCli } from '../helpers/warm-cli.ts';

const answer = (status: number, type: string, body: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'Content-Type': type, Location: '/elsewhere' }).end(body);
};

/** How GitHub answers whoever puts a secret there, or asks for the public key to seal it with. */
const ofGitHub: Record<string, SecretsFaults> = {
  401: { status: 401 },
  403: { status: 403 },
  404: { status: 404 },
  422: { status: 422 },
  429: { status: 429 },
  500: { status: 500 },
  503: { status: 503 },
  slow: { answer: () => {} },
  'drop-before': { drop: 'before' },
  'drop-after': { drop: 'after' },
  html: { answer: answer(200, 'text/html', '<h1>Sign in</h1>') },
  redirect: { answer: answer(302, 'text/html', '') },
  'wrong-json': { answer: answer(200, 'application/json', '{"ok":true}') },
  'key refused': { keyStatus: 403 },
  'key 502': { keyStatus: 502 },
  'key html': { keyBody: '<h1>Sign in</h1>' },
  'key wrong-json': { keyBody: '{"ok":true}' },
  'key cut short': { keyBody: '{"key_id":"1","key":"YWJj"}' },
};

const commands: Record<string, string> = {
  'exit 1': 'exit 1',
  'not found': 'no-such-command-here',
  killed: 'kill -9 $$',
  hangs: 'sleep 1000',
};

/** Paths in a folder in which `file` is a file. */
const paths: Record<string, string> = {
  'a folder': '.',
  'below a file': 'file/app.key',
};

interface Told {
  outcome: string;
  code: number;
  why: string;
  isAlive: boolean;
}

function outcomeOf({ code, stdout, stderr }: WarmResult): Omit<Told, 'isAlive'> {
  if (stdout === '') return { outcome: 'not begun', code, why: stderr.split('\n')[0] ?? '' };
  const { result, why, steps } = JSON.parse(stdout);
  const last = steps.at(-1);
  return { outcome: `${result}, ${last.step} ${last.result ?? 'in doubt'}`, code, why: why ?? '' };
}

/** A rotation to a place that is faulty, then to one that is not. */
async function rotateTo(place: string, fault: string): Promise<Told> {
  const sandbox = await startSandbox({ generation: 'D', ratePerMinute: 1_000_000 });
  onTestFinished(() => sandbox.close());
  const made = await clientFor(sandbox).createKey(sandbox.liveApiKey, 'live', 'leaked', 'leaked');
  if (!made.ok) throw new Error('no key was made');
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'file'), '');
  const faults: SecretsFaults = { ...(place === 'secret' && ofGitHub[fault]) };
  const { connection, puts, pair } = await fakeSecrets(faults);
  const env = {
    AKGUARD_LIVE_URL: sandbox.liveUrl,
    AKGUARD_LIVE_API_KEY: (JSON.parse(sandbox.connectionLine) as { live_api_key: string }).live_api_key,
    GITHUB_TOKEN: 'token',
    GITHUB_API_URL: connection.apiUrl,
  };
  const good = place === 'secret' ? 'github-secret:acme/shop/ANTON_KEY' : `file:${join(cwd, 'app.key')}`;
  const bad =
    { command: `command:${commands[fault]}`, file: `file:${join(cwd, paths[fault] ?? '')}` }[place] ?? good;
  const common = ['--now', '--key', made.key.id, '--state', join(cwd, 's.db'), '--format', 'json'];
  const rotate = (to: string) => warmCli(['rotate', '--to', to, ...common], { env, faster: 10 });
  const works = async (raw: string) => {
    const headers = { authorization: `Bearer ${raw}` };
    return (await fetch(`${sandbox.liveUrl}/v1/api-keys?limit=1`, { headers })).status === 200;
  };
  const count = (wanted: string) => sandbox.ledger.filter(({ effect }) => effect === wanted).length;

  const first = await rotate(bad);
  const told = { ...outcomeOf(first), isAlive: await works(made.secret.expose()) };
  const revoked = count('revoke');
  for (const name of Object.keys(faults)) delete faults[name as keyof SecretsFaults];
  const second = await rotate(good);
  expect([fault, outcomeOf(second)]).toEqual([fault, { outcome: 'rotated, revoke done', code: 0, why: '' }]);
  const raw =
    place === 'secret'
      ? pair.decrypt(puts.at(-1)?.body.encrypted_value ?? '')
      : readFileSync(join(cwd, 'app.key'), 'utf8').trim();
  expect([fault, await works(raw), await works(made.secret.expose())]).toEqual([fault, true, false]);
  // Of the keys that were made, the one in the place is left.
  expect([fault, revoked, count('create') - count('revoke')]).toEqual([fault, 0, 1]);
  const all = [raw, made.secret.expose(), ...puts.map(({ body }) => pair.decrypt(body.encrypted_value))];
  const said = [first, second].map(({ stdout, stderr }) => stdout + stderr).join('');
  expect([fault, all.some((each) => said.includes(each))]).toEqual([fault, false]);
  return told;
}

test('places and faults: outcome, exit code', { timeout: 300_000 }, async () => {
  const rows = [
    ...Object.keys(ofGitHub).map((fault) => ['secret', fault] as const),
    ...Object.keys(commands).map((fault) => ['command', fault] as const),
    ...Object.keys(paths).map((fault) => ['file', fault] as const),
  ];
  const queue = rows.entries();
  const table: string[] = [];
  const worker = async () => {
    for (const [i, [place, fault]] of queue) {
      const { outcome, code, why, isAlive } = await rotateTo(place, fault);
      expect([fault, isAlive]).toEqual([fault, true]);
      expect([fault, code]).toEqual([fault, outcome === 'not begun' ? 2 : 3]);
      table[i] = [place.padEnd(9), fault.padEnd(16), outcome.padEnd(28), String(code).padEnd(6), words(why)]
        .join('')
        .trimEnd();
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  const head = 'place    fault           outcome                     exit  why\n';
  await expect(`${head}${table.join('\n')}\n`).toMatchFileSnapshot('golden/faults-deliver.txt');
});

/** Without what differs from run to run, and the words of the machine below. */
function words(why: string): string {
  return why
    .replace(/\/\S*\/akguard-test-\w+/g, 'FOLDER')
    .replace(/no answer \([^)]*\)/, 'no answer')
    .replace(/written \(\w+\)/, 'written');
}
