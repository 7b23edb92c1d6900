// An estimate is said only when it can be true, and does not jump.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimeLeft, inWords } from '../../src/io/time-left.ts';

/** Feeds `steps` of `ms` each, `speed(step)` of the work in each. */
function feed(total: number, ms: number, steps: number, speed: (step: number) => number): (number | null)[] {
  const left = new TimeLeft();
  let done = 0;
  return Array.from({ length: steps }, (_, step) => {
    const told = left.at(done, total, 5000 + step * ms);
    done += speed(step);
    return told;
  });
}

test('nothing in the first two seconds, and nothing before a twentieth is done', () => {
  expect(feed(100, 500, 5, () => 5)).toEqual([null, null, null, null, 8000]);
  expect(feed(1000, 1000, 6, () => 10).slice(0, 5)).toEqual(Array.from({ length: 5 }, () => null));
  expect(feed(1000, 1000, 6, () => 10)[5]).toBe(95_000);
});

test('work that stands still, or suddenly goes at another speed, has no estimate until it is steady again', () => {
  const stalled = feed(100, 1000, 30, (step) => (step < 5 ? 10 : 0));
  expect(stalled[4]).toBe(6000);
  expect(stalled.slice(12).every((each) => each === null)).toBe(true);
  const slower = feed(1000, 1000, 60, (step) => (step < 10 ? 50 : 2));
  expect(slower.slice(20, 30)).toContain(null);
});

test('law: at a steady speed the estimate is true to a hundredth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 60, max: 500 }),
      fc.integer({ min: 50, max: 1000 }),
      (speed, steps, ms) => {
        const told = feed(speed * steps, ms, steps, () => speed);
        for (const [step, each] of told.entries()) {
          if (each === null) expect(step * ms < 2000 || step * 20 < steps).toBe(true);
          else expect(Math.abs(each - (steps - step) * ms)).toBeLessThanOrEqual(steps * ms * 0.01);
        }
      },
    ),
  );
});

test('a speed that changes all the time does not make the promised end jump', () => {
  const told = feed(1000, 1000, 40, (step) => (step % 4 === 0 ? 30 : 15));
  const ends = told.flatMap((each, step) => (each === null ? [] : [step * 1000 + each]));
  expect(ends.length).toBeGreaterThan(30);
  for (const [i, end] of ends.entries())
    if (i > 0) expect(Math.abs(end - (ends[i - 1] ?? 0))).toBeLessThan(5000);
});

test.each([
  [0, 'a few seconds left'],
  [9_999, 'a few seconds left'],
  [12_000, 'about 10 s left'],
  [57_000, 'about 55 s left'],
  [58_000, 'about 1 min left'],
  [59 * 60_000, 'about 59 min left'],
  [3 * 3_600_000, 'about 3 h left'],
])('%i ms: %s', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});
