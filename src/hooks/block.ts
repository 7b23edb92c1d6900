// A block of lines in a file that belongs to somebody else, between two remarks: so it can be found again, and taken out
// without a trace. Texts are latin1, one character for each byte.

/** What has to be undone besides: a newline that the last line lacked, or the whole file. */
type Kind = 'plain' | 'joined' | 'own file';

const pattern = /^[ ]*# akguard: begin(?: \((joined|own file)\))?\n[^]*?^[ ]*# akguard: end\n/gm;

function block(body: string, kind: Kind, indent: number): string {
  const pad = ' '.repeat(indent);
  const begin = kind === 'plain' ? '# akguard: begin' : `# akguard: begin (${kind})`;
  const lines = [begin, ...body.split('\n'), '# akguard: end'];
  return lines.map((line) => (line === '' ? '\n' : `${pad}${line}\n`)).join('');
}

/** At the end. @param text null where there is no file yet. */
export function append(text: string | null, body: string): string {
  if (text === null) return block(body, 'own file', 0);
  if (text === '' || text.endsWith('\n')) return text + block(body, 'plain', 0);
  return `${text}\n${block(body, 'joined', 0)}`;
}

/** Before the line that starts at `at`. @param indent spaces before each line. */
export function insert(text: string, at: number, body: string, indent = 0): string {
  return text.slice(0, at) + block(body, 'plain', indent) + text.slice(at);
}

export function hasBlock(text: string): boolean {
  return text.search(pattern) >= 0;
}

/** The text as it was before, or null when there was no file. All blocks go. */
export function remove(text: string): string | null {
  let rest = text;
  let isOurs = false;
  // From the last to the first: one that has brought a newline takes it along, and what stands behind it would move up.
  for (const { 0: whole, 1: kind, index } of [...text.matchAll(pattern)].toReversed()) {
    isOurs ||= kind === 'own file';
    rest = rest.slice(0, kind === 'joined' ? index - 1 : index) + rest.slice(index + whole.length);
  }
  return isOurs && rest === '' ? null : rest;
}
