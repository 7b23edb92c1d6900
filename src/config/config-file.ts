// Parses the configuration file (YAML, of which JSON is a part). Only a file that the user names is ever read: the tree
// under scan must not steer the scan. Loaded only when there is one.
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { AkguardError } from '../core/errors.ts';
import { type Config, configSchema } from './options.ts';

/** @throws AkguardError AK_CONFIG with the line, the field, and what is wrong with it. */
export function parseConfig(file: string, text: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new AkguardError('AK_CONFIG', {
      file,
      problem: `line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`,
    });
  }
  z.config(en());
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown] as (string | number)[];
  const problem = `line ${lineOf(document, path, lines)}, field ${path.join('.')}: ${issue?.message ?? 'not valid'}`;
  throw new AkguardError('AK_CONFIG', { file, problem });
}

/** The line of the deepest part of `path` that is there. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: (string | number)[],
  lines: LineCounter,
): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const range =
      typeof node === 'object' && node !== null && 'range' in node ? (node.range as number[] | null) : null;
    if (range?.[0] !== undefined) return lines.linePos(range[0]).line;
  }
  return 1;
}
