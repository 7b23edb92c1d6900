// One thread of a walk over packs. As a module it makes one for whoever calls; as the entry of a worker it runs one.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { containers } from './archive/containers.ts';
import type { Rule } from './core/rule.ts';
import { ObjectSieve } from './detect/sieve.ts';
import type { PackTable } from './git/pack/pack-table.ts';
import { PackWalker, type Walk } from './git/pack/pack-walker.ts';

/** Some roots of a table, and how many bytes of the pack they and what is made of them take. */
export interface Piece {
  table: number;
  from: number;
  to: number;
  size: number;
}

/** What all threads share. */
export interface Job {
  rules: readonly Rule[];
  tables: readonly PackTable[];
  pieces: readonly Piece[];
  /** The next piece that nobody has taken. */
  next: Int32Array;
  /** Bytes of the objects that each thread has seen, and of the packs that they take. */
  seen: Float64Array;
  walked: Float64Array;
}

/** Memory for one object and what it is made of; only what is touched counts. */
const capacity = 136 << 20;

export interface WalkThread {
  /** One for each table. */
  walks: Walk[];
  /** Does one more piece; false when there is none. */
  step(): boolean;
}

export function newWalk(): Walk {
  return { bytes: 0, suspects: [], large: [], bad: [] };
}

export function makeThread(job: Job, number: number): WalkThread {
  const walker = new PackWalker(new ObjectSieve(job.rules, containers, capacity));
  const walks = job.tables.map(newWalk);
  return {
    walks,
    step() {
      const piece = job.pieces[Atomics.add(job.next, 0, 1)];
      const table = piece && job.tables[piece.table];
      const walk = piece && walks[piece.table];
      if (!piece || !table || !walk) return false;
      const before = walk.bytes;
      walker.walk(table, piece.from, piece.to, walk);
      job.seen[number] = (job.seen[number] ?? 0) + walk.bytes - before;
      job.walked[number] = (job.walked[number] ?? 0) + piece.size;
      return true;
    },
  };
}

if (!isMainThread && parentPort !== null) {
  const { job, number } = workerData as { job: Job; number: number };
  const thread = makeThread(job, number);
  while (thread.step());
  parentPort.postMessage(thread.walks);
}
