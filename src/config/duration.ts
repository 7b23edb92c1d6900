// Spans of time as a user writes them.
import { AkguardError } from '../core/errors.ts';

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of `30s`, `15m`, `2h` or `90d`.
 * @throws AkguardError AK_USAGE for anything else; `flag` is where it was written.
 */
export function parseDuration(flag: string, text: string): number {
  const [, number, unit] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? [];
  const size = units[unit ?? ''];
  if (number !== undefined && size !== undefined) return Number(number) * size;
  throw new AkguardError('AK_USAGE', {
    problem: `--${flag} can not be \`${text}\`: it takes a time such as 30s, 15m, 2h or 90d.`,
  });
}
