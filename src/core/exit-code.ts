// The exit codes, and the rule that the highest wins.

/** Documented in README; `test/core/exit-code.test.ts` compares. */
export const ExitCode = {
  ok: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  alive: 4,
  bug: 70,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The highest of some exit codes; 0 for none. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((a, b) => (b > a ? b : a), ExitCode.ok);
}
