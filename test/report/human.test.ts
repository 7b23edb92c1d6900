import * as fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { human } from '../../src/report/human.ts';
import type { Style } from '../../src/report/style.ts';
import { cases } from './cases.ts';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

const plain: Style = { color: false, width: 100, runner: false };

describe('what a person reads', () => {
  test.each(Object.entries(cases))('%s', async (name, report) => {
    await expect(human(report, plain)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('hostile names, where a runner reads along', async () => {
    const text = human(cases['hostile-names']!, { ...plain, runner: true });
    await expect(text).toMatchFileSnapshot('golden/hostile-names-runner.txt');
  });
});

test.each(Object.entries(cases))('colour changes no word: %s', (_, report) => {
  const coloured = human(report, { ...plain, color: true });
  expect(stripVTControlCharacters(coloured)).toBe(human(report, plain));
});

test('colour is there when asked for, and only then', () => {
  const report = cases['active-dry-run']!;
  expect(human(report, { ...plain, color: true })).toContain('\u001b[1;31mak_live_****aB3x');
  expect(human(report, plain)).not.toContain('\u001b');
});

test('a clean scan is one line', () => {
  expect(human(cases['clean']!, plain)).toBe('No Anton keys found in 1,234 files (12.3 MB).\n');
});

test('a place over the tenth is counted, not shown', () => {
  const text = human(cases['many-places']!, plain);
  expect(text).toContain('logs/app-9.log:10:9');
  expect(text).not.toContain('logs/app-10.log');
  expect(text).toContain('and 1,002 more (--format json lists all)');
});

// Pieces that bite together once something between them is removed or escaped.
const biting = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '#',
        '[',
        'error',
        '\n',
        '\r',
        ' ',
        '\u001b[2J',
        '\u202e',
        '\u200b',
        '\u2028',
        '\u0085',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

test('no foreign text becomes a control character or a command of the runner', () => {
  fc.assert(
    fc.property(
      biting,
      biting,
      biting,
      fc.boolean(),
      fc.integer({ min: 0, max: 200 }),
      (a, b, c, runner, width) => {
        const report = sampleReport({
          scan: { target: a },
          coverage: { skipped: [{ what: b, why: c }] },
          findings: [
            sampleFinding({
              verdict: { ...sampleFinding().verdict, reason: a, request_id: b, code: c, checked_at: a },
              key: { id: b, name: c, matched_by: 'inventory' },
              decision: { rule: a, actions: ['alert'], dry_run: false, withheld: b },
              outcomes: [{ action: 'alert', result: 'failed', at: b, detail: c }],
              matches: [
                sampleMatch({ path: a, commit: b, author: c, ref: a, tips: [a], encoding: [b, c], url: a }),
                sampleMatch({ path: null, blob: b, suppressed: { by: 'inline', reason: c } }),
              ],
            }),
          ],
        });
        const text = human(report, { color: false, width, runner });
        expect(text).not.toMatch(/[[\p{Cc}\p{Bidi_Control}\u2028\u2029]--[\n]]/v);
        if (!runner) return;
        expect(text).not.toContain('##[');
        // The runner trims the start of a line before it looks for `::`.
        expect(text.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
      },
    ),
  );
});
