// Keys for the bench: of each length and look that a body may have, made from a seed.
import type { Environment } from '../../../src/core/rule.ts';
import { type Random, between, pick, seeded } from '../random.ts';

const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base16 = '0123456789abcdef';

/** A random text of some length. */
export function randomText(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[between(random, 0, alphabet.length)] ?? '').join('');
}

/** Bodies as Anton's documentation and its neighbours' keys show them; the first is the one shown most. */
const bodies: readonly [(random: Random) => string, ...((random: Random) => string)[]] = [
  (random) => randomText(random, base62, 24),
  (random) => randomText(random, base62, 32),
  (random) => randomText(random, base62, 40),
  (random) => `${randomText(random, base62, 8)}_${randomText(random, base62, 20)}`,
  (random) => randomText(random, base62, between(random, 20, 37)),
  (random) => randomText(random, base16, 32),
  (random) => randomText(random, base62, 16),
  (random) => randomText(random, base62, 64),
  (random) => randomText(random, base62, 128),
];

/** As `looksReal` in test/helpers/keys.ts: nothing that the filter for placeholders is meant to take away. */
function looksReal(body: string): boolean {
  return /[a-z]/.test(body) && /\d/.test(body) && new Set(body).size >= 9 && !/(.)\1\1/.test(body);
}

/** `count` keys; live and test in turn, and the looks of bodies one after another. */
export function makeKeys(seed: number, count: number): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, nth) => {
    const environment: Environment = nth % 2 === 0 ? 'live' : 'test';
    const body = bodies[Math.floor(nth / 2) % bodies.length] ?? bodies[0];
    for (;;) {
      const text = body(random);
      if (looksReal(text)) return `ak_${environment}_${text}`;
    }
  });
}

/** A body without any second thought about how it looks, for the look-alikes and to measure the filter. */
export function randomBody(random: Random, length = pick(random, [24, 32, 40])): string {
  return randomText(random, base62, length);
}
