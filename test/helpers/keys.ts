// Keys for tests, made from a seed: no test file ever holds a key-shaped literal.
import { createHash } from 'node:crypto';
import type { Environment } from '../../src/core/rule.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Has all three classes, and nothing that a filter for placeholders could stumble over. */
function looksReal(body: string): boolean {
  const mixed = /[a-z]/.test(body) && /[A-Z]/.test(body) && /[0-9]/.test(body);
  return mixed && new Set(body).size >= 12 && !/(.)\1\1|todo/i.test(body);
}

/** The same key for the same arguments: `ak_live_` or `ak_test_`, then 24 base62 characters, mixed case with digits. */
export function makeKey(environment: Environment, seed: number): string {
  for (let round = 0; ; round += 1) {
    const bytes = createHash('sha256').update(`${environment}:${seed}:${round}`).digest();
    const body = [...bytes.subarray(0, 24)].map((byte) => alphabet[byte % alphabet.length]).join('');
    if (looksReal(body)) return `ak_${environment}_${body}`;
  }
}
