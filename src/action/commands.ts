// The runner's workflow commands, written so that no text in them can end one or start another
// (actions/toolkit packages/core/src/command.ts).
import { maskKeys, visible } from '../core/text.ts';

/** One line for people that the runner shows as an annotation of the run. */
export function note(kind: 'notice' | 'warning' | 'error', text: string): string {
  return `::${kind} title=akguard::${escapeData(visible(maskKeys(text)))}\n`;
}

/** Hides a text in all that the runner logs from here on. */
export function mask(text: string): string {
  return `::add-mask::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
