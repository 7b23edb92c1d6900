// Source `log`: log files, patterns and standard input, read as streams of any length.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { type LogFile, openLog } from '../io/log-file.ts';
import { findPattern, isPattern, kindOf, listFolder } from '../io/paths.ts';
import { type RawPath, inFolder } from '../io/raw-path.ts';
import { stdinReader } from '../io/stdin.ts';
import { growsTooFast, mostGrowth } from '../io/read-file.ts';
import { readLog } from './read-log.ts';

/** @param paths files, folders, patterns, or `-` for standard input; empty means standard input. */
export function logSource(paths: string[], maxFileSize: number): Source {
  const wanted = paths.length > 0 ? paths : ['-'];
  return {
    name: 'log',
    target: targetOf(wanted),
    async read(sink, coverage) {
      for (const path of wanted) {
        if (path === '-') {
          await readLog({ path: '-', next: stdinReader(), file: null }, sink, coverage);
        } else {
          for (const file of await expand(path, coverage)) await readFile(file, sink, coverage, maxFileSize);
        }
      }
    },
  };
}

/** What was asked for, as people would say it. */
export function targetOf(paths: readonly string[]): string {
  return paths.map((path) => (path === '-' ? 'standard input' : path)).join(' ');
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

async function readFile(
  real: RawPath,
  sink: BlobSink,
  coverage: Coverage,
  maxFileSize: number,
): Promise<void> {
  const path = String(real);
  const opened = openLog(real, maxFileSize);
  switch (opened.kind) {
    case 'open': {
      const { file } = opened;
      try {
        await readFileLog(path, file, sink, coverage);
      } finally {
        file.close();
      }
      break;
    }
    case 'tooLarge':
      coverage.missed(path, `${opened.size} bytes, over --max-file-size`);
      break;
    case 'notAFile':
      coverage.leftOut(path, noFile(opened.what));
      break;
    case 'failed':
      coverage.missed(path, opened.why);
      break;
    case 'gone':
    case 'link':
    case 'folder':
      coverage.missed(path, 'vanished before it was read');
      break;
  }
}

/** To its end, bar that of a file that has none. */
async function readFileLog(path: string, file: LogFile, sink: BlobSink, coverage: Coverage): Promise<void> {
  let left = file.size + mostGrowth;
  const next = (room: Buffer) => {
    if (left < 0) return 0;
    const size = file.next(room);
    left -= size;
    return size;
  };
  await readLog({ path, next, file }, sink, coverage);
  if (left < 0) coverage.missed(path, growsTooFast);
}

/** Why a pipe or a device is left out. */
export function noFile(what: string): string {
  return `${what}, not a file; pipe it in with \`akguard scan log -\``;
}
