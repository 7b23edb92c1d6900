// A rotation that is killed at any moment, again and again: at no time is the service without a working key, and in the
// end exactly the old key and what nobody needs are dead. AKGUARD_KILLS sets how many kills; the moments are seeded.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { warmCli } from '../helpers/warm-cli.ts';
import { warmSandbox, works } from '../helpers/warm-sandbox.ts';

const kills = Number(process.env['AKGUARD_KILLS'] ?? 12);
const killsARound = 4;
/** A rotation sends about so many requests; then it goes on for a moment. How long each takes depends on the machine. */
const signs = 12;
const spanMs = 40;

/** Says on stderr when a request is sent and when it is answered. */
const announce = `
  const { fetch: send } = globalThis;
  globalThis.fetch = async (...request) => {
    process.stderr.write('!');
    const answer = await send(...request);
    process.stderr.write('!');
    return answer;
  };
`;

/** Numbers from 0 up to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.each(['A', 'D'] as const)(
  'generation %s',
  async (generation) => {
    // Slow answers, so that a kill often hits a request under way.
    const sandbox = await warmSandbox(generation, 'slow:25');
    const random = seeded(generation === 'A' ? 1 : 2);
    const found = { killed: 0, inTheMiddle: 0 };
    while (found.killed < kills / 2) {
      const old = await sandbox.createKey('live', 'service');
      const cwd = scratchFolder();
      const keyFile = join(cwd, 'app.key');
      // What killed rotations made is revoked as well, which the breaker counts.
      const args = ['rotate', '--to', 'file:app.key', '--now', '--key', old.id, '--max-revocations', '9'];
      const { env } = sandbox;
      const whole = [...args, '--state', join(cwd, 's.db'), '--format', 'json'];
      const start = () => startCli(whole, { cwd, env, preload: announce });
      const inFile = () => (existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : '');

      for (let n = 0; n < killsARound; n += 1) {
        const { child, done } = start();
        let timer: NodeJS.Timeout | undefined;
        let left = 1 + Math.floor(random() * signs);
        const after = random() * spanMs;
        child.stderr.on('data', (piece: Buffer) => {
          const before = left;
          left -= piece.toString().split('!').length - 1;
          if (before > 0 && left <= 0) timer = setTimeout(() => child.kill('SIGKILL'), after);
        });
        const { signal, code } = await done;
        clearTimeout(timer);
        if (signal !== 'SIGKILL') {
          expect(code).toBe(0);
          break;
        }
        found.killed += 1;
        const [oldWorks, newKey] = [await works(sandbox, old.raw), inFile()];
        if (newKey !== '') found.inTheMiddle += 1;
        expect(oldWorks || (await works(sandbox, newKey))).toBe(true);
      }

      const { code, stdout, stderr } = await warmCli(whole, { cwd, env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout).result).toBe('rotated');
      expect([await works(sandbox, old.raw), await works(sandbox, inFile())]).toEqual([false, true]);
      const verified = await warmCli(['ledger', 'verify', '--state', join(cwd, 's.db')]);
      expect(verified).toMatchObject({ code: 0 });
    }
    const ledger = await sandbox.ledger();
    const revoked = ledger.filter(({ effect }) => effect === 'revoke').map(({ path }) => path);
    expect(new Set(revoked).size).toBe(revoked.length);
    // What works: the management key and one key of each round; everything else that was made is dead.
    const rounds =
      ledger.filter(({ effect, keyId }) => effect === 'create' && keyId !== null).length - revoked.length;
    const listed = await warmCli(['keys', 'list', '--env', 'live', '--format', 'json'], { env: sandbox.env });
    expect(JSON.parse(listed.stdout).keys).toHaveLength(rounds + 1);
    expect(found.inTheMiddle).toBeGreaterThan(0);
  },
  600_000,
);
