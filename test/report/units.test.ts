import { expect, test } from 'vitest';
import { count, counted, duration, size, utc } from '../../src/report/units.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('count(%d) is %s', (n, text) => expect(count(n)).toBe(text));

test.each([
  [1, '1 file'],
  [0, '0 files'],
  [2000, '2,000 files'],
])('counted(%d) is %s', (n, text) => expect(counted(n, 'file')).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [12_345_678, '12.3 MB'],
  [5e15, '5000.0 TB'],
])('size(%d) is %s', (bytes, text) => expect(size(bytes)).toBe(text));

test.each([
  [0, '0 ms'],
  [84, '84 ms'],
  [1234, '1.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [184_000, '3 min 4 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('duration(%d) is %s', (ms, text) => expect(duration(ms)).toBe(text));

test.each([
  ['2026-01-02T03:04:05.678Z', '2026-01-02 03:04:05 UTC'],
  ['2025-12-24T18:00:00+01:00', '2025-12-24 17:00:00 UTC'],
  ['never', null],
])('utc(%s) is %s', (iso, text) => expect(utc(iso)).toBe(text));
