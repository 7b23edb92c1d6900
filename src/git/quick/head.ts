// Which commit HEAD names (gitrepository-layout(5), git-pack-refs(1)).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Doubt } from './doubt.ts';
import { textIfThere } from './files.ts';
import type { Layout } from './layout.ts';

/** The commit's id; null before the first commit of a branch. @throws Doubt for a ref that is no usual one. */
export function readHead({ own, common }: Layout): string | null {
  const head = readFileSync(join(own, 'HEAD'), 'utf8').trimEnd();
  const [, ref] = /^ref: (refs\/heads\/.+)$/.exec(head) ?? [];
  if (ref === undefined) return idIn(head);
  const loose = textIfThere(join(common, ref));
  if (loose !== null) return idIn(loose.trimEnd());
  const packed = textIfThere(join(common, 'packed-refs'));
  const line = packed?.split('\n').find((each) => each.endsWith(` ${ref}`));
  return line === undefined ? null : idIn(line.slice(0, line.indexOf(' ')));
}

function idIn(text: string): string {
  if (!/^[0-9a-f]{40}$/.test(text)) throw new Doubt('a ref that holds no id');
  return text;
}
