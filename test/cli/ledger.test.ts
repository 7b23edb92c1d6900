// `akguard ledger`: what an armed scan did, told, exported and checked.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/core/ledger.ts';
import { runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

/** A state in which one key was found, revoked and told of. */
async function revoked(): Promise<{
  state: string;
  raw: string;
  id: string;
  exported: () => Promise<string>;
}> {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const { folder: cwd, write, commit } = makeRepository();
  write('a.env', `KEY=${key.raw}\n`);
  commit('leak');
  const outer = scratchFolder();
  const state = join(outer, 'state.db');
  const args = ['scan', 'history', '--revoke', '--alert', `file:${join(outer, 'alerts')}`, '--state', state];
  expect((await runCli(args, { cwd, env: sandbox.env })).code).toBe(1);
  const exported = async () => (await runCli(['ledger', 'export', '--state', state])).stdout;
  return { state, ...key, exported };
}

test('show tells each incident, export gives each line, and neither holds the key', async () => {
  const { state, raw, id, exported } = await revoked();
  const show = await runCli(['ledger', 'show', '--state', state]);
  expect(show.code).toBe(0);
  expect(show.stdout).toMatch(/^# Incident [0-9a-f]{32}\n/);
  expect(show.stdout).toMatch(/- Leaked: \d{4}-\S+ by `[^`]+`, as the earliest commit that holds it says\n/);
  expect(show.stdout).toMatch(
    /- Dead: \d{4}-\S+ \(line \d+\)\n- Exposed: .+ since it leaked, .+ since it was found\n/,
  );
  expect(show.stdout).toMatch(
    /- Proof: `The key was presented and refused: HTTP 401` \(HTTP 401, request `\S+`, /,
  );
  expect(show.stdout).toContain(id);

  const text = await exported();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerEntry);
  expect(lines.map(({ kind }) => kind)).toEqual([
    'found',
    'verdict',
    'intent',
    'outcome',
    'verdict',
    'dead',
    'intent',
    'outcome',
  ]);
  expect(show.stdout.includes(raw) || text.includes(raw)).toBe(false);

  const fingerprint = lines[0]?.fingerprint ?? '';
  const output = join(scratchFolder(), 'page.md');
  await runCli(['ledger', 'show', fingerprint, '--state', state, '--output', output]);
  expect(readFileSync(output, 'utf8')).toBe(show.stdout);
});

test('verify says that all is well, and with which head; a changed line is named', async () => {
  const { state, exported } = await revoked();
  const well = await runCli(['ledger', 'verify', '--state', state]);
  expect(well).toMatchObject({ code: 0, stderr: '' });
  const head =
    /^8 lines, each in its place and unchanged\. To compare with later: --head (8:[0-9a-f]{64})\n$/.exec(
      well.stdout,
    )?.[1];
  const noted = ['--head', head ?? ''];
  expect((await runCli(['ledger', 'verify', '--state', state, ...noted])).code).toBe(0);

  const file = join(scratchFolder(), 'ledger.jsonl');
  const text = await exported();
  writeFileSync(file, text);
  expect((await runCli(['ledger', 'verify', file, ...noted])).code).toBe(0);
  const rows = text.trimEnd().split('\n');
  const variants: [string[], string][] = [
    [rows.toSpliced(2, 1), 'wrong: line 3 is missing\n'],
    [
      rows.toSpliced(2, 2, rows[3] ?? '', rows[2] ?? ''),
      'wrong: line 3 stands behind line 4: moved, or put in\n',
    ],
    [
      rows.with(2, (rows[2] ?? '').replace('intent', 'verdict')),
      'wrong: line 3 was changed after it was written\n',
    ],
    [rows.slice(0, -1), 'wrong: line 8 is missing at the end: the head given says that there are 8\n'],
    [[...rows, 'by hand'], 'wrong: row 9 of the file is no line of a ledger\n'],
  ];
  for (const [changed, sentence] of variants) {
    writeFileSync(file, `${changed.join('\n')}\n`);
    const { code, stdout } = await runCli(['ledger', 'verify', file, ...noted]);
    expect(stdout).toContain(sentence);
    expect(code).toBe(1);
  }

  const database = new DatabaseSync(state);
  database.exec(`drop trigger ledger_no_update; update ledger set who = 'nobody' where seq = 4`);
  database.close();
  const { code, stdout } = await runCli(['ledger', 'verify', '--state', state]);
  expect(stdout).toMatch(
    /^wrong: line 4 was changed after it was written\nThe ledger is not as it was written/,
  );
  expect(code).toBe(1);
});

test.each([
  [['ledger', 'show', '--state', 'none.db'], 3, /none\.db can not be used: there is none here yet/],
  [['ledger', 'verify', 'none.jsonl'], 2, /nothing at none\.jsonl/],
  [['ledger', 'verify', '--head', 'x'], 2, /--head takes COUNT:HASH/],
  [['ledger', 'verify', 'a', 'b'], 2, /takes one operand at most/],
  [['ledger', 'frobnicate'], 2, /no command `ledger frobnicate`/],
])('%j', async (args, exit, sentence) => {
  const { code, stdout, stderr } = await runCli(args);
  expect(stdout).toBe('');
  expect(stderr).toMatch(sentence);
  expect(code).toBe(exit);
});
