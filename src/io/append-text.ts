// Appends to the files that a CI runner gives its steps, which others may have written to before.
import { appendFile } from 'node:fs/promises';

/** @throws the file system's error. */
export async function appendText(path: string, text: string): Promise<void> {
  await appendFile(path, text);
}
