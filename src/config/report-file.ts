// Reads a report that an earlier run wrote as JSON.
import * as z from 'zod/mini';
import { AkguardError, messageOf } from '../core/errors.ts';
import type { Report } from '../core/report.ts';

const number = z.number();
const word = z.string();
const orNull = z.nullable(word);

const match = z.looseObject({
  repository: z._default(orNull, null),
  path: orNull,
  line: number,
  column: number,
  suppressed: z.nullable(z.looseObject({})),
});

const finding = z.looseObject({
  fingerprint: word.check(z.regex(/^[0-9a-f]{32}$/)),
  environment: z.enum(['live', 'test']),
  redacted: word,
  vendor: orNull,
  verdict: z.looseObject({
    validity: z.enum(['active', 'inactive', 'unknown', 'unverified']),
    checked_at: orNull,
  }),
  decision: z.looseObject({ actions: z.array(word) }),
  outcomes: z.array(z.looseObject({ action: word, result: word, at: word })),
  exposed_for_ms: z.nullable(number),
  matches: z.array(match),
});

const counted = z.record(word, number);
const report = z.looseObject({
  schema: z.literal('akguard.report/1'),
  scan: z.looseObject({
    source: word,
    target: word,
    started_at: word.check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
    duration_ms: number,
    coverage: z.looseObject({
      complete: z.boolean(),
      files: number,
      commits: number,
      blobs: number,
      objects: number,
      lines: number,
      bytes: number,
      skipped: z.array(z.object({ what: word, why: word })),
    }),
    organisation: z._default(
      z.nullable(z.object({ repositories: counted, incidents: counted, cost: counted })),
      null,
    ),
  }),
  findings: z.array(finding),
  exit_code: z.literal([0, 1, 2, 3, 4, 70]),
});

/** @throws AkguardError AK_REPORT for what is no whole report of this kind. */
export function parseReport(file: string, text: string): Report {
  try {
    // What is not checked is only passed on.
    return report.parse(JSON.parse(text)) as unknown as Report;
  } catch (error) {
    const [issue] = error instanceof z.core.$ZodError ? error.issues : [];
    const where =
      issue === undefined ? messageOf(error) : `${issue.path.join('.') || 'it'} is not as it should be`;
    throw new AkguardError('AK_REPORT', { file, problem: where });
  }
}
