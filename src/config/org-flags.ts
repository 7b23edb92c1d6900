// What only `akguard org` takes: where to look, in which repositories, and with how much of everything. Its defaults stand here.
import { AkguardError } from '../core/errors.ts';
import type { ListedRepository, Surface } from '../core/organisation.ts';
import type { Typed } from './command-line.ts';
import { parseDuration } from './duration.ts';
import { parseSize } from './options.ts';

export interface OrgOptions {
  surfaces: Surface[];
  visibility: ListedRepository['visibility'][];
  topics: string[];
  /** Globs of names; those with a `!` leave out. */
  repos: string[];
  archived: boolean;
  forks: boolean;
  /** Bytes. */
  maxSize: number;
  disk: number;
  cache: string | null;
  /** Milliseconds. */
  timeLimit: number;
  maxDuration: number | null;
  shard: { index: number; of: number } | null;
}

/** Logs cost a request for each repository and run, also where nothing has changed. */
const usual: Surface[] = [
  'git',
  'activity',
  'wikis',
  'gists',
  'issues',
  'pull-requests',
  'discussions',
  'releases',
];
const all: Surface[] = [...usual, 'actions-logs'];
const visibilities = ['public', 'private', 'internal'] as const;

/** @throws AkguardError AK_USAGE. */
export function orgOptions(values: Typed['values']): OrgOptions {
  const without = values.without?.map((word) => oneOf('without', word, all)) ?? [];
  const more = values.with?.map((word) => oneOf('with', word, all)) ?? [];
  const surfaces = all.filter(
    (surface) => (usual.includes(surface) || more.includes(surface)) && !without.includes(surface),
  );
  if (surfaces.length === 0)
    throw new AkguardError('AK_USAGE', { problem: 'With all of these left out there is nothing to scan.' });
  return {
    surfaces,
    visibility: values.visibility?.map((word) => oneOf('visibility', word, visibilities)) ?? [],
    topics: values.topic ?? [],
    repos: values.repo ?? [],
    archived: values['skip-archived'] !== true,
    forks: values['skip-forks'] !== true,
    maxSize: sizeOf('max-size', values['max-size']) ?? Infinity,
    disk: sizeOf('disk', values.disk) ?? 20e9,
    cache: values.cache ?? null,
    timeLimit: parseDuration('time-limit', values['time-limit'] ?? '1h'),
    maxDuration:
      values['max-duration'] === undefined ? null : parseDuration('max-duration', values['max-duration']),
    shard: shardOf(values.shard),
  };
}

function oneOf<Word extends string>(flag: string, word: string, words: readonly Word[]): Word {
  const found = words.find((each) => each === word);
  if (found !== undefined) return found;
  throw wrong(flag, word, words.join(', '));
}

function sizeOf(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d+(\.\d+)?\s*([kmg]i?b?|b)?$/i.test(text)) return parseSize(text);
  throw wrong(flag, text, 'a size such as 500MB or 20GiB');
}

function shardOf(text: string | undefined): OrgOptions['shard'] {
  if (text === undefined) return null;
  const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  if (index !== undefined && Number(index) <= Number(of)) return { index: Number(index), of: Number(of) };
  throw wrong('shard', text, 'I/N, such as 2/8');
}

function wrong(flag: string, text: string, wanted: string): AkguardError {
  return new AkguardError('AK_USAGE', { problem: `--${flag} can not be \`${text}\`: it takes ${wanted}.` });
}
