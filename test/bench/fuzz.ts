// `npm run fuzz [-- --minutes 10 --seed S --only N]`: real samples of every encoder and container, mutated, through the
// whole scanner and the redactor in pieces cut anywhere. No crash, no hang, no growth, no match that depends on the cuts,
// and no part of a key left in what was redacted. A case that fails is named by its number, which `--only` runs again.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { setImmediate } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { containers } from '../../src/archive/containers.ts';
import { Redactor } from '../../src/detect/redactor.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { rules } from '../helpers/rules.ts';
import { isEmptyByLine, isUnsettled, leaves } from './fuzz/judge.ts';
import { mutate, samplesOf } from './fuzz/samples.ts';
import { type Random, between, seeded } from './random.ts';

interface Plan {
  seed: number;
  minutes: number;
  only: number | null;
}

/** CPU time of one case: what is not bounded goes far beyond it. */
const mostMilliseconds = 4000;
/** No case takes so long, on a machine that is busy as well. */
const hangMilliseconds = 60_000;
/** Of more bytes, what is found up to each line and cut is not looked for. */
const mostByPart = 1 << 12;
/** Between two looks at the memory. */
const round = 1500;
const mostGrowth = 48 << 20;

function pieces(bytes: Buffer, random: Random): Buffer[] {
  // Each piece costs a look at what is before it.
  const size = Math.max(bytes.length >> 8, [1, 7, 61, 512, 4096, 65_536][between(random, 0, 6)] ?? 512);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + between(random, 1, 2 * size);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

/** What is found, without keys: numbers and fingerprints. */
function scan(scanner: Scanner, parts: readonly Buffer[]): string[] {
  scanner.open({ kind: 'file', path: 'a' });
  for (const part of parts) scanner.write(part);
  scanner.close();
  scanner.gaps.splice(0);
  return scanner
    .take()
    .map(({ secret, offset, line, column, encoding, member }) =>
      [secret.fingerprint, offset, line, column, encoding.join('>'), member].join(' '),
    );
}

function redact(parts: readonly Buffer[]): Buffer {
  const redactor = new Redactor(rules);
  const out = parts.map((part) => Buffer.from(redactor.push(part)));
  return Buffer.concat([...out, redactor.end()]);
}

/** What is wrong with a case, or null. */
function check(scanner: Scanner, bytes: Buffer, random: Random): string | null {
  const started = process.cpuUsage();
  const whole = scan(scanner, [bytes]);
  const redacted = redact([bytes]);
  const { user } = process.cpuUsage(started);
  if (user / 1000 > mostMilliseconds) return `took ${Math.round(user / 1000)} ms`;
  const parts = pieces(bytes, random);
  const cut = scan(scanner, parts);
  if (String(whole) !== String(cut))
    return `the cuts make a difference: ${whole.length} and ${cut.length} matches`;
  if (leaves(bytes, redacted)) return 'redact leaves a part of a key';
  const pieced = redact(parts);
  if (leaves(bytes, pieced)) return 'redact leaves a part of a key, when cut';
  if (bytes.length > mostByPart) return null;
  if (!redacted.equals(pieced) && !isUnsettled(parts)) return 'redact: the cuts make a difference';
  if (!redacted.equals(bytes) && isEmptyByLine(bytes)) return 'redact changes what is no key';
  return null;
}

/** Bytes in use, when all that is not is given back; memory of WebAssembly goes one collection later. */
async function inUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    collect();
    await setImmediate();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + Math.max(external, arrayBuffers);
}

// A worker's port has no origin.
/* oxlint-disable unicorn/require-post-message-target-origin */
async function work({ seed, minutes, only }: Plan): Promise<void> {
  const samples = samplesOf(seed);
  const until = Date.now() + minutes * 60_000;
  let usual = Infinity;
  for (let n = only ?? 0; only === null ? Date.now() < until : n === only;) {
    let scanner: Scanner | null = new Scanner(rules, containers);
    for (let i = 0; i < round && (only === null ? Date.now() < until : n === only); i++, n++) {
      parentPort?.postMessage({ n });
      const random = seeded(seed + 7919 * n);
      const bytes = mutate(samples, random);
      let wrong: string | null;
      try {
        wrong = check(scanner, bytes, random);
      } catch (error) {
        wrong = `threw ${String(error instanceof Error ? error.stack : error)}`;
      }
      if (wrong !== null) {
        const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
        parentPort?.postMessage({ n, wrong: `${wrong} (${bytes.length} bytes, ${digest})` });
      }
    }
    scanner = null;
    const used = await inUse();
    usual = Math.min(usual, used);
    if (n > 2 * round && used > usual + mostGrowth)
      parentPort?.postMessage({ n, wrong: `memory grew from ${usual >> 20} to ${used >> 20} MiB` });
  }
}

/* oxlint-enable unicorn/require-post-message-target-origin */

function main(): void {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const plan: Plan = {
    seed: Number(values.seed),
    minutes: Number(values.minutes),
    only: values.only === undefined ? null : Number(values.only),
  };
  const worker = new Worker(new URL(import.meta.url), { workerData: plan });
  let last = 0;
  let wrongs = 0;
  let watchdog: NodeJS.Timeout | null = null;
  const watch = () => {
    if (watchdog !== null) clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      console.log(`case ${last}: hangs`);
      process.exit(1);
    }, hangMilliseconds);
  };
  watch();
  worker.on('message', ({ n, wrong }: { n: number; wrong?: string }) => {
    last = n;
    if (wrong === undefined) {
      watch();
      return;
    }
    wrongs++;
    console.log(`case ${n}: ${wrong}`);
  });
  worker.on('error', (error) => {
    console.log(`case ${last}: ${error.stack ?? error.message}`);
    wrongs++;
  });
  worker.on('exit', () => {
    if (watchdog !== null) clearTimeout(watchdog);
    console.log(`${last + 1} cases from seed ${plan.seed}, ${wrongs} wrong`);
    process.exitCode = wrongs === 0 ? 0 : 1;
  });
}

if (isMainThread) main();
else await work(workerData as Plan);
