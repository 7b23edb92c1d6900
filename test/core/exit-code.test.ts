import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExitCode, worst } from '../../src/core/exit-code.ts';
import { readmeRows } from '../helpers/readme.ts';

test('the codes are a contract', () => {
  expect(ExitCode).toEqual({ ok: 0, findings: 1, usage: 2, incomplete: 3, alive: 4, bug: 70 });
});

test('the highest wins', () => {
  expect(worst([])).toBe(0);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.values(ExitCode)), { minLength: 1 }), (codes) => {
      expect(worst(codes)).toBe(Math.max(...codes));
    }),
  );
});

test.each(Object.values(ExitCode))('README.md has a table row that starts with | %d |', (code) => {
  expect(readmeRows(/^\d+$/)).toContain(String(code));
});

test('README.md has no row for an exit code that is not there', () => {
  const known = Object.values(ExitCode).map(String);
  expect(readmeRows(/^\d+$/).filter((code) => !known.includes(code))).toEqual([]);
});
