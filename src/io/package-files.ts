// The files that come with akguard: rules/ and package.json, found from this module's own place, so that the same code
// works from src/io/ and from dist/. Never from the tree under scan.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

function packageRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('rules/', folder))) {
    const parent = new URL('..', folder);
    if (parent.href === folder.href)
      throw new Error('akguard is not installed whole: its rules folder is missing');
    folder = parent;
  }
  return folder;
}

/** Name and text of each file in rules/, sorted by name. */
export function readRuleFiles(): { file: string; json: string }[] {
  const folder = new URL('rules/', packageRoot());
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((file) => ({ file, json: readFileSync(new URL(file, folder), 'utf8') }));
}

/** akguard's own version. */
export function readVersion(): string {
  const text = readFileSync(new URL('package.json', packageRoot()), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
