// Source `log`: log files, patterns and standard input, read as streams of any length.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { findPattern, isPattern, kindOf, listFolder } from '../io/paths.ts';
import { readFile } from '../io/read-file.ts';
import { readStdin } from '../io/stdin.ts';

/** @param paths files, folders, patterns, or `-` for standard input; empty means standard input. */
export function logSource(paths: string[], maxFileSize: number): Source {
  const wanted = paths.length > 0 ? paths : ['-'];
  return {
    name: 'log',
    target: wanted.map((path) => (path === '-' ? 'standard input' : path)).join(' '),
    async read(sink, coverage) {
      const counting = countLines(sink, coverage);
      for (const path of wanted) {
        if (path === '-') {
          counting.open({ kind: 'log', path: '-' });
          coverage.bytes += await readStdin((piece) => counting.write(piece));
          counting.close();
        } else {
          for (const file of await expand(path)) readLog(file, counting, coverage, maxFileSize);
        }
      }
    },
  };
}

async function expand(path: string): Promise<string[]> {
  const kind = kindOf(path);
  if (kind === 'file') return [path];
  if (kind === 'folder') return (await listFolder(path)).map((name) => `${path.replace(/\/$/, '')}/${name}`);
  if (!isPattern(path)) throw new AkguardError('AK_PATH_NOT_FOUND', { path });
  const found = await findPattern(path);
  if (found.length === 0) throw new AkguardError('AK_NOTHING_MATCHES', { pattern: path });
  return found;
}

function readLog(path: string, sink: BlobSink, coverage: Coverage, maxFileSize: number): void {
  const result = readFile(path, { kind: 'log', path }, sink, maxFileSize, true);
  if (result.kind === 'read') {
    coverage.files++;
    coverage.bytes += result.bytes;
  } else if (result.kind === 'tooLarge') {
    coverage.missed(path, `${result.size} bytes, over --max-file-size`);
  } else if (result.kind === 'notAFile') {
    coverage.leftOut(path, `${result.what}, not a file; pipe it in with \`akguard scan log -\``);
  } else {
    coverage.missed(path, result.kind === 'failed' ? result.why : 'vanished before it was read');
  }
}

function countLines(sink: BlobSink, coverage: Coverage): BlobSink {
  return {
    open: (provenance) => sink.open(provenance),
    write: (bytes) => sink.write(bytes),
    close() {
      const newlines = sink.close();
      coverage.lines += newlines;
      return newlines;
    },
    whole(provenance, bytes) {
      this.open(provenance);
      this.write(bytes);
      this.close();
    },
  };
}
