import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonSafe, logSafe, markdownCode, maskKeys, visible } from '../../src/core/text.ts';

// Names made of the pieces that bite, with any other text between them.
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '##',
        '#',
        '[',
        '`',
        '``',
        '@',
        '@all',
        '|',
        '\\',
        ' ',
        '\n',
        '\r\n',
        '\t',
      ),
      fc.constantFrom(
        '\u001b[2J',
        '\u009b',
        '\u007f',
        '\u202e',
        '\u2066',
        '\u061c',
        '\u200b',
        '\u2028',
        '\ufeff',
        '\u00ad',
      ),
      fc.constantFrom('\u{e0041}', '\ufe0f', '\u3164', '\ud800', '\udc00', '\ufffd', 'é', '😀'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

describe('visible', () => {
  test.each([
    ['plain/path.ts', 'plain/path.ts'],
    ['a\nb\r\tc', String.raw`a\nb\r\tc`],
    ['\u001b[31m', String.raw`\x1b[31m`],
    ['\u202e', String.raw`\u202e`],
    ['\u{e0041}', String.raw`\u{e0041}`],
    ['\ud800', String.raw`\ud800`],
    ['naïve 日本 😀 \ufffd', 'naïve 日本 😀 \ufffd'],
  ])('%j', (text, shown) => expect(visible(text)).toBe(shown));

  test('no control, bidi or invisible character is left', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(visible(text)).not.toMatch(
          /[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
        );
      }),
    );
  });

  test('twice is as once, and harmless text stays', () => {
    fc.assert(
      fc.property(hostile, fc.string({ unit: 'grapheme-ascii' }), (text, ascii) => {
        expect(visible(visible(text))).toBe(visible(text));
        expect(visible(ascii)).toBe(ascii);
      }),
    );
  });
});

describe('logSafe', () => {
  test('forms no command of the runner, whatever stands around it', () => {
    // What a report may put right before and after foreign text.
    const around = fc.constantFrom('', ' ', ':', '[', ': ', '(', '"', ':12:9');
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), around, (texts, after) => {
        const line = texts.map(logSafe).join('') + after;
        expect(line).not.toContain('##[');
        expect(line.trimStart().startsWith('::')).toBe(false);
        expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });

  test('shows all that visible shows', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(logSafe(text).replaceAll('\u2060', '')).toBe(visible(text));
      }),
    );
  });
});

describe('markdownCode', () => {
  test.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['', '`  `'],
    ['a|b', '`a\\|b`'],
    ['a\\|b', '`a\\\u200b\\|b`'],
  ])('%j', (text, shown) => expect(markdownCode(text)).toBe(shown));

  test('nothing breaks out of the code span', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = markdownCode(text);
        const fence = /^`+/.exec(shown)![0];
        const inner = shown.slice(fence.length, -fence.length);
        expect(shown.endsWith(fence)).toBe(true);
        // CommonMark 6.1: the span ends at the first run of exactly as many backticks; so the inside may have none,
        // and may not touch the fence with one.
        expect((inner.match(/`+/g) ?? []).filter((run) => run.length === fence.length)).toEqual([]);
        expect(/^`|`$/.test(inner)).toBe(false);
        expect(inner).not.toContain('\n');
        expect(inner.replace(/\\\|/g, '')).not.toContain('|');
      }),
    );
  });

  test('mentions nobody and links no issue', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(markdownCode(text)).not.toMatch(/[@#][\w-]/);
      }),
    );
    expect(markdownCode('@all #1')).not.toMatch(/[@#]\w/);
  });
});

test('jsonSafe keeps the value and the layout', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const safe = jsonSafe(JSON.stringify({ [text]: [text] }, null, 2));
      expect(JSON.parse(safe)).toEqual({ [text]: [text] });
      expect(safe.split('\n')).toHaveLength(5);
      expect(safe).not.toContain('##[');
      expect(safe).not.toMatch(/[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\n]]/v);
    }),
  );
});

describe('maskKeys', () => {
  const body = 'aB3x'.repeat(6);
  test.each([
    ['a key in a path', `backup/ak_live_${body}.env`, 'backup/ak_live_****aB3x.env'],
    ['two keys', `ak_live_${body},ak_test_${body}`, 'ak_live_****aB3x,ak_test_****aB3x'],
    ['inside another word', `leak_live_${body}`, 'leak_live_****aB3x'],
    ['a name in lower case', 'ak_test_helper_function_name', 'ak_test_helper_function_name'],
    ['too short', 'ak_live_abc123', 'ak_live_abc123'],
    ['masked already', 'ak_live_****aB3x', 'ak_live_****aB3x'],
  ])('%s', (_, text, masked) => {
    expect(maskKeys(text) === masked).toBe(true);
  });
});
