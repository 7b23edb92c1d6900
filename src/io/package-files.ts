// The files that come with akguard: rules/ and package.json, found from this module's own place, so that the same code
// works from src/io/ and from dist/. Never from the tree under scan.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'rules'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('akguard is not installed whole: its rules folder is missing');
    folder = parent;
  }
  return folder;
}

/** Name and text of each JSON file in `rules/` or, with `context/`, in that folder of it; sorted by name. */
export function readRuleFiles(folder: '' | 'context/' = ''): { file: string; json: string }[] {
  const place = join(packageRoot(), 'rules', folder);
  const names = readdirSync(place).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((file) => ({ file, json: readFileSync(join(place, file), 'utf8') }));
}

/** akguard's own version. */
export function readVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
