// Code that no one here wrote: every file of node_modules, and of the repositories in the folder that
// AKGUARD_BENCH_REPOS names (work trees, and bare repositories with all their blobs).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gitVariables } from '../data.ts';
import { scan } from './judge.ts';

export interface RealCode {
  name: string;
  files: number;
  bytes: number;
  /** `PATH:LINE how-it-was-wrapped redacted-key fingerprint`, for what is not known as another vendor's. */
  findings: string[];
  /** Findings with a vendor's name. */
  foreign: number;
  /** Files that could not be read to the end, and why. */
  gaps: string[];
}

/** Files are read into memory; none that large is code. */
const largest = 1 << 30;

/** @param every 1 for all files, n for each nth. */
export function scanFolder(name: string, folder: string, every = 1): RealCode {
  const result: RealCode = { name, files: 0, bytes: 0, findings: [], foreign: 0, gaps: [] };
  let nth = 0;
  for (const path of filesIn(folder)) {
    if (nth++ % every === 0) look(result, path.slice(folder.length + 1), readFileSync(path));
  }
  for (const repository of bareRepositories(folder)) scanObjects(result, repository);
  return result;
}

function look(result: RealCode, path: string, bytes: Buffer): void {
  result.files++;
  result.bytes += bytes.length;
  const { matches, gaps } = scan(bytes, path);
  for (const { secret, line, encoding, vendor } of matches) {
    if (vendor !== null) result.foreign++;
    else
      result.findings.push(`${path}:${line} [${encoding.join()}] ${secret.redacted} ${secret.fingerprint}`);
  }
  result.gaps.push(...gaps.map((why) => `${path}: ${why}`));
}

const isBare = (folder: string) => existsSync(join(folder, 'objects')) && existsSync(join(folder, 'HEAD'));

function* filesIn(folder: string): Generator<string> {
  if (isBare(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

function* bareRepositories(folder: string): Generator<string> {
  if (isBare(folder)) yield folder;
  else
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) yield* bareRepositories(join(folder, entry.name));
}

/** All blobs of a bare repository, one by one in batches. */
function scanObjects(result: RealCode, repository: string): void {
  const git = (args: string[], input?: string) => {
    const env = { ...process.env, ...gitVariables };
    const { status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], {
      env,
      input,
      maxBuffer: largest * 2,
    });
    if (status !== 0) throw new Error(`git ${args[0]} failed: ${String(stderr)}`);
    return stdout;
  };
  const listed = String(
    git(['cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname) %(objectsize)']),
  );
  let batch: string[] = [];
  let size = 0;
  const flush = () => {
    if (batch.length === 0) return;
    const out = git(['cat-file', '--batch'], batch.join('\n'));
    for (let at = 0; at < out.length;) {
      const end = out.indexOf(0x0a, at);
      const [id = '', , length = '0'] = out.toString('latin1', at, end).split(' ');
      look(result, id, out.subarray(end + 1, end + 1 + Number(length)));
      at = end + 2 + Number(length);
    }
    batch = [];
    size = 0;
  };
  for (const line of listed.split('\n')) {
    const [type, id = '', length] = line.split(' ');
    if (type !== 'blob' || Number(length) > largest / 4) continue;
    batch.push(id);
    size += Number(length);
    if (size > largest / 8) flush();
  }
  flush();
}
