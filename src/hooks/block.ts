// A block of lines in a file that belongs to somebody else, between two remarks: so it can be found again, and taken out
// without a trace. Texts are latin1, one character for each byte.

/** What has to be undone besides: a newline that the last line lacked, or the whole file. */
type Kind = 'plain' | 'joined' | 'own file';

const pattern = /^[ ]*# akguard: begin(?: \((joined|own file)\))?\n[^]*?^[ ]*# akguard: end\n/m;

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
  return pattern.test(text);
}

/** The text as it was before, or null when there was no file. All blocks go. */
export function remove(text: string): string | null {
  let rest = text;
  let isOurs = false;
  for (let found = pattern.exec(rest); found !== null; found = pattern.exec(rest)) {
    const { index } = found;
    const start = found[1] === 'joined' ? index - 1 : index;
    isOurs ||= found[1] === 'own file';
    rest = rest.slice(0, start) + rest.slice(index + found[0].length);
  }
  return isOurs && rest === '' ? null : rest;
}
