// Options: what the program runs with. Flags win over the configuration file, which wins over the defaults; the
// defaults stand here and nowhere else.
import * as z from 'zod/mini';
import { AkguardError } from '../core/errors.ts';
import type { Policy } from '../core/policy.ts';
import type { Typed } from './command-line.ts';
import { parseDuration } from './duration.ts';
import { policySchema } from './policy.ts';

const positive = z
  .string()
  .check(z.regex(/^\d+(\.\d+)?\s*([kmg]i?b?|b)?$/i, 'a size such as 500kB, 20MB or 1GiB'));

const count = z.int().check(z.gte(0));

const fields = {
  /** Report format; the registry in report/ says which there are. */
  format: z.enum(['human', 'json', 'jsonl', 'sarif', 'junit', 'csv', 'markdown', 'html', 'github']),
  /** What makes a scan end with 1: any key not proven inactive, only active ones, or none. */
  fail_on: z.enum(['any', 'active', 'none']),
  /** Channels to tell people on. */
  alert: z.array(z.string()),
  /** Paths that `scan files` leaves out. */
  exclude: z.array(z.string()),
  /** Paths whose matches are suppressed: still read, and still in the report. */
  ignore: z.array(z.string()),
  /** Path of the baseline. */
  baseline: z.string().check(z.minLength(1)),
  /** Larger files are not read. No limit by default: a leaked key may be in a large file, too. */
  max_file_size: positive,
  /** Whether archives that are broken count as read when they were read as far as they go. */
  allow_damaged: z.boolean(),
  /** Path of the state database. */
  state: z.string().check(z.minLength(1)),
  /** How many keys one run may revoke, and all runs on one state within an hour. */
  max_revocations: count,
  max_revocations_per_hour: count,
  /** Whether keys are verified: false keeps scans from it, true makes hooks do it, as far as a second goes. */
  verify: z.boolean(),
  /** Rules that decide what happens; the first that fits wins. The built-in policy is in respond/default-policy.ts. */
  policy: policySchema,
};

/** The configuration file. All fields are optional; unknown ones are refused. */
export const configSchema = z.partial(z.strictObject(fields));
export type Config = z.infer<typeof configSchema>;

const flagSchema = z.strictObject({
  format: z.optional(fields.format),
  fail_on: z.optional(fields.fail_on),
  max_file_size: z.optional(fields.max_file_size),
  state: z.optional(fields.state),
  max_revocations: z.optional(fields.max_revocations),
  jobs: z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/))),
  run: z.optional(z.string().check(z.regex(/^[1-9]\d{0,14}$/))),
});

/** See `flags.ts` for what each is for. */
export interface Options {
  verify: boolean;
  /** A hook verifies only where the user's own configuration asks for it. */
  verifyInHooks: boolean;
  armed: boolean;
  alert: string[];
  format: z.infer<typeof fields.format>;
  output: string | null;
  failOn: z.infer<typeof fields.fail_on>;
  exclude: string[];
  ignore: string[];
  baseline: string | null;
  /** Bytes. */
  maxFileSize: number;
  /** Which part of history to scan. */
  selection: { refs: string[]; since: string | null };
  allowShallow: boolean;
  allowDamaged: boolean;
  /** A workflow run by its number, or null. */
  run: number | null;
  /** `scan range`: git's words to a hook say what is scanned. */
  rangeFromHook: boolean;
  /** Milliseconds; null means the default of the hook. */
  timeLimit: number | null;
  /** Threads at most; null means one for each core. */
  jobs: number | null;
  /** Null means the default place. */
  state: string | null;
  maxRevocations: number;
  maxRevocationsPerHour: number;
  /** Null means the built-in policy. */
  policy: Policy | null;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  keep: boolean;
}

/** @throws AkguardError AK_USAGE for a flag with a value it can't have. */
export function buildOptions(typed: Typed, config: Config): Options {
  const { values } = typed;
  const given = {
    format: values.format,
    fail_on: values['fail-on'],
    max_file_size: values['max-file-size'],
    state: values.state,
    max_revocations:
      values['max-revocations'] === undefined ? undefined : Number(values['max-revocations'] || Number.NaN),
    jobs: values.jobs,
    run: values.run,
  };
  const parsed = flagSchema.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]) as keyof typeof given;
    const flagName = name.replaceAll('_', '-') as keyof typeof values;
    const problem = `--${flagName} can not be \`${String(values[flagName])}\`: it takes ${wantedOf(name)}.`;
    throw new AkguardError('AK_USAGE', { problem });
  }
  const flag = parsed.data;
  const maxFileSize = flag.max_file_size ?? config.max_file_size;
  return {
    verify: values.offline !== true && config.verify !== false,
    verifyInHooks: values.offline !== true && config.verify === true,
    armed: values.revoke === true,
    alert: values.alert ?? config.alert ?? [],
    format: flag.format ?? config.format ?? 'human',
    output: values.output ?? null,
    failOn: flag.fail_on ?? config.fail_on ?? 'any',
    exclude: [...(config.exclude ?? []), ...(values.exclude ?? [])],
    ignore: config.ignore ?? [],
    baseline: values.baseline ?? config.baseline ?? null,
    maxFileSize: maxFileSize === undefined ? Infinity : parseSize(maxFileSize),
    selection: { refs: values.refs ?? [], since: values.since ?? null },
    allowShallow: values['allow-shallow'] === true,
    allowDamaged: values['allow-damaged'] === true || config.allow_damaged === true,
    run: flag.run === undefined ? null : Number(flag.run),
    rangeFromHook: values['range-from-hook'] === true,
    timeLimit: values['time-limit'] === undefined ? null : parseDuration('time-limit', values['time-limit']),
    jobs: flag.jobs === undefined ? null : Number(flag.jobs),
    state: flag.state ?? config.state ?? null,
    maxRevocations: flag.max_revocations ?? config.max_revocations ?? 3,
    maxRevocationsPerHour: config.max_revocations_per_hour ?? 10,
    policy: config.policy ?? null,
    quiet: values.quiet === true,
    verbose: values.verbose === true,
    color: values['no-color'] !== true,
    keep: values.keep === true,
  };
}

function wantedOf(name: keyof typeof flagSchema.shape): string {
  switch (name) {
    case 'format':
    case 'fail_on':
      return Object.keys(fields[name].def.entries).join(', ');
    case 'max_revocations':
      return 'a whole number, 0 or more';
    case 'jobs':
      return 'a number from 1 to 999';
    case 'run':
      return 'the number of a run, which is in the address of its page';
    case 'state':
      return 'a path or the URL of a Postgres database';
    case 'max_file_size':
      return 'a size such as 500kB, 20MB or 1GiB';
  }
}

/** Bytes of a size such as `20MB` (powers of 1,000) or `1GiB` (powers of 1,024). */
export function parseSize(text: string): number {
  const [, number = '0', unit = ''] = /^([\d.]+)\s*([a-z]*)$/i.exec(text) ?? [];
  const power = 'bkmg'.indexOf(unit.toLowerCase()[0] ?? 'b');
  const base = unit.toLowerCase().includes('i') ? 1024 : 1000;
  return Math.floor(Number(number) * base ** power);
}
