// How a report is dressed for where it goes: colour or none, how wide, and whether a CI runner reads along.
// The escape codes are written out because a report may import core only.
import type { Report } from '../core/report.ts';
import { logSafe, maskKeys, visible } from '../core/text.ts';

export interface Style {
  color: boolean;
  /** Columns for prose; paths and commands are never broken. */
  width: number;
  /** The output is parsed by a CI runner: foreign text must not form its commands. */
  runner: boolean;
}

/** Renders a report; the text ends with a newline. */
export type Reporter = (report: Report, style: Style) => string;

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };
export type Paint = keyof typeof codes;

/** Text in colour, or as it is where there is none. Give it text that is escaped already. */
export function paint(style: Style, as: readonly Paint[], text: string): string {
  if (!style.color || as.length === 0) return text;
  return `\u001b[${as.map((name) => codes[name]).join(';')}m${text}\u001b[0m`;
}

// Enough for any sane path or sentence; a name of a megabyte must not scroll the verdict away.
const longest = 400;

/** Text from elsewhere (paths, names, reasons), escaped and bounded; a key in it (in a file's name, say) is masked. */
export function foreign(style: Style, text: string): string {
  const masked = maskKeys(text);
  const bounded = masked.length > longest ? `${masked.slice(0, longest)}…` : masked;
  return style.runner ? logSafe(bounded) : visible(bounded);
}

/**
 * Prose under a label: breaks at spaces before `width`, but not inside a command in backticks; each further line is
 * indented to stand below the first.
 */
export function labelled(style: Style, label: string, text: string): string[] {
  const indent = 2 + labelWidth;
  const room = Math.max(30, style.width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/`[^`]*`\S*|\S+/g) ?? []) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((l, i) => `  ${(i === 0 ? label : '').padEnd(labelWidth)}${l}`);
}

const labelWidth = 9;
