// All sources by the word that the command line knows them by. A new source is one file and one line here.
import type { SourceName } from '../core/blob.ts';
import type { Source } from '../core/source.ts';
import { AkguardError } from '../core/errors.ts';
import type { WalkPacks } from '../git/pack/sweep-store.ts';
import type { Selection } from '../git/refs.ts';
import type { LogFollower } from './follow.ts';
import { filesSource } from './files.ts';
import { historySource } from './history.ts';
import { logSource } from './log.ts';
import { rangeSource } from './range.ts';
import { stagedSource } from './staged.ts';

/** What a scan was asked for. */
export interface ScanRequest {
  /** The words behind the source's name. */
  operands: string[];
  exclude: string[];
  /** Bytes. */
  maxFileSize: number;
  walkPacks: WalkPacks;
  selection: Selection;
  allowShallow: boolean;
}

/** @throws AkguardError AK_USAGE when a source gets operands that it has no use for. */
export const sources: Record<SourceName, (request: ScanRequest) => Source> = {
  files: ({ operands, ...rest }) => filesSource({ paths: operands, ...rest }),
  staged: ({ operands }) => {
    takes(operands, 0, 0, 'scan staged');
    return stagedSource();
  },
  range: ({ operands }) => {
    takes(operands, 1, 1, 'scan range BASE..HEAD');
    return rangeSource(operands[0] ?? '');
  },
  history: ({ operands, walkPacks, ...rest }) => {
    takes(operands, 0, 1, 'scan history [REPOSITORY]');
    return historySource({ directory: operands[0] ?? '.', ...rest }, walkPacks);
  },
  log: ({ operands, maxFileSize }) => logSource(operands, maxFileSize),
};

/** `scan log --follow`: a log source that can be read again and again. @param now milliseconds of any clock. */
export async function followLog(
  paths: readonly string[],
  maxFileSize: number,
  now: () => number,
): Promise<LogFollower> {
  const { LogFollower } = await import('./follow.ts');
  return new LogFollower(paths, maxFileSize, now);
}

function takes(operands: string[], least: number, most: number, form: string): void {
  if (operands.length >= least && operands.length <= most) return;
  throw new AkguardError('AK_USAGE', { problem: `The command is \`akguard ${form}\`.` });
}
