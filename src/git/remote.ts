// A bare repository of our own, filled from a server with just what a scan needs: nothing of the checkout is changed, no
// hook or attribute of it counts, and what is missing is fetched in few requests or said to be missing.
import { type GitEnd, type GitPlace, firstLine, runGit, tryGit } from './run.ts';

/** A server and how to speak to it. `env` holds the credentials. */
export interface Remote {
  url: string;
  env: Record<string, string>;
}

// What a network may need, which git otherwise has no use for.
const networkVariables = /^((https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|GIT_SSL_CAINFO)$/i;

/** @param token null for a server that needs none. It is never on a command line, and never goes on to another host. */
export function remoteAt(url: string, token: string | null): Remote {
  const settings: [string, string][] = [
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '60'],
  ];
  if (token !== null) {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    settings.push([`http.${new URL(url).origin}/.extraheader`, `AUTHORIZATION: basic ${basic}`]);
  }
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  for (const [i, [key, value]] of settings.entries()) {
    env[`GIT_CONFIG_KEY_${i}`] = key;
    env[`GIT_CONFIG_VALUE_${i}`] = value;
  }
  for (const [name, value] of Object.entries(process.env))
    if (networkVariables.test(name) && value !== undefined) env[name] = value;
  return { url, env };
}

/** Why a fetch got nothing. `gone`: the server answered, and does not have it. */
export interface FetchFailure {
  gone: boolean;
  why: string;
}

/** Of files only those that are asked for by their ids. */
const withoutContents = '--filter=blob:none';

const absent = /couldn't find remote ref|not our ref|unadvertised object|no such remote ref/i;
/** What a second try can't mend. */
const final =
  /Authentication failed|could not read Username|not found|returned error: (40[134]|451)|redirection/i;

/** @throws AkguardError AK_GIT_FAILED. */
export async function makeBare(
  folder: string,
  { url, env }: Remote,
  format: string | null,
): Promise<GitPlace> {
  const place = { directory: folder, hook: false, env };
  await runGit(place, [
    'init',
    '--quiet',
    '--bare',
    ...(format === null ? [] : [`--object-format=${format}`]),
  ]);
  await runGit(place, ['config', 'remote.origin.url', url]);
  return place;
}

/** How deep a fetch goes: that many commits from what is asked for, `all` of history, or only what is not yet there. */
export type Depth = number | 'all' | null;

/**
 * Fetches commits and trees, but no files' contents unless `whole`.
 * @param specs refspecs. @param sleep before another try; a network fails now and then.
 */
export async function fetchHistory(
  place: GitPlace,
  specs: readonly string[],
  { depth, whole }: { depth: Depth; whole: boolean },
  sleep: (ms: number) => Promise<void>,
): Promise<FetchFailure | null> {
  const args = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--recurse-submodules=no',
    '--force',
  ];
  if (!whole) args.push(withoutContents);
  if (depth === 'all') {
    const shallow = await tryGit(place, ['rev-parse', '--is-shallow-repository']);
    if (shallow.stdout.toString().trim() === 'true') args.push('--unshallow');
  } else if (depth !== null) args.push(`--depth=${depth}`);
  return tryFetch(place, [...args, '--end-of-options', 'origin', ...specs], '', sleep);
}

/** Fetches objects by their ids, in one request. */
export async function fetchObjects(
  place: GitPlace,
  ids: readonly string[],
  sleep: (ms: number) => Promise<void>,
): Promise<FetchFailure | null> {
  const args = [
    '-c',
    'fetch.negotiationAlgorithm=noop',
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
  ];
  args.push('--recurse-submodules=no', withoutContents, '--stdin', 'origin');
  return tryFetch(place, args, `${ids.join('\n')}\n`, sleep);
}

async function tryFetch(
  place: GitPlace,
  args: readonly string[],
  input: string,
  sleep: (ms: number) => Promise<void>,
): Promise<FetchFailure | null> {
  const got = await tryOften(async () => {
    const end = await tryGit(place, args, input);
    if (args.includes(withoutContents)) await forgetPromise(place);
    return end;
  }, sleep);
  return 'why' in got ? got : null;
}

/** Once more, and again, where the network may be to blame. */
async function tryOften<End extends GitEnd>(
  ask: () => Promise<End>,
  sleep: (ms: number) => Promise<void>,
): Promise<End | FetchFailure> {
  for (let attempt = 1; ; attempt += 1) {
    const end = await ask();
    if (end.code === 0) return end;
    const gone = absent.test(end.stderr);
    const why = firstLine(end.stderr.replace(/^(warning|hint): .*\n/gm, '')) || `git ended with ${end.code}`;
    if (gone || final.test(end.stderr) || attempt === 3) return { gone, why };
    await sleep(attempt * 2000);
  }
}

/** What a server shows: where its refs point, and the one that HEAD stands for, if there is one. */
export interface Shown {
  /** Ref -> id. */
  tips: Record<string, string>;
  head: string | null;
}

/** Asks a server for its refs; nothing is fetched. @param directory any; it needs no repository. */
export async function listRemote(
  directory: string,
  { url, env }: Remote,
  signal: AbortSignal,
  sleep: (ms: number) => Promise<void>,
): Promise<Shown | FetchFailure> {
  const args = ['ls-remote', '--quiet', '--symref', '--end-of-options', url];
  const place = { directory, hook: false, env, signal };
  const got = await tryOften(() => tryGit(place, args), sleep);
  if ('why' in got) return got;
  const shown: Shown = { tips: {}, head: null };
  for (const line of got.stdout.toString().split('\n')) {
    const [left = '', name = ''] = line.split('\t');
    if (left.startsWith('ref: ') && name === 'HEAD') shown.head = left.slice('ref: '.length);
    else if (/^[0-9a-f]{40,64}$/.test(left) && name.startsWith('refs/') && !name.endsWith('^{}'))
      shown.tips[name] = left;
  }
  return shown;
}

/** Bytes that a store takes up. @throws AkguardError AK_GIT_FAILED. */
export async function storeBytes(place: GitPlace): Promise<number> {
  const counted = (await runGit(place, ['count-objects', '-v'])).toString();
  const kibibytes = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counted)?.[1] ?? 0);
  return (kibibytes('size') + kibibytes('size-pack')) * 1024;
}

/**
 * A fetch with a filter makes the repository a partial clone, in which git wants to fetch each missing object when it is
 * met, one by one. Here what is missing shall just be missing; the next fetch makes it one again.
 */
async function forgetPromise(place: GitPlace): Promise<void> {
  for (const name of [
    'extensions.partialclone',
    'remote.origin.promisor',
    'remote.origin.partialclonefilter',
  ])
    await tryGit(place, ['config', '--unset-all', name]);
}

/** The ids of which the store has nothing. @throws AkguardError AK_GIT_FAILED. */
export async function listAbsent(place: GitPlace, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const args = ['cat-file', '--batch-check=%(objectname)', '--buffer'];
  const listed = await runGit(place, args, `${ids.join('\n')}\n`);
  return Array.from(listed.toString('latin1').matchAll(/^(\w+) missing$/gm), ([, id = '']) => id);
}

/** A commit whose parents a shallow store does not have. */
export interface CutOff {
  id: string;
  /** Seconds since the epoch, the committer's. */
  time: number;
}

/**
 * The commits of a range that are cut off, so that what is behind them can't be told from what is new. Without any, all that
 * is new is in the range: a commit that is new has only new ones after it.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function listCutOff(place: GitPlace, revisions: readonly string[]): Promise<CutOff[]> {
  // git shows such commits as roots, but their own text names the parents.
  const args = ['rev-list', '--max-parents=0', '--header', '--stdin', '--'];
  const roots = await runGit(place, args, `${revisions.join('\n')}\n`);
  return roots
    .toString('latin1')
    .split('\0')
    .flatMap((text) => {
      const header = text.split('\n\n')[0] ?? '';
      if (!/^parent /m.test(header)) return [];
      const time = Number(/^committer .* (\d+) [+-]\d+$/m.exec(header)?.[1] ?? 0);
      return { id: header.split('\n')[0]?.trim() ?? '', time };
    });
}

/** The committer's time of the oldest commit of a range, in seconds; infinite for a range without commits. */
export async function oldestTime(place: GitPlace, revisions: readonly string[]): Promise<number> {
  const args = ['rev-list', '--timestamp', '--stdin', '--'];
  const listed = await runGit(place, args, `${revisions.join('\n')}\n`);
  let oldest = Infinity;
  for (const [, time] of listed.toString('latin1').matchAll(/^(\d+) /gm))
    oldest = Math.min(oldest, Number(time));
  return oldest;
}
