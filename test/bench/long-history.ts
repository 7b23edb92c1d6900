// A repository of 100,000 commits, made once and kept: what a push to a large project is measured against.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { git, gitVariables } from './data.ts';
import { type Random, between, seeded, sourceLines } from './random.ts';

const folders = 100;
const filesInEach = 20;

/** A bare repository with so many commits on `main`; made at the first call, which takes a minute. */
export async function longHistory(commits: number): Promise<string> {
  const kept = join(tmpdir(), `akguard-bench-history-${commits}-v1`);
  if (existsSync(kept)) return kept;
  const making = `${kept}.${process.pid}`;
  mkdirSync(making);
  git(making, ['init', '-q', '--bare', '-b', 'main']);
  const child = spawn('git', ['fast-import', '--quiet'], {
    cwd: making,
    env: { ...process.env, ...gitVariables },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const content = new Content(1);
  for (let n = 0; n < commits; n++) {
    const text = content.commit(
      'refs/heads/main',
      n,
      n === 0 ? folders * filesInEach : between(content.random, 1, 3),
    );
    if (!child.stdin.write(text)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
  // As a forge keeps it.
  git(making, ['commit-graph', 'write', '--reachable']);
  renameSync(making, kept);
  return kept;
}

/** A clone that shares its objects with `kept`, as a forge serves it, with so many commits pushed on top of `main`. */
export function pushOnto(kept: string, folder: string, commits: number): { before: string; after: string } {
  rmSync(folder, { recursive: true, force: true });
  git('.', ['clone', '-q', '--bare', '--shared', kept, folder]);
  for (const name of ['uploadpack.allowFilter', 'uploadpack.allowAnySHA1InWant'])
    git(folder, ['config', name, 'true']);
  const before = idOf(folder, 'main');
  const content = new Content(2);
  let stream = 'reset refs/heads/main\nfrom refs/heads/main^0\n\n';
  for (let n = 0; n < commits; n++) stream += content.commit('refs/heads/main', 200_000 + n, 4);
  git(folder, ['fast-import', '--quiet'], stream);
  return { before, after: idOf(folder, 'main') };
}

/** Bytes of a pack of all objects that the push brought. */
export function sizeOfPush(folder: string, before: string, after: string): number {
  const args = ['pack-objects', '--revs', '--stdout', '--quiet'];
  const { stdout } = spawnSync('git', args, {
    cwd: folder,
    input: `${after}\n^${before}\n`,
    maxBuffer: 1 << 28,
  });
  return stdout.length;
}

function idOf(folder: string, revision: string): string {
  return git(folder, ['rev-parse', revision]).toString().trim();
}

/** Small files that change in small commits. */
class Content {
  readonly random: Random;
  readonly #lines: string[];

  constructor(seed: number) {
    this.random = seeded(seed);
    this.#lines = sourceLines(this.random, 20_000);
  }

  commit(ref: string, n: number, files: number): string {
    const who = `A <a@example.test> ${1_400_000_000 + n * 60} +0000`;
    const message = `change ${n}`;
    let text = `commit ${ref}\ncommitter ${who}\ndata ${message.length}\n${message}\n`;
    for (let i = 0; i < files; i++) {
      const number = files === folders * filesInEach ? i : between(this.random, 0, folders * filesInEach - 1);
      const from = between(this.random, 0, this.#lines.length - 60);
      const body = this.#lines.slice(from, from + 50).join('');
      const path = `src/part${number % folders}/file${number}.ts`;
      text += `M 100644 inline ${path}\ndata ${Buffer.byteLength(body)}\n${body}\n`;
    }
    return `${text}\n`;
  }
}
