// The reporters, by the name `--format` takes. Adding one: its file, and its line here.
import { csv } from './csv.ts';
import { github } from './github.ts';
import { html } from './html.ts';
import { human } from './human.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import type { Reporter } from './style.ts';

const all = { human, json, jsonl, sarif, junit, csv, markdown, html, github } satisfies Record<
  string,
  Reporter
>;

/** What `--format` may be. */
export type Format = keyof typeof all;

export const reporters: Readonly<Record<Format, Reporter>> = all;
