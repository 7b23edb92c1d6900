import { describe, expect, test } from 'vitest';
import { AkguardError, type ErrorCode, errorTable, messageOf } from '../../src/core/errors.ts';
import { ExitCode } from '../../src/core/exit-code.ts';
import { readmeRows } from '../helpers/readme.ts';

const codes = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);

describe.each(codes)('%s', (code) => {
  const [exitCode, sentence, remedy] = errorTable[code];

  test('is named as errors are, and has an exit code of the table', () => {
    expect(code).toMatch(/^AK(_[A-Z]+)+$/);
    expect(Object.values(ExitCode)).toContain(exitCode);
    expect(exitCode).not.toBe(ExitCode.ok);
  });

  test('is a sentence, or ends with the words of what went wrong', () => {
    expect(sentence).toMatch(/^(?:[A-Z]|git |akguard |\{)/);
    expect(sentence).toMatch(/(?:\.|: \{\w+\}|^\{\w+\})$/);
    expect(sentence).not.toContain('\n');
  });

  test('has a remedy in whole sentences', () => {
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });

  test('fills each placeholder, and keeps the cause', () => {
    const names = [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!);
    const cause = new Error('below');
    const error = new AkguardError(code, Object.fromEntries(names.map((n) => [n, `<${n} $& $1>`])), {
      cause,
    });
    for (const name of names) expect(error.message).toContain(`<${name} $& $1>`);
    expect(error.message).not.toMatch(/\{\w+\}/);
    expect(error).toMatchObject({ name: 'AkguardError', code, exitCode, remedy, cause });
  });

  test(`README.md has a table row that starts with | ${code} |`, () => {
    expect(readmeRows(/^AK_/)).toContain(code);
  });
});

test('README.md has no row for an error that is not there', () => {
  expect(readmeRows(/^AK_/).filter((code) => !(code in errorTable))).toEqual([]);
});

test('a detail that was forgotten is seen, not thrown about', () => {
  expect(new AkguardError('AK_PATH_NOT_FOUND').message).toBe('There is nothing at ?.');
});

test.each([
  [new Error('broken'), 'broken'],
  ['text', 'text'],
  [undefined, 'undefined'],
])('messageOf(%o)', (thrown, text) => expect(messageOf(thrown)).toBe(text));
