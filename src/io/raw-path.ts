// Names that a pattern matcher can't take: those that are not UTF-8, since it knows strings only, and those with a line
// break, which the `.` of its regular expressions does not match. Each troublesome byte becomes a lone surrogate and turns
// back into itself later, as in https://peps.python.org/pep-0383/.
import { isUtf8 } from 'node:buffer';

/** A path as the file system has it: a Buffer where a string would not do. */
export type RawPath = string | Buffer;

const lineBreak = /[\n\r\u2028\u2029]/;

/** Whether a name, read as UTF-8, has to be read again as bytes and go through `textOf`. */
export function needsBytes(name: string): boolean {
  return name.includes('\ufffd') || lineBreak.test(name);
}

/** One name, without a slash. */
export function textOf(name: Buffer): string {
  if (isUtf8(name) && !lineBreak.test(name.toString())) return name.toString();
  return name
    .toString('latin1')
    .replace(/[\n\r\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

/** The path that a text of names from `textOf` stands for. */
export function rawPath(text: string): RawPath {
  if (text.isWellFormed()) return text;
  const parts = text.split('/').map((name) => (name.isWellFormed() ? Buffer.from(name) : bytesOf(name)));
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from('/'), part])));
}

function bytesOf(name: string): Buffer {
  const latin1 = name.replace(/[\udc00-\udcff]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xdc00));
  return Buffer.from(latin1, 'latin1');
}

/** A path in a folder; `.` is not shown. */
export function inFolder(folder: string, path: RawPath): RawPath {
  const start = folder === '.' ? '' : folder.endsWith('/') ? folder : `${folder}/`;
  return typeof path === 'string' ? start + path : Buffer.concat([Buffer.from(start), path]);
}
