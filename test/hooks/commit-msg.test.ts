// The commit-msg hook with a real git and a real editor: what git will cut off is no part of the message, all else is.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';
import { type HookRepository, hookRepository } from './support.ts';

const key = makeKey('live', 1);

/** Commits by an editor that writes `text` above what git has put there. */
function edit(repository: HookRepository, text: string, args: string[] = []) {
  const editor = join(repository.home, 'editor');
  writeFileSync(join(repository.home, 'text'), text);
  writeFileSync(editor, `#!/bin/sh\ncat '${repository.home}/text' "$1" >"$1.new" && mv "$1.new" "$1"\n`);
  chmodSync(editor, 0o755);
  return repository.tryGit(['commit', '-q', '--allow-empty', ...args], { env: { GIT_EDITOR: editor } });
}

function message(repository: HookRepository): string {
  return repository.git(['log', '-1', '--format=%B']).trimEnd();
}

describe('a key in the message stops the commit', () => {
  test.each([
    ['-m', ['-m', `use ${key}`]],
    ['the second paragraph', ['-m', 'one', '-m', `use ${key}`]],
    ['-m: there, a line with # is no comment', ['-m', `one\n\n# ${key}`]],
    [
      '-m with scissors in it, which git keeps',
      ['-m', `one\n# ------------------------ >8 ------------------------\n${key}`],
    ],
  ])('%s', (_, args) => {
    const repository = hookRepository();
    const { code, text } = repository.tryGit(['commit', '--allow-empty', ...args]);
    expect(text).toContain('akguard stopped this commit: 1 Anton key in its message.');
    expect(text).not.toContain(key);
    expect(code).toBe(1);
    expect(message(repository)).toBe('first');
  });

  test.each([
    ['an editor', '', `use ${key}\n`],
    ['a # that does not start the line', '', `one\n\n # ${key}\n`],
    ['core.commentChar=;', 'core.commentChar=;', `one\n\n# ${key}\n`],
    ['commit.cleanup=whitespace keeps comments', 'commit.cleanup=whitespace', `one\n\n# ${key}\n`],
    ['commit.cleanup=verbatim', 'commit.cleanup=verbatim', `one\n\n# ${key}\n`],
    [
      'scissors that somebody has written: git keeps what follows',
      '',
      `one\n# ------------------------ >8 ------------------------\n${key}\n`,
    ],
  ])('%s', (_, setting, written) => {
    const repository = hookRepository();
    const [name = '', value = ''] = setting.split('=');
    if (name !== '') repository.git(['config', name, value]);
    const { code, text } = edit(repository, written);
    expect(text).toContain('akguard stopped this commit: 1 Anton key in its message.');
    expect(code).toBe(1);
  });
});

test.each(['verbatim', 'whitespace'])('--cleanup=%s keeps comments, and no setting says so', (mode) => {
  const repository = hookRepository();
  const { code, text } = edit(repository, `one\n\n# ${key}\n`, [`--cleanup=${mode}`]);
  expect(text).toContain('akguard stopped this commit: 1 Anton key in its message.');
  expect(code).toBe(1);
});

test('core.commentChar=auto: git takes another sign when the message that it starts from has a #', () => {
  const repository = hookRepository();
  repository.git(['config', 'core.commentChar', 'auto']);
  const { code, text } = edit(repository, `# ${key}\n`, ['-e', '-m', '#1']);
  expect(text).toContain('akguard stopped this commit: 1 Anton key in its message.');
  expect(code).toBe(1);
  expect(edit(repository, `; ${key}\n`, ['-e', '-m', '#1'])).toEqual({ code: 0, text: '' });
  expect(message(repository)).toBe('#1');
});

describe('what git cuts off stops nothing', () => {
  test.each([
    ['a comment', '', `one\n# ${key}\n`],
    ['a comment with another sign', 'core.commentChar=;', `one\n; ${key}\n`],
    [
      'what follows the scissors',
      'commit.cleanup=scissors',
      `one\n# ------------------------ >8 ------------------------\n${key}\n`,
    ],
  ])('%s', (_, setting, written) => {
    const repository = hookRepository();
    const [name = '', value = ''] = setting.split('=');
    if (name !== '') repository.git(['config', name, value]);
    expect(edit(repository, written)).toEqual({ code: 0, text: '' });
    expect(message(repository)).not.toContain(key);
  });

  test('commit -v shows the diff, with the key that is taken out at last', () => {
    const repository = hookRepository();
    repository.write('a', `${key}\n`);
    repository.git(['add', '.']);
    repository.git(['commit', '-q', '--no-verify', '-m', 'leak']);
    repository.write('a', 'clean\n');
    expect(edit(repository, 'taken out\n', ['-a', '-v'])).toEqual({ code: 0, text: '' });
    expect(message(repository)).toBe('taken out');
  });
});

test('the text is kept by git, and the text of the hook says what to do', () => {
  const repository = hookRepository();
  const { text } = repository.tryGit(['commit', '--allow-empty', '-m', `use ${key}`]);
  expect(text).toContain('Take it out of the message, and commit again.');
  const [, command = ''] = /`(sed [^`]*) \| akguard revoke`/.exec(text.replaceAll(/\n +/g, ' ')) ?? [];
  expect(repository.run(['sh', '-c', command]).text).toContain(key);
});

test('a reason on its line lets it stay', () => {
  const repository = hookRepository();
  const { code } = repository.tryGit([
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    `use ${key} akguard:allow made up`,
  ]);
  expect(code).toBe(0);
});

test('a key on disk or staged is none of its business: git commit --amend of the message alone', () => {
  const repository = hookRepository();
  repository.write('a', key);
  expect(repository.tryGit(['commit', '-q', '--amend', '-m', 'better'])).toEqual({ code: 0, text: '' });
});
