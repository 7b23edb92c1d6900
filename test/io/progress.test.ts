// What a person at a terminal sees of a long scan, by a clock that the test moves.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Coverage } from '../../src/core/coverage.ts';
import { showProgress } from '../../src/io/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const erase = '\r\u001b[K';

function newDisplay(isTTY = true, wanted = true) {
  const written: string[] = [];
  const coverage = new Coverage();
  const display = showProgress(coverage, wanted, { isTTY, write: (text) => written.push(text) });
  return { display, coverage, written };
}

test.each([
  [false, true],
  [true, false],
])('without a terminal or unwanted, nothing is shown (terminal: %s, wanted: %s)', (isTTY, wanted) => {
  const { display, written } = newDisplay(isTTY, wanted);
  vi.advanceTimersByTime(60_000);
  display.scanning.reached(1, 2);
  display.startOrigins(1);
  vi.advanceTimersByTime(60_000);
  display.end();
  expect(written).toEqual([]);
});

test('a walk of packs, which hands nothing to the sink, shows how far it is, its rate and the time left', () => {
  const { display, coverage, written } = newDisplay();
  coverage.objects = 849_014;
  for (let second = 0; second < 10; second++) {
    display.scanning.reached(second * 10, 100);
    vi.advanceTimersByTime(1000);
    coverage.bytes += 500e6;
  }
  display.scanning.reached(100, 100);
  display.end();
  expect(written).toEqual([
    `${erase}scanning: 10%, 849,014 objects, 500 MB, 500 MB/s`,
    `${erase}scanning: 20%, 849,014 objects, 1000 MB, 500 MB/s`,
    `${erase}scanning: 30%, 849,014 objects, 1500 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 40%, 849,014 objects, 2000 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 50%, 849,014 objects, 2500 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 60%, 849,014 objects, 3000 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 70%, 849,014 objects, 3500 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 80%, 849,014 objects, 4000 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 90%, 849,014 objects, 4500 MB, 500 MB/s, a few seconds left`,
    `${erase}scanning: 849,014 objects, 5000 MB, 500 MB/s`,
    erase,
  ]);
});

test('a fast scan shows nothing, and the terminal is not written to more than five times a second', () => {
  const { display, written } = newDisplay();
  display.scanning.reached(1, 1000);
  vi.advanceTimersByTime(999);
  display.scanning.reached(2, 1000);
  display.end();
  expect(written).toEqual([]);
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(10);
    display.scanning.reached(i, 1000);
  }
  expect(written.length).toBe(5);
});

test('blobs that come through the sink show as well, without an estimate that nobody can make', () => {
  const { display, coverage, written } = newDisplay();
  const seen: unknown[] = [];
  const sink = display.watch({
    room: Buffer.alloc(1),
    whole: (_, bytes) => seen.push(bytes),
    open: () => {},
    write: () => {},
    close: () => 0,
  });
  vi.advanceTimersByTime(2000);
  coverage.files = 1;
  coverage.bytes = 4e6;
  for (let i = 0; i < 64; i++) sink.whole({ kind: 'file', path: 'a' }, Buffer.alloc(1));
  expect(seen.length).toBe(64);
  expect(written).toEqual([`${erase}scanning: 1 file, 4 MB, 2 MB/s`]);
});

test('while it is looked for where keys come from, that is said, even when nothing is heard of it', () => {
  const { display, written } = newDisplay();
  vi.advanceTimersByTime(400);
  display.startOrigins(3);
  vi.advanceTimersByTime(599);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(1000);
  display.origins.reached(50, 200);
  display.end();
  vi.advanceTimersByTime(10_000);
  expect(written).toEqual([
    `${erase}3 finds, looking for where they come from`,
    `${erase}3 finds, looking for where they come from: 25%`,
    erase,
  ]);
});
