// Source `log`: log files, patterns and standard input, read as streams of any length.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { findPattern, isPattern, kindOf, listFolder } from '../io/paths.ts';
import { type RawPath, inFolder } from '../io/raw-path.ts';
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
          for (const file of await expand(path, coverage)) readLog(file, counting, coverage, maxFileSize);
        }
      }
    },
  };
}

async function expand(path: string, coverage: Coverage): Promise<RawPath[]> {
  const kind = kindOf(path);
  if (kind === 'file') return [path];
  if (kind === 'nothing' && !(await isPattern(path))) throw new AkguardError('AK_PATH_NOT_FOUND', { path });
  const { paths, unread } = await (kind === 'folder' ? listFolder(path) : findPattern(path));
  const folder = kind === 'folder' ? path : '.';
  for (const gap of unread) coverage.missed(String(inFolder(folder, gap.path)), gap.why);
  if (kind === 'nothing' && paths.length + unread.length === 0)
    throw new AkguardError('AK_NOTHING_MATCHES', { pattern: path });
  return paths.map((found) => inFolder(folder, found));
}

function readLog(file: RawPath, sink: BlobSink, coverage: Coverage, maxFileSize: number): void {
  const path = String(file);
  const result = readFile(file, { kind: 'log', path }, sink, maxFileSize, true);
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
    get room() {
      return sink.room;
    },
    open: (...blob) => sink.open(...blob),
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
