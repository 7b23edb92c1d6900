// Walks packs on all cores: shared tables, and a counter from which each thread takes the next piece of work.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Rule } from './core/rule.ts';
import type { PackTable } from './git/pack/pack-table.ts';
import type { Walk } from './git/pack/pack-walker.ts';
import type { WalkPacks } from './git/pack/sweep-store.ts';
import { type Job, type Piece, makeThread, newWalk } from './walk-thread.ts';

/** Bytes of a pack that are one piece of work, and as much as is worth a thread of its own. */
const pieceSize = 256 << 10;
const threadSize = 8 << 20;
/** Of less, a second thread takes longer to compile what it runs (0.35 s) than it saves. */
const leastForThreads = 24 << 20;
/** How long this thread works before it looks at what others want of it. */
const patienceMs = 50;

/** @param jobs how many threads at most, this one included; null for as many as there are cores. */
export function packWalk(rules: readonly Rule[], jobs: number | null): WalkPacks {
  return async (tables, progress) => {
    const pieces = cut(tables);
    const total = pieces.reduce((size, piece) => size + piece.size, 0);
    if (pieces.length === 0) return tables.map(newWalk);
    const useful = total < leastForThreads ? 0 : Math.floor(total / threadSize);
    const others = Math.min((jobs ?? availableParallelism()) - 1, useful);
    const job: Job = {
      rules,
      tables,
      pieces,
      next: new Int32Array(new SharedArrayBuffer(4)),
      seen: new Float64Array(new SharedArrayBuffer(8 * (others + 1))),
      walked: new Float64Array(new SharedArrayBuffer(8 * (others + 1))),
    };
    const threads = Array.from({ length: others }, (_, i) => startThread(job, i + 1));
    const results = Promise.all(threads.map(({ result }) => result));
    // Whoever waits for it comes later.
    results.catch(() => {});
    try {
      let told = 0;
      const report = (done: number) => {
        const bytes = sum(job.seen);
        progress({ bytes: bytes - told, done, total });
        told = bytes;
      };
      const own = await walkHere(job, report);
      const walks = merge(tables.length, [own, ...(await results)]);
      report(total);
      return walks;
    } finally {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    }
  };
}

/** Pieces of about the same size, in the order of the packs. */
function cut(tables: readonly PackTable[]): Piece[] {
  const pieces: Piece[] = [];
  for (const [number, table] of tables.entries()) {
    const { roots } = table;
    let piece: Piece = { table: number, from: 0, to: 0, size: 0 };
    for (let i = 0; i < roots.length; i++) {
      piece.size += familySize(table, roots[i] ?? 0);
      piece.to = i + 1;
      if (piece.size < pieceSize) continue;
      pieces.push(piece);
      piece = { table: number, from: i + 1, to: i + 1, size: 0 };
    }
    if (piece.to > piece.from) pieces.push(piece);
  }
  return pieces;
}

/** Bytes of the pack that a root and all that is made of it take. Trees lie between them, and are not walked. */
function familySize({ offsets, firstDelta, nextDelta }: PackTable, root: number): number {
  let size = 0;
  const open = [root];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    size += (offsets[each + 1] ?? 0) - (offsets[each] ?? 0);
    for (let child = firstDelta[each] ?? -1; child >= 0; child = nextDelta[child] ?? -1) open.push(child);
  }
  return size;
}

async function walkHere(job: Job, report: (done: number) => void): Promise<Walk[]> {
  const thread = makeThread(job, 0);
  for (let pause = Date.now() + patienceMs; thread.step();) {
    if (Date.now() < pause) continue;
    report(sum(job.walked));
    await new Promise(setImmediate);
    pause = Date.now() + patienceMs;
  }
  return thread.walks;
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((all, each) => all + each, 0);
}

function startThread(job: Job, number: number): { worker: Worker; result: Promise<Walk[]> } {
  const here = import.meta.url;
  const bundled = here.includes('/chunks/') ? '../walk-thread.js' : './walk-thread.js';
  const file = here.endsWith('.ts') ? './walk-thread.ts' : bundled;
  const worker = new Worker(new URL(file, here), { workerData: { job, number } });
  const result = new Promise<Walk[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread ended with ${code}`)));
  });
  return { worker, result };
}

function merge(count: number, results: readonly Walk[][]): Walk[] {
  return Array.from({ length: count }, (_, table) => {
    const all = newWalk();
    for (const walks of results) {
      const walk = walks[table] ?? newWalk();
      all.bytes += walk.bytes;
      all.suspects = all.suspects.concat(walk.suspects);
      all.large = all.large.concat(walk.large);
      all.bad = all.bad.concat(walk.bad);
    }
    return all;
  });
}
