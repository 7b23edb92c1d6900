// Hides found keys in the runner's log: a second net under our own redaction, for what other steps may print. The
// runner masks some encoded forms by itself; those that it does not know are given to it.
import type { Secret } from '../core/secret.ts';
import { mask } from './commands.ts';

/** The commands that mask some keys; nothing outside of Actions, where they would just print them. */
export function maskCommands(
  secrets: readonly Secret[],
  environment: Record<string, string | undefined>,
): string {
  if (!isReallyActions(environment)) return '';
  return [...new Set(secrets.flatMap((secret) => formsOf(secret.expose())))].map(mask).join('');
}

/** A variable alone may be set by anybody who tries something out; a run has more. */
export function isReallyActions(environment: Record<string, string | undefined>): boolean {
  return (
    environment['GITHUB_ACTIONS'] === 'true' &&
    /^\d+$/.test(environment['GITHUB_RUN_ID'] ?? '') &&
    (environment['RUNNER_TEMP'] ?? '') !== ''
  );
}

function formsOf(key: string): string[] {
  const hex = Buffer.from(key).toString('hex');
  const wide = Buffer.from(key, 'utf16le');
  return [
    key,
    hex,
    hex.toUpperCase(),
    key.replaceAll('_', '%5F'),
    key.replaceAll('_', '%5f'),
    key.split('').toReversed().join(''),
    ...[0, 1, 2].map((shift) => base64Core(Buffer.from(key), shift)),
    base64Core(wide, 0),
  ];
}

/** What base64 of the bytes is made of wherever they start in a text: without the characters that share a neighbour's bits. */
function base64Core(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}
