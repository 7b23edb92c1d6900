// Writes files so that a reader never sees half of one: into a neighbour first, then renamed over the old one. A link
// in the way is replaced, not followed. What is no file (a pipe, /dev/null, /dev/stdout) is written to and stays.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Folders are made as needed. @throws the file system's error; nothing is left behind. */
export async function writeWhole(path: string, text: string): Promise<void> {
  if (await isNoFile(path)) return writeFile(path, text);
  await mkdir(dirname(path), { recursive: true });
  const neighbour = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(neighbour, text, { flag: 'wx', mode: 0o600 });
    await rename(neighbour, path);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw error;
  }
}

async function isNoFile(path: string): Promise<boolean> {
  if (/^\/(?:dev|proc)\//.test(resolve(path))) return true;
  const found = await lstat(path).catch(() => null);
  return found !== null && (found.isFIFO() || found.isCharacterDevice() || found.isSocket());
}

/** The file's text, or null when there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
