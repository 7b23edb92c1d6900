import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Match } from '../../src/core/match.ts';
import { groupFindings } from '../../src/detect/group.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const matches = scanAll();

function scanAll(): Match[] {
  const scanner = new Scanner(rules);
  const commit = { id: 'c'.repeat(40), author: 'A', committedAt: '2026-01-01T00:00:00Z', ref: null };
  for (let file = 0; file < 6; file++) {
    const text = [0, 1, 2].map((n) => `k${n} = ${makeKey('live', (file + n) % 4)}`).join('\n');
    scanner.whole({ kind: 'file', path: `dir/${file % 3}.env` }, Buffer.from(text));
    scanner.whole({ kind: 'commit', path: `dir/${file}.env`, blob: 'b', commit }, Buffer.from(text));
    scanner.whole({ kind: 'object', type: 'blob', id: `${file}` }, Buffer.from(text));
  }
  return scanner.matches;
}

/** What can be compared and printed: never a key. */
function shape(found: ReturnType<typeof groupFindings>) {
  return found.map((finding) => [
    finding.fingerprint,
    finding.matches.map((m) => [m.provenance, m.line, m.column]),
  ]);
}

test('findings do not depend on the order of matches, nor on a match that comes twice', () => {
  const wanted = shape(groupFindings(matches));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(matches, { minLength: matches.length }),
      fc.subarray(matches),
      (order, again) => {
        expect(shape(groupFindings([...order, ...again]))).toEqual(wanted);
      },
    ),
  );
});

test('one finding for each key, and every place in just one of them', () => {
  const findings = groupFindings(matches);
  expect(findings.map((f) => f.fingerprint)).toEqual(
    [...new Set(matches.map((m) => m.secret.fingerprint))].toSorted(),
  );
  // Files 0 to 2 were scanned twice with keys that differ, so no place is the same.
  expect(findings.flatMap((f) => f.matches).length).toBe(new Set(matches.map(placeOf)).size);
});

function placeOf({ provenance, secret, offset }: Match): string {
  return JSON.stringify([provenance, secret.fingerprint, offset]);
}
