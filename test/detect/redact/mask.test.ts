// How the masks of keys that overlap are laid out.
import { expect, test } from 'vitest';
import { type MaskedKey, layOut } from '../../../src/detect/redact/mask.ts';

function maskedKey(depth: number, length: number, ...masks: [start: number, end: number][]): MaskedKey {
  return {
    start: masks[0]?.[0] ?? 0,
    end: masks.at(-1)?.[1] ?? 0,
    length,
    depth,
    masks: masks.map(([start, end], i) => ({ start, end, text: '****', isFirst: i === 0 })),
  };
}

test('a key in two literals and one that is wrapped twice and starts in the second: neither leaves it to the other', () => {
  const plain = maskedKey(1, 90, [10, 30], [40, 100]);
  const twice = maskedKey(2, 82, [60, 140]);
  const laid = layOut([plain, twice]).map(({ start, end }) => [start, end]);
  expect(laid).toEqual([
    [10, 30],
    [40, 100],
    [100, 140],
  ]);
});
