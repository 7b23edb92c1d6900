// Opens containers for tests: everything in memory, to any depth.
import { spawnSync } from 'node:child_process';
import { Budget, type Limits } from '../../src/archive/budget.ts';
import { type ContainerKind, containerKind, headSize } from '../../src/archive/kind.ts';
import { type Entry, type Input, openContainer } from '../../src/archive/open.ts';

export interface Opened {
  /** Kinds and names, outermost first: `zip:a.gz`, `gzip:`. */
  chain: string[];
  bytes: Buffer;
  at: number | null;
}

/** The entries of one container, and the reasons. */
export function open(kind: ContainerKind, input: Input, limits: Partial<Limits> = {}) {
  const budget = new Budget(limits);
  const entries: { name: string; bytes: Buffer; at: number | null }[] = [];
  for (const entry of openContainer(kind, input, budget)) {
    entries.push({ name: entry.name, at: entry.at, bytes: whole(entry) });
  }
  return { entries, reasons: budget.reasons };
}

/** Everything in it, to any depth, the way a scanner goes: an entry's bytes are read once, inner containers from copies. */
export function openAll(kind: ContainerKind, input: Input, limits: Partial<Limits> = {}) {
  const budget = new Budget(limits);
  return { opened: [...inside(kind, input, budget, [])], reasons: budget.reasons };
}

function* inside(kind: ContainerKind, input: Input, budget: Budget, above: string[]): Generator<Opened> {
  for (const entry of openContainer(kind, input, budget)) {
    const chain = [...above, `${kind}:${entry.name}`];
    const bytes = whole(entry);
    yield { chain, bytes, at: entry.at };
    const inner = containerKind(bytes.subarray(0, headSize), entry.name);
    if (inner !== null) yield* inside(inner, bytes, budget, chain);
  }
}

/** Counts without keeping anything: the way that must stay small. Inner containers are read as they come. */
export function measure(
  kind: ContainerKind,
  input: Input,
  budget: Budget,
): { entries: number; bytes: number } {
  const total = { entries: 0, bytes: 0 };
  for (const entry of openContainer(kind, input, budget)) {
    total.entries++;
    const pieces = tee(entry.pieces, (piece) => (total.bytes += piece.length));
    const inner = containerKind(entry.head, entry.name);
    if (inner !== null) {
      const below = measure(inner, pieces, budget);
      total.entries += below.entries;
      total.bytes += below.bytes;
    }
    for (const _ of pieces);
  }
  return total;
}

function* tee(pieces: Iterable<Buffer>, see: (piece: Buffer) => void): Generator<Buffer> {
  for (const piece of pieces) {
    see(piece);
    yield piece;
  }
}

export function whole(entry: Entry): Buffer {
  const copies: Buffer[] = [];
  for (const piece of entry.pieces) copies.push(Buffer.from(piece));
  return Buffer.concat(copies);
}

/** The bytes in pieces of these sizes, the last one repeating; each is overwritten before the next is lent. */
export function* lend(bytes: Buffer, sizes: number[]): Generator<Buffer> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[Math.min(i, sizes.length - 1)] ?? bytes.length);
    const piece = Buffer.from(bytes.subarray(at, at + size));
    yield piece;
    piece.fill(0xa5);
    at += size;
  }
}

/** Whether a command is on this machine. */
export function has(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Runs a command that must succeed, and gives what it writes. */
export function run(command: string, args: string[], input?: Buffer, directory?: string): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    cwd: directory,
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined || status !== 0)
    throw new Error(`${command} failed: ${error ?? stderr.toString()}`);
  return stdout;
}

/** Text that compresses like a log, and the same for the same arguments. */
export function logText(size: number, seed = 1): Buffer {
  const lines: string[] = [];
  let state = seed;
  for (let length = 0; length < size;) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const line = `2026-02-${state % 28} GET /v1/payments/${state.toString(36)} 200 ${state % 997} ms\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('')).subarray(0, size);
}
