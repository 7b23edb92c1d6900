// Each fault of the API at each step of a rotation, once and for good; then the same again with the fault gone. The old
// key is never dead while no new one is in its place, and in the end one key is left.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { fileSink } from '../../src/io/hand-over.ts';
import { type RotationEnd, rotate } from '../../src/keys/rotate.ts';
import { faultKinds } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/store/index.ts';
import { judge } from '../../src/verify/verdict-table.ts';
import { clientFor } from '../anton/support.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'akguard-rotate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Time moves on only while somebody sleeps. */
function movingClock() {
  let now = Date.now();
  return {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
}

const works = async (sandbox: Sandbox, raw: string) => {
  const headers = { authorization: `Bearer ${raw}` };
  return (await fetch(`${sandbox.liveUrl}/v1/api-keys?limit=1`, { headers })).status === 200;
};

/** The next run is another process, which finds that the one before is gone. */
function leaveBehind(path: string): void {
  const db = new DatabaseSync(path);
  db.prepare('update rotation set owner = ?').run(`${hostname()}/4194304/gone`);
  db.close();
}

let count = 0;
let tokens = 0;

/** A rotation under way: `go` runs it once more, as a new process would. */
async function begin(sandbox: Sandbox, withManagementKey: boolean) {
  count += 1;
  const name = `r${count}`;
  const clock = movingClock();
  const keyFile = join(folder, `${name}.key`);
  const made = await clientFor(sandbox, { clock }).createKey(sandbox.liveApiKey, 'live', name, name);
  if (!made.ok) throw new Error('no key was made');
  return {
    name,
    old: made,
    raw: () => {
      try {
        return readFileSync(keyFile, 'utf8').trim();
      } catch {
        return '';
      }
    },
    async go(): Promise<RotationEnd> {
      const store = await openStore(join(folder, `${name}.db`), { log: silentLog });
      try {
        return await rotate({
          environment: 'live',
          old: { id: made.key.id, name, secret: made.secret },
          sinks: [fileSink('file', keyFile, true)],
          managementKey: withManagementKey ? sandbox.liveApiKey : null,
          quietForMs: withManagementKey ? 1000 : null,
          waitMs: 60_000,
          hosts: { live: 'live.test', test: 'test.test' },
          limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
          api: clientFor(sandbox, { clock, timeoutMs: 150, attempts: 2 }),
          judge: (answer) => judge(answer, true).validity,
          store,
          clock,
          repeat: () => () => {},
          log: silentLog,
          token: () => `t${String((tokens += 1)).padStart(7, '0')}`,
          tell: () => {},
        });
      } finally {
        await store.close();
        leaveBehind(join(folder, `${name}.db`));
      }
    },
  };
}

const kinds = faultKinds.map((kind) => (kind === 'slow' ? 'slow:60000' : kind));
const steps = ['list', 'check', 'create', 'revoke'];

/** How often a fault hits; a slow one for good would only be slow. */
function timesOf(kind: string, generation: 'A' | 'D'): string[] {
  if (kind.startsWith('slow')) return ['*3'];
  return generation === 'A' ? ['*1', ''] : [''];
}

describe.each(['A', 'D'] as const)('generation %s', (generation) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ generation, ratePerMinute: 1_000_000 });
  });
  afterAll(() => sandbox.close());

  test.each(kinds.flatMap((kind) => steps.map((step) => [kind, step] as const)))(
    '%s@%s',
    async (kind, step) => {
      // Generation D differs in create and revoke only; once is enough for what they share.
      for (const withManagementKey of generation === 'A' ? [true, false] : [true]) {
        for (const times of timesOf(kind, generation)) {
          const rotation = await begin(sandbox, withManagementKey);
          sandbox.setFaults(`${kind}@${step}${times}`);
          const first = await rotation.go();
          sandbox.setFaults(null);
          const oldWorks = await works(sandbox, rotation.old.secret.expose());
          expect(oldWorks || (await works(sandbox, rotation.raw()))).toBe(true);
          if (first.result === 'rotated') expect(oldWorks).toBe(false);
          else expect(first.why).toMatch(/\w/);
          if (first.isAlive) expect(first.steps.some((each) => each.step === 'revoke')).toBe(true);

          const second = first.result === 'rotated' ? first : await rotation.go();
          expect({ result: second.result, why: second.why }).toEqual({ result: 'rotated', why: null });
          expect(await works(sandbox, rotation.old.secret.expose())).toBe(false);
          expect(await works(sandbox, rotation.raw())).toBe(true);
          const listing = await clientFor(sandbox).listKeys(sandbox.liveApiKey, 'live');
          const left = listing.ok
            ? listing.keys.filter((key) => key.revokedAt === null && key.name.startsWith(`${rotation.name} `))
            : [];
          expect(left.map(({ id }) => id)).toEqual([second.newKeyId]);
        }
      }
    },
  );
});
