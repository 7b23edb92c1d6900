// The sieve that objects of a repository go through: what a scan would find, it holds back for one.
import { expect, test } from 'vitest';
import { containers } from '../../src/archive/containers.ts';
import type { Rule } from '../../src/core/rule.ts';
import { ObjectSieve } from '../../src/detect/sieve.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

/** A rule that somebody adds: no part of its prefix is known to the prefilter. */
const added = { ...rules[0], id: 'added', prefix: 'xyz9-' } as Rule;

function holds(text: string, own: readonly Rule[]): boolean {
  const sieve = new ObjectSieve(own, containers, 1 << 20);
  const bytes = Buffer.from(text);
  bytes.copy(sieve.bytes, sieve.start);
  return sieve.look(sieve.start, bytes.length, null);
}

test('a key of a rule with a prefix of its own is held back as any other', () => {
  const body = makeKey('live', 1).slice('ak_live_'.length);
  const text = `a line\nkey = xyz9-${body}\n`;
  expect(holds(text, rules)).toBe(false);
  expect(holds(text, [...rules, added])).toBe(true);
  expect(holds(`key = ${makeKey('live', 1)}\n`, [...rules, added])).toBe(true);
  expect(holds('nothing here\n', [...rules, added])).toBe(false);
});
