// Text that a hostile tree may hold, and a report that has it wherever there is room for foreign text.
import * as fc from 'fast-check';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

/** Pieces of what means something to a runner, a spreadsheet, Markdown, HTML or XML. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '#',
        '[',
        ']',
        'error',
        '\n',
        '\r',
        ' ',
        ',',
        '%0A',
        '%3A',
        '"',
        "'",
        '=',
        '+',
        '@',
        '|',
        '\\',
        '`',
        '<!--',
        '<b>',
        '\t',
        '</code>',
        '<script>',
        ']]>',
        '&lt;',
        '&#60;',
        '\ufffe',
        '\uffff',
        '](https://a.example)',
        'www.a.example',
        '\\|',
        '* ',
        '~~',
        '$$',
        '\n\n',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

/** Two texts in all places. */
export function reportWith(a: string, b: string) {
  return sampleReport({
    scan: { target: a },
    coverage: { complete: false, skipped: [{ what: a, why: b }] },
    findings: [
      sampleFinding({
        redacted: a,
        fingerprint: b,
        rule: a,
        verdict: { ...sampleFinding().verdict, reason: a, checked_at: b },
        key: { id: a, name: b, matched_by: 'inventory' },
        decision: { rule: a, actions: [], dry_run: false, withheld: b },
        outcomes: [{ action: 'revoke', result: 'failed', at: a, detail: b }],
        matches: [
          sampleMatch({ path: a, commit: b, author: a, committed_at: b, member: a, encoding: [b] }),
          sampleMatch({ path: null, blob: a, suppressed: { by: 'ignore', reason: b } }),
        ],
      }),
    ],
  });
}
