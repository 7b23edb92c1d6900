// Kills an armed scan at some moment (kill -9), runs it again until it is done, and says what is not as it should be.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startCli } from './cli.ts';
import type { SandboxProcess } from './sandbox-process.ts';
import { warmCli } from './warm-cli.ts';
import { works } from './warm-sandbox.ts';

/** When to kill: so many milliseconds after the ledger has got so many lines. */
export interface Moment {
  lines: number;
  ms: number;
}

/** A whole scan writes so many lines: found, verdict, intent and outcome, verdict, dead, intent and outcome. */
export const linesOfScan = 8;
/** One that rotates writes these as well: begun, intent and outcome of its four steps, its end. */
export const linesOfRotation = linesOfScan + 10;

/** What one trial came to. `moment` is the last line of the ledger when the scan was killed. */
export interface Trial {
  moment: string;
  wrong: string[];
}

const mostReruns = 4;

/** A scan that ends before its moment lives to tell. @param rotates whether policy wants the key rotated, and not only revoked. */
export async function killedScan(sandbox: SandboxProcess, when: Moment, rotates = false): Promise<Trial> {
  const outer = mkdtempSync(join(tmpdir(), 'akguard-kill-'));
  try {
    const key = await sandbox.createKey('live');
    const cwd = join(outer, 'tree');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'a.env'), `KEY=${key.raw}\n`);
    const state = join(outer, 'state.db');
    const args = [
      'scan',
      'files',
      cwd,
      '--revoke',
      '--alert',
      `file:${join(outer, 'alerts')}`,
      '--state',
      state,
      '--quiet',
      ...(rotates ? ['--config', rotatingPolicy(outer), '--max-revocations', '9'] : []),
    ];
    const { env } = sandbox;

    const left = await keysLeft(sandbox);
    const { child, done } = startCli(args, { env, timeoutMs: 120_000 });
    const ledger = new LedgerLines(state);
    while (child.exitCode === null && ledger.count() < when.lines) await pause(2);
    ledger.close();
    await pause(when.ms);
    child.kill('SIGKILL');
    const first = await done;
    const moment = first.signal === 'SIGKILL' ? lastLine(state) : 'not killed';

    const wrong: string[] = [];
    let code: number | null = first.signal === null ? first.code : null;
    for (let i = 0; i < mostReruns && code !== 0; i += 1) ({ code } = await warmCli(args, { env }));
    if (code !== 0) wrong.push(`the last run ended with ${code}`);
    if (rotates) wrong.push(...(await wrongWithSuccessor(sandbox, join(outer, 'app.key'), left)));
    const revoked = (await sandbox.revocations()).filter(({ path }) => path.includes(key.id));
    if (revoked.length !== 1) wrong.push(`the key was revoked ${revoked.length} times`);
    const alerts = readdirSync(join(outer, 'alerts')).filter((name) => name.endsWith('.md'));
    const [alert = ''] = alerts;
    if (alerts.length !== 1) wrong.push(`${alerts.length} alerts`);
    else if (!/was revoked|does not work any more/.test(readFileSync(join(outer, 'alerts', alert), 'utf8'))) {
      wrong.push('the alert does not say that the key is dead');
    }
    const open = count(state, 'select count(*) as n from act where result is null');
    if (open > 0) wrong.push(`${open} acts are still open`);
    const told = count(state, `select count(*) as n from act where action = 'alert' and result = 'alerted'`);
    if (told < 1) wrong.push('the state does not know of an alert');
    const verified = await warmCli(['ledger', 'verify', '--state', state]);
    if (verified.code !== 0) wrong.push(`ledger: ${verified.stdout}`);
    return { moment, wrong };
  } finally {
    rmSync(outer, { recursive: true, force: true });
  }
}

/** The path of a configuration by which a leaked key is rotated. */
function rotatingPolicy(outer: string): string {
  const path = join(outer, 'c.yml');
  const to = JSON.stringify(`file:${join(outer, 'app.key')}`);
  writeFileSync(
    path,
    `policy:\n  - { name: renew, when: { validity: [active] }, actions: [rotate, alert], to: ${to} }\n` +
      'max_revocations_per_hour: 999\n',
  );
  return path;
}

/** How many keys were made and not revoked. */
async function keysLeft(sandbox: SandboxProcess): Promise<number> {
  const effects = (await sandbox.ledger()).map(({ effect }) => effect);
  return effects.filter((effect) => effect === 'create').length - (await sandbox.revocations()).length;
}

/** The key in the file works, and no other is left of those that were made. @param before how many were left. */
async function wrongWithSuccessor(sandbox: SandboxProcess, file: string, before: number): Promise<string[]> {
  const isGood = await works(sandbox, readFileSync(file, 'utf8').trim());
  const more = (await keysLeft(sandbox)) - before;
  return [
    ...(isGood ? [] : ['the new key does not work']),
    ...(more === 0 ? [] : [`${more} keys too many are left`]),
  ];
}

/** The last line that the killed run wrote. */
function lastLine(state: string): string {
  try {
    const db = new DatabaseSync(state, { readOnly: true });
    try {
      const row = db.prepare('select kind, data from ledger order by seq desc limit 1').get();
      const data = JSON.parse(String(row?.['data'] ?? '{}')) as Record<string, unknown>;
      return [row?.['kind'] ?? 'nothing yet', data['action'], data['result']].filter(Boolean).join(' ');
    } finally {
      db.close();
    }
  } catch {
    return 'no state yet';
  }
}

/** Counts the lines of a ledger that another process writes, as cheaply as can be: it is asked for all the time. */
class LedgerLines {
  readonly #state: string;
  #db: DatabaseSync | null = null;

  constructor(state: string) {
    this.#state = state;
  }

  count(): number {
    try {
      this.#db ??= new DatabaseSync(this.#state, { readOnly: true });
      return Number(this.#db.prepare('select count(*) as n from ledger').get()?.['n']);
    } catch {
      // Not there yet, or being made.
      return 0;
    }
  }

  close(): void {
    this.#db?.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((wait) => setTimeout(wait, ms));
}

function count(state: string, query: string): number {
  const db = new DatabaseSync(state, { readOnly: true });
  try {
    return Number(db.prepare(query).get()?.['n']);
  } finally {
    db.close();
  }
}
