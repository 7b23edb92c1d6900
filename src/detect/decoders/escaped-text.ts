// Reads a text with escapes of one kind, each of which its decoder reads: up to the end of the line, or to where no escape
// comes any more.
import { backslash, carriageReturn, equalsSign, newline } from './bytes.ts';
import type { EventKind } from './decoder.ts';
import type { Rewriting } from './rewriting.ts';

export interface Escapes {
  name: string;
  kinds: readonly EventKind[];
  /** What an escape starts with, and what it can end with when it stands before a key. */
  openers: Uint8Array;
  closers: Uint8Array;
  /** The byte before a newline that does not end the text, or -1. */
  softBreak: number;
  /** How many newlines the text behind an event may have: between literals of a program that is escaped as it is. */
  newlines: number;
  /** How many bytes are decoded behind an event. */
  ahead: number;
  /** Reads the escape at `at`, puts what it stands for, and returns the offset behind it; or -1 when there is none. */
  read(bytes: Uint8Array, at: number, out: Rewriting): number;
  /**
   * Where the text with the anchor of another encoding in it starts (null: as any other does) and ends at the latest, when
   * the two have a character in common.
   */
  bounds?(
    bytes: Buffer,
    at: number,
    encoding: 'base64' | 'hex',
    limit: number,
  ): { from: number | null; limit: number };
}

/** As much as is looked at before it is known whether something comes of it. */
export const probeSize = 384;

/** Whether what was decoded ends with what makes a line go on in quoted-printable or in a program. */
function isContinued(out: Rewriting): boolean {
  const end = out.byte(out.length - 1) === carriageReturn ? out.length - 1 : out.length;
  const last = out.byte(end - 1);
  return last === equalsSign || last === backslash;
}

/** Decodes [from, limit), up to a newline or to where no escape came for `patience` bytes; returns where it ended. */
export function readText(
  escapes: Escapes,
  bytes: Uint8Array,
  from: number,
  limit: number,
  patience: number,
  out: Rewriting,
): number {
  let last = from;
  let newlines = 0;
  let at = from;
  while (at < limit) {
    const byte = bytes[at] ?? 0;
    if (escapes.openers[byte] === 1) {
      const next = escapes.read(bytes, at, out);
      if (next > at) {
        at = next;
        last = next;
        continue;
      }
    }
    if (at - last > patience) break;
    if (byte === newline && !isContinued(out) && newlines++ === escapes.newlines) break;
    out.copy(byte, at);
    at++;
  }
  return at;
}
