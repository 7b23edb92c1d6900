// Source `message`: the file in which git keeps a commit's message while its commit-msg hook runs. What git will cut
// off (comments, and everything behind the scissors line of `git commit -v`) is no part of the commit.
import { AkguardError } from '../core/errors.ts';
import type { Match, Span } from '../core/match.ts';
import type { Source } from '../core/source.ts';
import { type MessageSettings, messageSettings } from '../git/user-settings.ts';
import { readMessage } from '../io/hook-input.ts';

/** @param edited false when git has not started an editor for it, so that nothing is taken for a comment. */
export function messageSource(path: string, edited: boolean): Source {
  let text = '';
  return {
    name: 'message',
    target: path,
    async read(sink, coverage) {
      const bytes = read(path);
      text = bytes.toString('latin1');
      coverage.files = 1;
      coverage.bytes = bytes.length;
      sink.whole({ kind: 'file', path }, bytes);
    },
    // Git is only asked when there is a key at all.
    async refine(matches: Match[]) {
      const parts = partsToDrop(text, edited, await messageSettings('.'));
      return matches.filter(({ offset }) => !parts.some(([start, end]) => offset >= start && offset < end));
    },
  };
}

/** @throws AkguardError AK_PATH_NOT_FOUND. */
function read(path: string): Buffer {
  try {
    return readMessage(path);
  } catch (error) {
    throw new AkguardError('AK_PATH_NOT_FOUND', { path }, { cause: error });
  }
}

/** Characters that git tries with `core.commentChar=auto`, in its order. */
const candidates = '#;@!$%^&|:';
const scissors = '------------------------ >8 ------------------------';

/**
 * The stretches [start, end) of a message that git cuts off.
 * @param text one character for each byte.
 */
export function partsToDrop(
  text: string,
  edited: boolean,
  { comment, cleanup }: MessageSettings,
): [start: Span['offset'], end: number][] {
  const mark = comment === 'auto' ? guessed(text) : Buffer.from(comment).toString('latin1');
  const byDefault = edited ? 'strip' : 'whitespace';
  // The command line (`--cleanup`) has the last word, and what git says of it in the message is all that a hook sees of it.
  const isKept = edited && text.includes(` with '${mark}' will be kept;`);
  const mode = isKept ? 'whitespace' : cleanup === 'default' ? byDefault : cleanup;
  // Elsewhere it is only git's own (`git commit -v`), below which it says so: one that somebody has written is a comment.
  const line = mode === 'scissors' ? `${mark} ${scissors}\n` : `${mark} ${scissors}\n${mark} `;
  const cut = edited || mode === 'scissors' ? lineAt(text, line) : text.length;
  const parts: [number, number][] = [[cut, text.length]];
  if (mode !== 'strip') return parts;
  for (let start = 0; start < cut;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    if (text.startsWith(mark, start)) parts.push([start, end]);
    start = end;
  }
  return parts;
}

function lineAt(text: string, line: string): number {
  if (text.startsWith(line)) return 0;
  const at = text.indexOf(`\n${line}`);
  return at < 0 ? text.length : at + 1;
}

/** Git says which one it has chosen in what it adds at the end: the scissors line, or its last comment. */
function guessed(text: string): string {
  const before = text.indexOf(` ${scissors}\n`) - 1;
  const last = before >= 0 ? text[before] : text.trimEnd().split('\n').at(-1)?.[0];
  return last !== undefined && candidates.includes(last) ? last : '#';
}
