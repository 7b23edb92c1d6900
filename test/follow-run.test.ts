// A run that follows: what is dealt with once, what again, and what the end says.
import { expect, test } from 'vitest';
import type { AntonApi } from '../src/core/anton-api.ts';
import type { Answer } from '../src/core/verdict.ts';
import type { Source } from '../src/core/source.ts';
import { silentLog } from '../src/core/runtime.ts';
import { FollowRun } from '../src/follow-run.ts';
import { type Plan, makeScanner } from '../src/pipeline.ts';
import { defaultPolicy } from '../src/respond/default-policy.ts';
import { makeKey } from './helpers/keys.ts';
import { rules } from './helpers/rules.ts';

const key = makeKey('live', 1);
const refused: Answer = {
  kind: 'http',
  status: 401,
  anton: true,
  code: '401',
  message: null,
  requestId: null,
};
const welcome: Answer = {
  kind: 'http',
  status: 200,
  anton: true,
  code: null,
  message: null,
  requestId: null,
};
const down: Answer = { kind: 'failure', why: 'network', detail: 'refused', requestId: null };

/** A run over texts that are handed in one by one. `answers` are those to the leaked key; control calls are refused. */
async function start(answers: Answer[] | null) {
  let time = 0;
  let text = '';
  const asked: string[] = [];
  const source: Source = {
    name: 'log',
    target: 'x',
    async read(sink, coverage) {
      sink.whole({ kind: 'log', path: 'x' }, Buffer.from(text));
      coverage.bytes += text.length;
    },
  };
  const plan: Plan = {
    version: '0',
    rules,
    subject: source,
    api:
      answers === null
        ? null
        : ({
            async check(secret) {
              if (secret.redacted.slice(-4) !== key.slice(-4)) return refused;
              asked.push(secret.redacted);
              return answers.shift() ?? down;
            },
          } satisfies Partial<AntonApi> as unknown as AntonApi),
    policy: defaultPolicy,
    allowDamaged: false,
    armed: false,
    alerters: [],
    managementKeys: { live: null, test: null },
    hosts: { live: '', test: '' },
    setting: { branch: null, visibility: null, fitsGlob: () => false },
    limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
    readSinks: async () => [],
    openStore: () => Promise.reject(new Error('no state here')),
    failOn: 'any',
    baseline: null,
    isIgnored: () => false,
    progress: false,
    clock: { now: () => time, sleep: () => Promise.resolve() },
    log: silentLog,
    random: () => 0.5,
  };
  const told: string[] = [];
  const run = new FollowRun(plan, await makeScanner(plan), async (news) => {
    for (const { verdict, finding } of news) told.push(`${verdict.validity} in ${finding.matches.length}`);
  });
  return {
    run,
    told,
    asked,
    async batch(next: string) {
      text = next;
      await run.batch(source);
      await run.end();
    },
    async retryAfter(ms: number) {
      time += ms;
      run.retry();
      await run.end();
    },
  };
}

test('a key is told of once; its places are counted', async () => {
  const { run, told, asked, batch } = await start([welcome]);
  await batch(`one ${key}\n`);
  await batch(`\n and two ${key}\n`);
  await batch('nothing\n');
  expect(told).toEqual(['active in 1']);
  expect(asked).toHaveLength(1);
  const { findings, exit_code, scan } = run.report();
  expect(findings.map(({ matches }) => matches.map(({ line }) => line))).toEqual([[1, 2]]);
  expect({ exit_code, bytes: scan.coverage.bytes }).toEqual({ exit_code: 1, bytes: 37 + 43 + 8 });
});

test('a key that could not be judged is asked about again, less and less often, until it can', async () => {
  const { run, told, asked, batch, retryAfter } = await start([down, down, welcome]);
  await batch(key);
  expect(run.report().exit_code).toBe(3);
  await retryAfter(59_999);
  expect(asked).toHaveLength(1);
  await retryAfter(1);
  expect(asked).toHaveLength(2);
  await retryAfter(119_999);
  expect(asked).toHaveLength(2);
  await retryAfter(1);
  expect(told).toEqual(['unknown in 1', 'active in 1']);
  await retryAfter(10_000_000);
  expect(asked).toHaveLength(3);
  expect(run.report()).toMatchObject({ exit_code: 1, summary: { findings: 1, active: 1, unknown: 0 } });
});

test('where nothing speaks against a key any more, it is dealt with anew', async () => {
  const { run, told, batch } = await start(null);
  await batch(`${key} akguard:allow\n`);
  expect(run.report().exit_code).toBe(0);
  await batch(`${key} akguard:allow\n\n`);
  expect(told).toHaveLength(1);
  await batch(`\n\n${key}\n`);
  expect(told).toEqual(['unverified in 1', 'unverified in 2']);
  expect(run.report().exit_code).toBe(1);
});

test('another vendor’s key that turns up among no words of that vendor is asked about', async () => {
  const { told, asked, batch } = await start([refused]);
  await batch(`https://api.pagar.me ${key}\n`);
  expect({ told, asked: asked.length }).toEqual({ told: ['unverified in 1'], asked: 0 });
  await batch(`\n\n\n${key}\n`);
  expect({ told, asked: asked.length }).toEqual({ told: ['unverified in 1', 'inactive in 2'], asked: 1 });
});

test('no more than a thousand places of one key are kept, and that is said', async () => {
  const { run, batch } = await start(null);
  await batch(`${key}\n`.repeat(900));
  await batch(`${'\n'.repeat(900)}${`${key}\n`.repeat(900)}`);
  const { findings, scan } = run.report();
  expect(findings[0]?.matches).toHaveLength(1000);
  expect(scan.coverage).toMatchObject({
    complete: true,
    skipped: [{ why: expect.stringMatching(/1000 places/) }],
  });
});
