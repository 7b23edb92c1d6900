// Where a run finds what it scans: the repository of the event, or another one of the same server.
import { systemClock } from '../core/runtime.ts';
import { remoteAt } from '../git/remote.ts';
import { makeScratch } from '../io/scratch.ts';
import { makePrivate } from './private-repository.ts';
import type { Workspace } from './subject.ts';

interface Place {
  /** May be in no repository. */
  checkout: string;
  /** For repositories of our own. */
  folder: string;
  /** Of the repository. */
  url: string;
  /** Empty without one. */
  token: string;
  isSha256: boolean;
}

export function makeWorkspace({ checkout, folder, url, token, isSha256 }: Place): Workspace {
  const format = isSha256 ? 'sha256' : null;
  const remote = remoteAt(url, token === '' ? null : token);
  const sleep = (ms: number) => systemClock.sleep(ms);
  let repository: ReturnType<Workspace['repository']> | null = null;
  const open = async () => makePrivate(await makeScratch('range', folder), remote, checkout, format, sleep);
  return { checkout, folder, remote, format, sleep, repository: () => (repository ??= open()) };
}
