// Feeds git objects to the scanner and counts them: shared by the sources that read a git store.
import type { BlobSink, ObjectType } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { BadObject, ObjectSink } from '../git/cat-file.ts';

/**
 * An object sink that scans blobs, commits and tags (trees hold no content of their own) and fills the coverage.
 * @param counted false for objects that were counted already.
 * @param nameOf how people know an object.
 */
export function objectFeed(
  sink: BlobSink,
  coverage: Coverage,
  counted = true,
  nameOf = (id: string) => `object ${id}`,
): ObjectSink {
  let skipping = false;
  let opened = false;
  let id = '';
  let type: ObjectType = 'blob';
  return {
    object(objectId, objectType) {
      id = objectId;
      type = objectType;
      skipping = type === 'tree';
      opened = false;
      if (!counted) return;
      coverage.objects++;
      if (type === 'commit') coverage.commits++;
      if (type === 'blob') coverage.blobs++;
    },
    bytes(piece, last) {
      if (skipping) return;
      if (counted) coverage.bytes += piece.length;
      if (last && !opened && type === 'blob' && isPointer(piece)) coverage.leftOut(nameOf(id), pointer);
      const provenance = { kind: 'object', type, id } as const;
      if (last && !opened) {
        sink.whole(provenance, piece);
        return;
      }
      if (!opened) sink.open(provenance);
      opened = true;
      sink.write(piece);
      if (last) sink.close();
    },
    missing(objectId) {
      coverage.missed(`object ${objectId}`, 'missing from the store, or corrupt');
    },
  };
}

const pointer = 'a pointer of git LFS; the file itself is not in the repository, and was not read';
const pointerStart = Buffer.from('version https://git-lfs.github.com/spec/v1\n');
/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer is smaller than this. */
const pointerSize = 1024;

function isPointer(blob: Buffer): boolean {
  if (blob.length >= pointerSize || !blob.subarray(0, pointerStart.length).equals(pointerStart)) return false;
  return /^oid sha256:[0-9a-f]{64}$/m.test(blob.toString('latin1'));
}

export function reportBad(bad: readonly BadObject[], coverage: Coverage): void {
  for (const { id, reason } of bad) coverage.missed(`object ${id}`, reason);
}
