// A key can sit in a file's name, a commit's author or an error message; no reporter may pass it on.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Format, reporters } from '../../src/report/index.ts';
import { forms } from '../helpers/canary.ts';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

const formats = Object.keys(reporters).filter((name): name is Format => name in reporters);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
const key = fc
  .array(fc.constantFrom(...letters), { minLength: 24, maxLength: 64 })
  .filter((body) => body.some((c) => /[A-Z0-9]/.test(c)))
  .map((body) => `ak_live_${body.join('')}`);
// Long text before the key, so that cutting a text short can't leave most of a key behind.
const around = fc.oneof(
  fc.string({ maxLength: 10 }),
  fc.integer({ min: 330, max: 400 }).map((n) => '/'.repeat(n)),
);

test.each(formats)('%s shows no key, wherever it stands', (format) => {
  fc.assert(
    fc.property(key, around, fc.boolean(), (raw, before, runner) => {
      const text = `${before}/${raw}.txt`;
      const report = sampleReport({
        scan: { target: text },
        coverage: { skipped: [{ what: text, why: text }] },
        findings: [
          sampleFinding({
            verdict: { ...sampleFinding().verdict, reason: text, request_id: text, code: text },
            key: { id: text, name: text, matched_by: 'inventory' },
            decision: { rule: text, actions: ['alert'], dry_run: false, withheld: text },
            outcomes: [{ action: 'revoke', result: 'failed', at: text, detail: text }],
            matches: [
              sampleMatch({
                path: text,
                commit: text,
                author: text,
                committed_at: text,
                ref: text,
                tips: [text],
                refs: [text],
                url: text,
              }),
              sampleMatch({ path: null, blob: text, suppressed: { by: 'inline', reason: text } }),
            ],
          }),
        ],
      });
      const shown = reporters[format](report, { color: false, width: 100, runner });
      expect(shown.includes(raw.slice(0, 20))).toBe(false);
      expect(shown.includes(raw.slice(8, -4))).toBe(false);
      for (const form of forms(raw)) expect(shown.includes(form)).toBe(false);
    }),
  );
});
