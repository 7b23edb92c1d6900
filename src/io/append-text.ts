// Appends to the files that a CI runner gives its steps, which others may have written to before.
import { appendFile, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

/** @throws the file system's error. */
export async function appendText(path: string, text: string): Promise<void> {
  await appendFile(path, text);
}

/** A new folder of our own in a folder that is made as needed; only we may look into it. */
export async function makeFolderIn(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, `${name}-`));
}
