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

/** Name and text of each JSON file in `rules/` or, with `context/`, in that folder of it; sorted by name. */
export function readRuleFiles(folder: '' | 'context/' = ''): { file: string; json: string }[] {
  const place = new URL(`rules/${folder}`, packageRoot());
  const names = readdirSync(place).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((file) => ({ file, json: readFileSync(new URL(file, place), 'utf8') }));
}

/** akguard's own version. */
export function readVersion(): string {
  const text = readFileSync(new URL('package.json', packageRoot()), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
