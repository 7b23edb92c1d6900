// The reporters, by the name `--format` takes. Adding one: its file, and its line here.
import { human } from './human.ts';
import { json } from './json.ts';
import type { Reporter } from './style.ts';

const all = { human, json } satisfies Record<string, Reporter>;

/** What `--format` may be. */
export type Format = keyof typeof all;

export const reporters: Readonly<Record<Format, Reporter>> = all;
