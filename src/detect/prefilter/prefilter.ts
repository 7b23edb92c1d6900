// Searches bytes once for whatever any decoder could want, at several GB/s, so that only a hit pays for decoding.
// The loop over the bytes is WebAssembly (scan.wat); it tells too much, and what it tells is checked here.
import type { WasmMemory } from '../../core/web-assembly.ts';
import { confirm } from './confirm.ts';
import { Kind } from './kinds.ts';
import {
  areaAt,
  rawCountAt,
  rawEventsAt,
  rawEventsMax,
  slackBefore,
  slackBehind,
  slackByte,
  stepBytes,
} from './layout.ts';
import { type Scan, open } from './open.ts';
import { enough, mayBeEncoded } from './run.ts';

const maxEvents = 4 * rawEventsMax;
/** Bytes that the checks may read behind a step. An anchor needs fewer. */
const lookAhead = enough;

const firstRaw = rawEventsAt / 4;
/** The last two bits of a raw event; the third sort is a wide run. */
const anchor = 0;
const run = 1;

/** One for each scanner: the bytes in `area` and the events of the last scan. */
export class Prefilter {
  /** What is scanned. Read files straight into it. */
  readonly area: Buffer;
  /** What the area is a part of. */
  readonly memory: WasmMemory;
  /**
   * The events of the last `scan`: `count` of them, their places in `area`, their kinds. In order of the 32 bytes that
   * they were told in; a run is told when 40 bytes of it were seen, so its place may be before that of the event before.
   */
  count = 0;
  readonly offsets = new Uint32Array(maxEvents);
  readonly kinds = new Uint8Array(maxEvents);
  readonly #bytes: Uint8Array;
  readonly #raw: Uint32Array;
  readonly #scan: Scan;

  constructor(capacity = 1 << 20) {
    const { scan, memory } = open(capacity);
    this.#scan = scan;
    this.memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#raw = new Uint32Array(memory.buffer, 0, areaAt / 4);
    this.area = Buffer.from(memory.buffer, areaAt, capacity);
  }

  /**
   * Scans [from, to) of the area and returns how far it came: `to`; or less when the room for events is used up; or, if
   * not `final`, up to 287 bytes less, since what follows may decide what the last bytes are. Go on from there. The
   * bytes may be moved between calls as long as the 64 before `from` come along; nothing looks back further.
   * @param final nothing follows; up to 128 bytes behind `to` are overwritten.
   */
  scan(from: number, to: number, final: boolean): number {
    if (final) this.#bytes.fill(slackByte, areaAt + to, areaAt + to + slackBehind);
    const length = to - from;
    const steps = final ? Math.ceil(length / stepBytes) : Math.floor((length - lookAhead) / stepBytes);
    this.count = 0;
    if (steps <= 0) return final ? to : from;
    const end = areaAt + from + steps * stepBytes;
    let at = areaAt + from;
    this.#warmUp(at);
    while (at < end && this.count + rawEventsMax <= maxEvents) {
      at = this.#scan.scan(at, end);
      this.#confirm();
    }
    return Math.min(at - areaAt, to);
  }

  /** Newlines in [from, to) of the area. */
  countNewlines(from: number, to: number): number {
    return this.#scan.countNewlines(areaAt + from, areaAt + to);
  }

  /** Brings the state to what it is behind the bytes before `at`: two steps are as far as anything looks back. */
  #warmUp(at: number): void {
    this.#scan.start();
    this.#scan.scan(at - slackBefore, at);
  }

  /** Adds what holds of the raw events to the events. */
  #confirm(): void {
    const bytes = this.#bytes;
    const raw = this.#raw;
    const { offsets, kinds } = this;
    const end = firstRaw + (raw[rawCountAt] ?? 0);
    let count = this.count;
    for (let i = firstRaw; i < end; i++) {
      const event = raw[i] ?? 0;
      let at = event >>> 2;
      let kind: Kind | 0 = Kind.wideRun;
      if ((event & 3) === anchor) kind = confirm(bytes, (at -= 2));
      else if ((event & 3) === run) kind = mayBeEncoded(bytes, at) ? Kind.run : 0;
      if (kind === 0) continue;
      offsets[count] = at - areaAt;
      kinds[count++] = kind;
    }
    this.count = count;
  }
}
