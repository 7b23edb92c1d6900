// Blocks of lines in files of others: whatever was put in comes out again, and the rest is as it was.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append, hasBlock, insert, remove } from '../../src/hooks/block.ts';

const line = fc.constantFrom('one', '  two', '', '# three', 'pre-commit:');
const text = fc
  .tuple(fc.array(line, { maxLength: 5 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));

test('blocks between lines and behind them, in any number, leave no trace', () => {
  fc.assert(
    fc.property(
      fc.option(text),
      fc.uniqueArray(fc.nat(5)),
      fc.integer({ min: 1, max: 3 }),
      (before, lines, more) => {
        let now = before;
        const starts = [...(before ?? '').matchAll(/^(?=[^])/gm)].map(({ index }) => index);
        for (const number of lines.toSorted((a, b) => b - a)) {
          const at = starts[number];
          if (now !== null && at !== undefined) now = insert(now, at, 'ours', number);
        }
        for (let n = 0; n < more; n++) now = append(now, 'ours\n  too');
        expect(hasBlock(now ?? '')).toBe(true);
        expect(remove(now ?? '')).toBe(before);
      },
    ),
  );
});

test('two blocks behind a line without an end', () => {
  expect(remove(append(append('theirs', 'one'), 'two'))).toBe('theirs');
});
