import { describe, expect, test } from 'vitest';
import { Scanner } from '../../src/detect/scanner.ts';
import { suppress } from '../../src/detect/suppress.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const key = makeKey('live', 1);

function scan(text: string, path = 'src/a.ts') {
  const scanner = new Scanner(rules);
  scanner.whole({ kind: 'file', path }, Buffer.from(text));
  return scanner.matches;
}

describe('inline remarks', () => {
  test.each<[string, string, string | null | undefined]>([
    ['on the same line', `k = "${key}" # akguard:allow`, null],
    ['with a reason', `k = "${key}" # akguard:allow revoked in May`, 'revoked in May'],
    ['a colon before the reason', `k = "${key}" // akguard:allow: revoked`, 'revoked'],
    ['in a comment that closes', `k = "${key}" /* akguard:allow old one */`, 'old one'],
    ['in HTML', `<b>${key}</b> <!-- akguard:allow shown on purpose -->`, 'shown on purpose'],
    ['on the line before', `# akguard:allow because\nk = ${key}\n`, 'because'],
    ['on the line before, CRLF', `# akguard:allow because\r\nk = ${key}\r\n`, 'because'],
    ['two lines before: not', `# akguard:allow\n\nk = ${key}`, undefined],
    ['on the line behind: not', `k = ${key}\n# akguard:allow`, undefined],
    ['without one', `k = ${key}`, undefined],
  ])('%s', (_, text, reason) => {
    const [match] = scan(text);
    expect(match?.suppressed).toEqual(reason === undefined ? null : { by: 'inline', reason });
  });

  test('one for the first of two keys does not hide the second', () => {
    const matches = scan(`a = ${key} # akguard:allow\n\nb = ${makeKey('live', 2)}\n`);
    expect(matches.map((match) => match.suppressed !== null)).toEqual([true, false]);
  });
});

describe('baseline and ignored paths', () => {
  const matches = scan(key);
  const fingerprint = matches[0]?.secret.fingerprint ?? '';
  const entry = { fingerprint, expires: null, reason: 'known' };
  const never = () => false;

  test('a baseline entry suppresses its key and keeps its reason', () => {
    const result = suppress(matches, [entry], never, '2026-01-01');
    expect(result.matches[0]?.suppressed).toEqual({ by: 'baseline', reason: 'known' });
    expect(result).toMatchObject({ unused: [], expired: [] });
  });

  test('an entry that fits nothing is unused', () => {
    const other = { ...entry, fingerprint: 'f'.repeat(32) };
    const result = suppress(matches, [other], never, '2026-01-01');
    expect(result.matches[0]?.suppressed).toBeNull();
    expect(result.unused).toEqual([other.fingerprint]);
  });

  test.each([
    ['on its last day', '2026-01-01', true],
    ['the day after', '2026-01-02', false],
  ])('an entry with an end counts %s', (_, today, counts) => {
    const result = suppress(matches, [{ ...entry, expires: '2026-01-01' }], never, today);
    expect(result.matches[0]?.suppressed !== null).toBe(counts);
    expect(result.expired).toEqual(counts ? [] : [fingerprint]);
  });

  test('an ignored path suppresses', () => {
    const result = suppress(matches, [], (path) => path === 'src/a.ts', '2026-01-01');
    expect(result.matches[0]?.suppressed).toEqual({ by: 'ignore', reason: null });
  });
});
