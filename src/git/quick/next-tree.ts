// Which tree the commit under way will have. Before git runs its hooks for a commit it makes that tree, and remembers it in
// the index: in the extension TREE (gitformat-index(5)), of which nothing but the first entry is needed.
import { readTail } from './files.ts';
import { Doubt } from './doubt.ts';

const idSize = 20;
/** Bytes of name and size before an extension. */
const headSize = 8;
/** Bytes at the end of an index that are looked at first: the extensions of a thousand folders. */
const tailSize = 1 << 16;

/** @throws Doubt when git does not remember one: something is in conflict, or only meant to be added. */
export function nextTree(index: string): string {
  const tail = readTail(index, tailSize);
  const found = treeIn(tail) ?? (tail.length < tailSize ? null : treeIn(readTail(index, Infinity)));
  if (found === null) throw new Doubt('git remembers no tree');
  return found;
}

/** An extension starts where a chain of them goes exactly to the checksum at the end; the bytes of its name prove nothing. */
function treeIn(tail: Buffer): string | null {
  for (let at = tail.length; (at = tail.lastIndexOf('TREE', at - 1)) !== -1;) {
    // The entry of the top is `NUL <count> SP <folders> LF <id>`; the count is -1 where anything has changed since.
    const [all, count] =
      /^\0(-?\d+) \d+\n/.exec(tail.toString('latin1', at + headSize, at + headSize + 32)) ?? [];
    if (all !== undefined && isChain(tail, at)) {
      const id = at + headSize + all.length;
      if (Number(count) < 0) return null;
      return tail.toString('hex', id, id + idSize);
    }
    if (at === 0) break;
  }
  return null;
}

function isChain(tail: Buffer, from: number): boolean {
  const end = tail.length - idSize;
  let at = from;
  while (at + headSize <= end) at += headSize + tail.readUInt32BE(at + 4);
  return at === end;
}
