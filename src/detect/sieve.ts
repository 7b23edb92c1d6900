// Looks at the objects of a repository where they were made, and tells those that are to be scanned from all the others.
// Of a version of a file, nearly all bytes are a copy of another version: what needs an anchor is looked for everywhere,
// at the speed of memory; what may be encoded (a hash, a signature, a picture) only where it is not that copy.
import type { Containers } from '../core/container.ts';
import type { Rule } from '../core/rule.ts';
import type { Sieve } from '../core/sieve.ts';
import type { WasmMemory } from '../core/web-assembly.ts';
import type { Reach } from './decoders/decoder.ts';
import { inRun } from './decoders/run.ts';
import { byteSet } from './prefilter/byte-set.ts';
import { Finder } from './finder.ts';
import { Kind } from './prefilter/kinds.ts';
import { slackByte } from './prefilter/layout.ts';
import { Prefilter } from './prefilter/prefilter.ts';
import { Search, decodersByKind, headSize, kindNames } from './search.ts';
import { Unpacker } from './unpack.ts';

const lead = 64;
/** How far from a change an encoding is looked at again. */
const near = 512;
/** What may stand between two lines of one encoding, and how much of it; or how much of anything. */
const inGap = byteSet(' \t\r\n"\'`\\+.&|<>^~,_(){}$#*;');
const longestGap = 300;
const shortestGap = 96;

/** See the port. One for each thread: it holds `capacity` bytes of memory, of which what is touched counts. */
export class ObjectSieve implements Sieve {
  readonly memory: WasmMemory;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly #prefilter: Prefilter;
  readonly #finder: Finder;
  readonly #unpacker: Unpacker;
  readonly #inner: Search;
  /** Runs of the object that is looked at; they need no anchor. */
  readonly #runs: number[] = [];

  constructor(rules: readonly Rule[], containers: Containers, capacity: number) {
    this.#prefilter = new Prefilter(capacity);
    this.memory = this.#prefilter.memory;
    this.bytes = Buffer.from(this.#prefilter.memory.buffer);
    this.start = this.#prefilter.area.byteOffset + lead;
    this.end = this.#prefilter.area.byteOffset + capacity;
    this.#finder = new Finder(rules);
    this.#unpacker = new Unpacker(containers, this.#finder);
    this.#inner = new Search(this.#finder, 1, this.#unpacker);
  }

  look(at: number, size: number, changes: Uint32Array | null): boolean {
    this.bytes.fill(slackByte, at - lead, at);
    if (this.#holdsContainer(at, size)) return true;
    const prefilter = this.#prefilter;
    const first = at - prefilter.area.byteOffset;
    const end = first + size;
    let bytes: Buffer | null = null;
    const reach: Reach[] = [];
    this.#runs.length = 0;
    for (let from = first; from < end;) {
      from = prefilter.scan(from, end, true);
      for (let i = 0; i < prefilter.count; i++) {
        const kind = (prefilter.kinds[i] ?? Kind.plain) as Kind;
        const place = (prefilter.offsets[i] ?? 0) - first;
        if (kind === Kind.run && changes !== null) {
          this.#runs.push(place);
          continue;
        }
        bytes ??= this.bytes.subarray(at, at + size);
        if (this.#holds(bytes, place, kind, reach)) return true;
      }
    }
    if (this.#holdsUntold(at, size)) return true;
    if (changes === null || this.#runs.length === 0) return false;
    bytes ??= this.bytes.subarray(at, at + size);
    return this.#changedRunsHold(bytes, changes, reach);
  }

  /** Whether there is a key that the prefilter has no event for. */
  #holdsUntold(at: number, size: number): boolean {
    if (!this.#finder.hasUntold) return false;
    let holds = false;
    this.#finder.findUntold(this.bytes.subarray(at, at + size), 0, size, () => (holds = true));
    return holds;
  }

  /** Whether the bytes are a container in which something is, or which can't be read to its end. */
  #holdsContainer(at: number, size: number): boolean {
    const head = this.bytes.subarray(at, at + Math.min(size, headSize));
    const kind = this.#unpacker.kindOf(head, null);
    if (kind === null) return false;
    const found = this.#unpacker.unpack(kind, this.bytes.subarray(at, at + size)).inside.length > 0;
    return this.#unpacker.reset().length > 0 || found;
  }

  /** Whether the event at a place leads to anything. */
  #holds(bytes: Buffer, at: number, kind: Kind, reach: Reach[]): boolean {
    if (kind === Kind.plain && this.#finder.keyAt(bytes, at) !== null) return true;
    for (const { decoder, index } of decodersByKind.get(kind) ?? []) {
      for (const decoded of decoder.decode(bytes, at, kindNames[kind], (reach[index] ??= {}))) {
        if (this.#inner.whole(decoded.bytes.subarray(0, decoded.sure)).length > 0) return true;
        const container = this.#unpacker.kindOf(decoded.bytes.subarray(0, headSize), null);
        const found = container !== null && this.#unpacker.unpack(container, decoded.bytes).inside.length > 0;
        if (this.#unpacker.reset().length > 0 || found) return true;
      }
    }
    return false;
  }

  #changedRunsHold(bytes: Buffer, changes: Uint32Array, reach: Reach[]): boolean {
    const runs = this.#runs;
    // The next run to look at, and the first that was not looked at yet.
    let next = 0;
    let fresh = 0;
    for (let i = 0; i < changes.length; i += 2) {
      const start = (changes[i] ?? 0) - near;
      const end = (changes[i + 1] ?? 0) + near;
      while (next < runs.length && (runs[next] ?? 0) < start) next++;
      let from = next;
      // Runs before it that reach this place, or are lines of one encoding with what does.
      while (from > fresh && goesOn(bytes, runs[from - 1] ?? 0, Math.min(start, runs[from] ?? start))) from--;
      for (fresh = Math.max(from, fresh); fresh < runs.length && (runs[fresh] ?? 0) <= end; fresh++) {
        if (this.#holds(bytes, runs[fresh] ?? 0, Kind.run, reach)) return true;
      }
      next = Math.max(next, fresh);
    }
    return false;
  }
}

/** Whether the run at `run`, or an encoding of which it is a line, may go on at `place`. */
function goesOn(bytes: Uint8Array, run: number, place: number): boolean {
  let at = run;
  while (at < place && inRun[bytes[at] ?? 0] === 1) at++;
  if (place - at <= shortestGap) return true;
  if (place - at > longestGap) return false;
  while (at < place && inGap[bytes[at] ?? 0] === 1) at++;
  return at === place;
}
