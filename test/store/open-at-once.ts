// A thread that opens new state files at the same moment as others: for the test that none of them is refused.
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../src/store/node-sqlite.ts';

const { paths, gate, threads } = workerData as { paths: string[]; gate: SharedArrayBuffer; threads: number };
const arrived = new Int32Array(gate);
const failures: string[] = [];
for (const [i, path] of paths.entries()) {
  Atomics.add(arrived, i, 1);
  // Not `wait`: they are to go on within microseconds of each other.
  while (Atomics.load(arrived, i) < threads);
  try {
    openDatabase(path).close();
  } catch (error) {
    failures.push(String(error));
  }
}
parentPort?.postMessage(failures);
