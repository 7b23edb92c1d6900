// Reads objects through `git cat-file --batch`: one process for any number of objects, whole or in pieces.
import type { Writable } from 'node:stream';
import type { ObjectType } from '../core/blob.ts';
import { findLooseStore, readLoose } from './loose.ts';
import { type GitEnd, type GitPlace, firstLine, streamGit } from './run.ts';

/** Receives objects; the bytes of one come in any number of pieces, each lent until the call returns. */
export interface ObjectSink {
  object(id: string, type: ObjectType, size: number): void;
  bytes(piece: Buffer, last: boolean): void;
  /** An object that was asked for and is not in the store. */
  missing(id: string): void;
}

/**
 * Splits the output of `cat-file --batch` (`<id> SP <type> SP <size> LF <bytes> LF`, or `<id> SP missing LF`) into
 * objects. Pieces may be cut anywhere.
 */
class BatchParser {
  /** Objects that came through to their last byte, and the id of one that began. */
  complete = 0;
  current: string | null = null;
  readonly #sink: ObjectSink;
  #header = '';
  /** Bytes of the current object still to come; -1 while a header is read, 0 when only the LF behind it is due. */
  #left = -1;

  constructor(sink: ObjectSink) {
    this.#sink = sink;
  }

  push(data: Buffer): void {
    let at = 0;
    while (at < data.length) {
      if (this.#left > 0) {
        const take = Math.min(this.#left, data.length - at);
        this.#left -= take;
        this.#sink.bytes(data.subarray(at, at + take), this.#left === 0);
        at += take;
      } else if (this.#left === 0) {
        at += 1;
        this.#left = -1;
        this.#end();
      } else {
        const end = data.indexOf(0x0a, at);
        this.#header += data.toString('latin1', at, end < 0 ? data.length : end);
        if (end < 0) return;
        at = end + 1;
        this.#begin(this.#header);
        this.#header = '';
      }
    }
  }

  #begin(header: string): void {
    const [id = '', type = '', size = ''] = header.split(' ');
    if (type === 'missing' || size === '') {
      this.#sink.missing(id);
      this.#end();
      return;
    }
    this.current = id;
    this.#left = Number(size);
    this.#sink.object(id, type as ObjectType, this.#left);
    if (this.#left === 0) this.#sink.bytes(Buffer.alloc(0), true);
  }

  #end(): void {
    this.complete++;
    this.current = null;
  }
}

/** An object that git could not read, and what it said. */
export interface BadObject {
  id: string;
  reason: string;
}

/** Objects that are asked for one after the other, while others are read already. */
export interface ObjectQueue {
  /** Ids, each of them once. */
  ask: (ids: readonly string[]) => void;
  /** To be called when all were asked for. @returns the objects that could not be read. */
  end(): Promise<BadObject[]>;
}

/** Starts git to read objects in the order in which they will be asked for. */
export function queueObjects(place: GitPlace, sink: ObjectSink): ObjectQueue {
  const asked: string[] = [];
  const parser = new BatchParser(sink);
  let stdin: Writable | null = null;
  let unsaid: string[] = [];
  const over = streamGit(
    place,
    ['cat-file', '--batch', '--buffer'],
    (bytes) => parser.push(bytes),
    (stream) => (stdin = stream),
  );
  over.catch(() => {});
  const say = () => {
    if (unsaid.length > 0) stdin?.write(`${unsaid.join('\n')}\n`);
    unsaid = [];
  };
  return {
    ask(ids) {
      // What is asked for in one go is said in one go: to write costs more than all else here.
      if (unsaid.length === 0) queueMicrotask(say);
      asked.push(...ids);
      unsaid.push(...ids);
    },
    async end() {
      say();
      stdin?.end();
      const end = await over;
      const { complete } = parser;
      if (complete >= asked.length) return [];
      const bad = { id: asked[complete] ?? '?', reason: reasonOf(end) };
      return [bad, ...(await readObjects(place, asked.slice(complete + 1), sink))];
    },
  };
}

/**
 * Reads the objects with these ids: first the loose ones, then, through git, the others, both in this order. git gives up
 * at a corrupt object, so reading goes on behind it.
 * @returns the objects that could not be read.
 */
export async function readObjects(
  place: GitPlace,
  ids: readonly string[],
  sink: ObjectSink,
): Promise<BadObject[]> {
  const bad: BadObject[] = [];
  let rest = giveLoose(place, ids, sink);
  while (rest.length > 0) {
    const parser = new BatchParser(sink);
    const end = await streamGit(
      place,
      ['cat-file', '--batch', '--buffer'],
      (d) => parser.push(d),
      rest.join('\n') + '\n',
    );
    if (parser.complete >= rest.length) break;
    bad.push({ id: rest[parser.complete] ?? '?', reason: reasonOf(end) });
    rest = rest.slice(parser.complete + 1);
  }
  return bad;
}

/** Hands the loose objects over. @returns the others. */
function giveLoose(place: GitPlace, ids: readonly string[], sink: ObjectSink): readonly string[] {
  const store = findLooseStore(place);
  if (store === null) return ids;
  return ids.filter((id) => {
    const object = readLoose(store, id);
    if (object === null) return true;
    sink.object(id, object.type, object.bytes.length);
    sink.bytes(object.bytes, true);
    return false;
  });
}

/**
 * Reads every object of the store once, whether a ref reaches it or not, in the order that is cheapest for git.
 * @returns the objects that could not be read.
 */
export async function readAllObjects(place: GitPlace, sink: ObjectSink): Promise<BadObject[]> {
  const parser = new BatchParser(sink);
  const all = ['--batch-all-objects', '--unordered', '--buffer'];
  const end = await streamGit(place, ['cat-file', '--batch', ...all], (d) => parser.push(d));
  if (end.code === 0) return [];
  // One object is corrupt, and git stopped there. The listing comes in the same order and reads no content.
  let listing = '';
  const format = '--batch-check=%(objectname)';
  const listed = await streamGit(
    place,
    ['cat-file', format, ...all],
    (d) => (listing += d.toString('latin1')),
  );
  const ids = listing.split('\n').filter(Boolean);
  const at = parser.current === null ? parser.complete : ids.indexOf(parser.current);
  const bad = [{ id: ids[at] ?? '?', reason: reasonOf(end) }];
  if (listed.code !== 0) bad.push({ id: 'the list of objects', reason: reasonOf(listed) });
  return [...bad, ...(await readObjects(place, ids.slice(at + 1), sink))];
}

function reasonOf(end: GitEnd): string {
  return firstLine(end.stderr) || `git ended with ${end.code}`;
}
