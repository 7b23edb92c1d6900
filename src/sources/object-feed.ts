// Feeds git objects to the scanner and counts them: shared by the sources that read a git store.
import type { BlobSink, ObjectType } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { BadObject, ObjectSink } from '../git/cat-file.ts';

/**
 * An object sink that scans blobs, commits and tags (trees hold no content of their own) and fills the coverage.
 * @param counted false for objects that were counted already.
 */
export function objectFeed(sink: BlobSink, coverage: Coverage, counted = true): ObjectSink {
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

export function reportBad(bad: readonly BadObject[], coverage: Coverage): void {
  for (const { id, reason } of bad) coverage.missed(`object ${id}`, reason);
}
