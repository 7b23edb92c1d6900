// A match is one occurrence of a key; a finding is one key with all its matches.
import type { Provenance } from './blob.ts';
import type { Exposure, Rule } from './rule.ts';
import type { Fingerprint, Secret } from './secret.ts';

/** Why a match does not count, or null. It stays in the report either way. */
export interface Suppression {
  by: 'inline' | 'baseline' | 'ignore';
  reason: string | null;
}

/** Where a match starts. */
export interface Span {
  /** Bytes from the start of the blob. */
  offset: number;
  /** From 1. */
  line: number;
  /** From 1, in bytes: exact for any encoding, also in binary files. */
  column: number;
}

/** One occurrence of a key. */
export interface Match extends Span {
  secret: Secret;
  rule: Rule;
  provenance: Provenance;
  /** How it was wrapped, outermost first; empty for plain text. */
  encoding: string[];
  /** The way to it inside of a container, or null; foreign text. Offset, line and column are those of the container. */
  member: string | null;
  /** Link to the line on the forge, where one is known. */
  url: string | null;
  suppressed: Suppression | null;
  /** Another vendor whose surroundings it stands in, or null. */
  vendor: string | null;
  exposure: Exposure | null;
}

/** One key and every place it was found at. Never empty. */
export interface Finding {
  fingerprint: Fingerprint;
  secret: Secret;
  rule: Rule;
  /** Set when every match stands in the surroundings of that other vendor. */
  vendor: string | null;
  matches: Match[];
}

/** Whether Anton can be asked about it: not about what the API can't check, nor what seems to be another vendor's. */
export function isAskable({ rule, vendor }: Pick<Finding, 'rule' | 'vendor'>): boolean {
  return rule.verification === 'anton-api' && vendor === null;
}
