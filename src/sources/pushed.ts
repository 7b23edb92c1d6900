// Source `range` as a hook of a push has it: what comes on standard input, or the arguments, say which refs are to move
// where, and what is scanned is what the other side lacks. A new tag's own text, and a tag of a file, belong to it.
import type { Coverage } from '../core/coverage.ts';
import type { BlobSink, ObjectType } from '../core/blob.ts';
import type { Source } from '../core/source.ts';
import { queueObjects, readObjects } from '../git/cat-file.ts';
import { openRepository } from '../git/repository.ts';
import { type GitPlace, runGit } from '../git/run.ts';
import { objectFeed, reportBad } from './object-feed.ts';
import { Introduced } from './introduced.ts';
import type { RefUpdates } from './ref-updates.ts';

/** The time for a push was over. */
class TimeIsUp extends Error {}

/** @param limitMs what is not read by then is missed; null: no limit. */
export function pushedSource(updates: RefUpdates, limitMs: number | null): Source {
  const place: GitPlace = { directory: '.', hook: true };
  const timer = new AbortController();
  let due = Infinity;
  if (limitMs !== null) {
    place.signal = timer.signal;
    due = performance.now() + limitMs;
    setTimeout(() => timer.abort(new TimeIsUp()), limitMs).unref();
  }
  const introduced = new Introduced(place);
  // Git walks while the scanner is being loaded, and what is met is read while git walks on: a push waits for all three.
  let early: string[] = [];
  let ask = (ids: readonly string[]): void => void early.push(...ids);
  const walking =
    updates.tips.length === 0
      ? Promise.resolve()
      : introduced.walk(updates.except, [...updates.tips, ...updates.known.map((id) => `^${id}`)], (ids) =>
          ask(ids),
        );
  walking.catch(() => {});
  return {
    name: 'range',
    target: updates.target,
    async read(sink, coverage) {
      if (updates.tips.length === 0) return;
      try {
        await readAll(sink, coverage);
      } catch (error) {
        if (!(error instanceof TimeIsUp)) throw error;
        coverage.missed('the rest of the push', `not read within ${(limitMs ?? 0) / 1000} s`);
      }
    },
    async refine(matches, findKeys) {
      // Telling where keys come from takes as long as it takes: there are some, so the push ends here anyway.
      delete place.signal;
      return introduced.refine(matches, findKeys);
    },
  };

  async function readAll(sink: BlobSink, coverage: Coverage): Promise<void> {
    const feed = objectFeed(sink, coverage);
    const queue = queueObjects(place, {
      ...feed,
      object(id, type, size) {
        if (performance.now() > due) throw new TimeIsUp();
        feed.object(id, type, size);
      },
    });
    ask = queue.ask;
    ask(early);
    early = [];
    await walking.catch(async (error: unknown) => {
      await queue.end().catch(() => {});
      if (!(error instanceof TimeIsUp)) await openRepository(place.directory, true);
      throw error;
    });
    const met = new Set([...introduced.commits(), ...introduced.contents()]);
    const tips = updates.tips.filter((tip) => !met.has(tip));
    if (tips.length > 0) {
      const others = await otherObjects(place, tips, coverage);
      ask([...others].filter((id) => !met.has(id)));
    }
    await introduced.gaps(coverage);
    reportBad(await queue.end(), coverage);
  }
}

/** What refs are moved to beside commits: tags, what tags of tags name, files, and what is in trees. */
export async function otherObjects(
  place: GitPlace,
  tips: readonly string[],
  coverage: Coverage,
): Promise<Set<string>> {
  const found = new Set<string>();
  const tags: string[] = [];
  let text = '';
  let current: ObjectType = 'blob';
  const feed = {
    object: (_id: string, type: ObjectType) => {
      current = type;
      text = '';
    },
    bytes: (piece: Buffer, last: boolean) => {
      if (current !== 'tag') return;
      text += piece.toString('latin1');
      if (last) tags.push(text);
    },
    missing: () => {},
  };
  for (let wanted = [...new Set(tips)]; wanted.length > 0;) {
    const types = await typesOf(place, wanted, coverage);
    for (const [id, type] of types) if (type === 'tag' || type === 'blob') found.add(id);
    const trees = [...types].flatMap(([id, type]) => (type === 'tree' ? [id] : []));
    for (const id of await inTrees(place, trees)) found.add(id);
    tags.length = 0;
    const all = [...types].flatMap(([id, type]) => (type === 'tag' ? [id] : []));
    reportBad(await readObjects(place, all, feed), coverage);
    wanted = tags.flatMap((tag) => /^object (\w+)\ntype (?!commit\n)/.exec(tag)?.[1] ?? []);
  }
  return found;
}

async function typesOf(
  place: GitPlace,
  ids: readonly string[],
  coverage: Coverage,
): Promise<Map<string, ObjectType>> {
  const types = new Map<string, ObjectType>();
  const format = '--batch-check=%(objectname) %(objecttype)';
  const listed = await runGit(place, ['cat-file', format, '--buffer'], `${ids.join('\n')}\n`);
  for (const line of listed.toString('latin1').split('\n').filter(Boolean)) {
    const [id = '', type = ''] = line.split(' ');
    if (type === 'missing') coverage.missed(`object ${id}`, 'missing from the store, or corrupt');
    else types.set(id, type as ObjectType);
  }
  return types;
}

async function inTrees(place: GitPlace, trees: readonly string[]): Promise<string[]> {
  if (trees.length === 0) return [];
  const args = ['rev-list', '--objects', '--no-object-names', '--stdin', '--'];
  const listed = await runGit(place, args, `${trees.join('\n')}\n`);
  return listed.toString('latin1').split('\n').filter(Boolean);
}
