// Names that are not UTF-8, for a matcher that knows strings only: each byte of such a name that is not ASCII becomes a
// lone surrogate and turns back into itself later, as in https://peps.python.org/pep-0383/.
import { isUtf8 } from 'node:buffer';

/** A path as the file system has it: a Buffer where it is not UTF-8. */
export type RawPath = string | Buffer;

/** One name, without a slash. */
export function textOf(name: Buffer): string {
  if (isUtf8(name)) return name.toString();
  return name
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

/** The path that a text of names from `textOf` stands for. */
export function rawPath(text: string): RawPath {
  if (text.isWellFormed()) return text;
  const parts = text.split('/').map((name) => (name.isWellFormed() ? Buffer.from(name) : bytesOf(name)));
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from('/'), part])));
}

function bytesOf(name: string): Buffer {
  const latin1 = name.replace(/[\udc80-\udcff]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xdc00));
  return Buffer.from(latin1, 'latin1');
}

/** A path in a folder; `.` is not shown. */
export function inFolder(folder: string, path: RawPath): RawPath {
  const start = folder === '.' ? '' : folder.endsWith('/') ? folder : `${folder}/`;
  return typeof path === 'string' ? start + path : Buffer.concat([Buffer.from(start), path]);
}
