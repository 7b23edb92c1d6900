// Reads the tables of README.md, so that tests can compare them with the code.
import { existsSync, readFileSync } from 'node:fs';

const readme = new URL('../../README.md', import.meta.url);

/** First cells of all table rows, without backticks and bold, that fit `pattern`. */
export function readmeRows(pattern: RegExp): string[] {
  if (!existsSync(readme)) return [];
  return readFileSync(readme, 'utf8')
    .split('\n')
    .map((line) => /^\|\s*[`*]*([^|`*]+?)[`*]*\s*\|.*\|\s*$/.exec(line)?.[1] ?? '')
    .filter((cell) => pattern.test(cell));
}
