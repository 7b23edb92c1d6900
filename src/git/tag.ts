// Reads who made an annotated tag, for a key found in its message.
import type { CommitInfo } from '../core/blob.ts';
import { type GitPlace, tryGit } from './run.ts';

/** The tag's own id, tagger and time, with the ref that holds it; null where git can't read it. */
export async function readTag(place: GitPlace, id: string): Promise<CommitInfo | null> {
  const { code, stdout } = await tryGit(place, ['cat-file', 'tag', id]);
  if (code !== 0) return null;
  const text = stdout.toString();
  const tagger = /^tagger (.*) (\d+) [+-]\d{4}$/m.exec(text);
  const name = /^tag (.*)$/m.exec(text)?.[1] ?? '';
  const held = await tryGit(place, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `refs/tags/${name}`,
  ]);
  const ref = held.stdout.toString().trim() === id ? `refs/tags/${name}` : null;
  const committedAt = new Date(Number(tagger?.[2] ?? 0) * 1000).toISOString();
  return { id, author: tagger?.[1] ?? '', committedAt, ref };
}
