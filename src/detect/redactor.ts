// Masks keys in a stream: bytes go in as they come, and go out at once, bar those that could still become a key. It
// searches as `Search` does, but line by line: what a line holds is settled at its end, unless a key that has begun may
// go on in the next one. So the output depends on the bytes alone, not on how they were cut.
import type { Rule } from '../core/rule.ts';
import type { Reach } from './decoders/decoder.ts';
import { freshReach } from './decoders/index.ts';
import { Finder } from './finder.ts';
import { newline } from './lines.ts';
import { Kind } from './prefilter/kinds.ts';
import { Prefilter } from './prefilter/prefilter.ts';
import { Beginnings } from './redact/beginnings.ts';
import { keyStart, lineEnd, nextLimit, openRun } from './redact/edges.ts';
import { type MaskedKey, layOut, maskDecoded, maskPlain, masked, moved } from './redact/mask.ts';
import { lookAt } from './redact/may-go-on.ts';
import { nearRunStart, runsOver } from './rest-point.ts';
import { Search, decodersByKind, kindNames } from './search.ts';

/** Small enough for the second cache. */
const capacity = 1 << 18;
/** From here on, room is made: as often as a pipe is read that is full, so that all of it comes to the same place. */
const full = 1 << 15;
/** Behind an event, no decoder looks further than this. */
const ahead = 4096 + 128;
/** Bytes before an event that decoders look at. */
const context = 4096;
/** Events so far back may have been told in part. */
const toldLate = 96;
/** Lines of an encoding that are looked at again for a key whose prefix was cut by the end of a line. */
const runContext = 1024;
/** Fewer bytes of a key than this tell nobody anything. */
const shortestPart = 12;

const nothing: Buffer = Buffer.alloc(0);

/** What is known about the bytes so far: that more will come, that none came for a while, or that none will come. */
type Moment = 'more' | 'idle' | 'end';

/** Redacts one stream. What is handed out is lent: it is to be written before the next call. */
export class Redactor {
  /** Keys that were masked, at each place anew. */
  count = 0;
  readonly #finder: Finder;
  readonly #beginnings: Beginnings;
  readonly #prefilter = new Prefilter(capacity);
  #inner: Search | null = null;
  /** Bytes in the area; those before `#done` were handed out. */
  #fill = 0;
  #done = 0;
  /** Offsets of events that begin keys which may go on behind the end. */
  #open = new Set<number>();
  /** From here on, nothing may be handed out. */
  #held = 0;
  #keys: MaskedKey[] = [];
  /** Those that were not handed out yet and that nothing can change. */
  #settled: MaskedKey[] = [];
  /** The anchor before the one that is looked at: a key that starts there or before it is another. */
  #before = -1;
  #reach: Reach[] = [];
  #reachLimit = -1;
  /** What `room` and `#seen` returned last: at the speed of a pipe, a view of memory is no small thing. */
  #room = nothing;
  #view = nothing;

  constructor(rules: readonly Rule[]) {
    this.#finder = new Finder(rules);
    this.#beginnings = new Beginnings(rules);
  }

  /** Memory for the next bytes, to be told of with `filled`. */
  get room(): Buffer {
    if (this.#fill >= full) this.#makeRoom();
    const { area } = this.#prefilter;
    const size = area.length - this.#fill;
    if (this.#room.length !== size) this.#room = area.subarray(this.#fill);
    return this.#room;
  }

  /** Whether `idle` may hand out something. */
  get isWaiting(): boolean {
    return this.#done < this.#fill;
  }

  /** Takes the next bytes of the stream and returns those that are ready, in order. */
  push(bytes: Buffer): Buffer {
    const ready: Buffer[] = [];
    for (let from = 0; from < bytes.length;) {
      const size = bytes.copy(this.room, 0, from);
      from += size;
      const out = this.filled(size);
      if (from === bytes.length && ready.length === 0) return out;
      ready.push(Buffer.from(out));
    }
    return Buffer.concat(ready);
  }

  /** The same for bytes that were written to the start of `room`. */
  filled(size: number): Buffer {
    const before = this.#fill;
    this.#fill += size;
    return this.#advance('more', before);
  }

  /** To be called when no bytes came for a while: what is handed out now waited for keys that are wrapped twice. */
  idle(): Buffer {
    return this.#advance('idle', this.#fill);
  }

  /** The input is at its end: returns the rest. What has only begun as a key is none. */
  end(): Buffer {
    return this.#advance('end', this.#fill);
  }

  /** The input goes on, but not for us: returns the rest, without what might have become a key. */
  stop(): Buffer {
    const ready = Buffer.from(this.idle());
    const held = this.#fill - this.#done;
    const before = this.count;
    const rest = this.#advance('end', this.#fill);
    const isSafe = held < shortestPart || this.count > before;
    return Buffer.concat([ready, isSafe ? rest : Buffer.from('****')]);
  }

  #makeRoom(): void {
    const drop = Math.max(0, Math.min(this.#done, ...this.#open, this.#fill - runContext) - context);
    this.#prefilter.area.copyWithin(0, drop, this.#fill);
    this.#fill -= drop;
    this.#done -= drop;
    this.#open = new Set(Array.from(this.#open, (at) => at - drop));
    this.#settled = this.#settled.map((key) => moved(key, drop));
  }

  /** The bytes in the area. */
  #seen(): Buffer {
    if (this.#view.length !== this.#fill) this.#view = this.#prefilter.area.subarray(0, this.#fill);
    return this.#view;
  }

  /** @param before where the bytes that are new start. */
  #advance(moment: Moment, before: number): Buffer {
    this.#keys = [...this.#settled];
    this.#before = -1;
    this.#held = this.#fill;
    this.#reachLimit = -1;
    const bytes = this.#seen();
    const wasOpen = this.#open;
    if (wasOpen.size > 0) this.#open = new Set();
    this.#search(bytes, moment, before, wasOpen);
    if (moment !== 'end') {
      this.#hold(this.#beginnings.at(bytes, this.#done, this.#fill));
      this.#hold(openRun(bytes, this.#done, moment === 'more', this.#beginnings, this.#keys));
    }
    return this.#handOut(bytes);
  }

  #search(bytes: Buffer, moment: Moment, before: number, wasOpen: ReadonlySet<number>): void {
    const prefilter = this.#prefilter;
    const first = before - toldLate;
    let from = Math.min(this.#done, before - runContext);
    for (const at of wasOpen) from = Math.min(from, at);
    from = nearRunStart(bytes, Math.max(0, from - toldLate));
    let runReach: Reach[] | null = null;
    for (const kind of from === 0 ? [] : runsOver(bytes, from))
      this.#decode(bytes, from, kind, this.#fill, (runReach ??= freshReach()));
    while (from < this.#fill) {
      const reached = prefilter.scan(from, this.#fill, true);
      for (let i = 0; i < prefilter.count; i++) {
        const at = prefilter.offsets[i] ?? 0;
        const kind = (prefilter.kinds[i] ?? Kind.plain) as Kind;
        if (kind === Kind.run || kind === Kind.wideRun)
          this.#decode(bytes, at, kind, this.#fill, (runReach ??= freshReach()));
        else if (at >= first || wasOpen.has(at)) {
          const known = this.#keys.length;
          this.#judge(bytes, at, kind, moment);
          const found = this.#keys.slice(known);
          // What ends with the bytes may be a part of the key that another event is waiting for: it is found anew.
          if (found.some(({ end }) => end === this.#fill)) this.#open.add(at);
          if (!this.#open.has(at)) this.#settled.push(...found);
          this.#before = at;
        }
      }
      from = reached;
    }
    this.#finder.findUntold(bytes, this.#done, this.#fill, (rule, start, end) =>
      this.#keys.push(maskPlain({ rule, key: bytes.toString('latin1', start, end), start, end })),
    );
  }

  /** Looks for the key at an anchor: in its line, and as long as it may go on, with the next line, too. */
  #judge(bytes: Buffer, at: number, kind: Kind, moment: Moment): void {
    const last = Math.min(this.#fill, at + ahead);
    const isSettled = moment === 'end' || last < this.#fill;
    // Behind the last line up to which there is a key.
    let complete = -1;
    for (let limit = lineEnd(bytes, at, last); ; limit = nextLimit(bytes, limit, last)) {
      const { goesOn, mayBeKey } = lookAt(bytes, at, kind, limit);
      const isLine = bytes[limit - 1] === newline;
      if (goesOn && !isLine && !isSettled) {
        this.#open.add(at);
        this.#hold(complete < 0 ? keyStart(bytes, at, kind) : complete);
        return;
      }
      if (mayBeKey) {
        // One limit for all events of a line, so that what one of them decodes is not decoded for the next.
        const end = isLine ? limit : this.#fill;
        this.#decode(bytes, at, kind, end, this.#reachUpTo(end));
      }
      if (!goesOn) return;
      if (
        this.#keys.some(({ start, end }) => start > this.#before && start <= at && at < end && end <= limit)
      )
        complete = limit;
      if (limit < last) continue;
      if (isSettled) return;
      this.#open.add(at);
      if (complete < 0) this.#hold(keyStart(bytes, at, kind));
      return;
    }
  }

  /** Events come in rising order, and what was decoded up to one limit says nothing about another. */
  #reachUpTo(limit: number): Reach[] {
    if (this.#reachLimit !== limit) this.#reach = freshReach();
    this.#reachLimit = limit;
    return this.#reach;
  }

  /** Finds the keys at an event, as if the bytes ended at `limit`. */
  #decode(bytes: Buffer, at: number, kind: Kind, limit: number, reaches: readonly Reach[]): void {
    const seen = limit === bytes.length ? bytes : bytes.subarray(0, limit);
    if (kind === Kind.plain) {
      const candidate = this.#finder.keyAt(seen, at);
      if (candidate !== null) {
        const key = seen.toString('latin1', candidate.start, candidate.end);
        this.#keys.push(maskPlain({ ...candidate, key }));
      }
    }
    for (const { decoder, index } of decodersByKind.get(kind) ?? []) {
      for (const decoded of decoder.decode(seen, at, kindNames[kind], reaches[index])) {
        this.#inner ??= new Search(this.#finder, 1, null);
        // What follows the sure bytes may make a key too long to be one.
        const texts =
          decoded.sure === undefined
            ? [decoded.bytes]
            : [decoded.bytes, decoded.bytes.subarray(0, decoded.sure)];
        for (const text of texts) {
          for (const find of this.#inner.whole(text))
            this.#keys.push(maskDecoded(seen, decoder.name, decoded, find));
        }
      }
    }
  }

  #hold(from: number): void {
    this.#held = Math.min(this.#held, Math.max(from, this.#done));
  }

  /** The bytes up to `#held`, masked; no mask is cut. */
  #handOut(bytes: Buffer): Buffer {
    let to = this.#held;
    if (this.#keys.length === 0) {
      const out = bytes.subarray(this.#done, to);
      this.#done = to;
      return out;
    }
    const masks = layOut(this.#keys);
    for (const { start, end } of masks) if (start < to && to < end) to = Math.max(this.#done, start);
    const { out, end: reached, count } = masked(bytes, this.#done, to, masks);
    this.#done = reached;
    this.count += count;
    this.#settled = this.#settled.filter(({ end }) => end > reached);
    return out;
  }
}
