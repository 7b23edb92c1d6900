// Whose a path is. The rows follow the examples of GitHub's page on code owners.
import { expect, test } from 'vitest';
import { ownersOf } from '../../src/github/codeowners.ts';

const file = `# a comment
*       @everybody
*.js    @js-owner #an inline comment
*.txt   @acme/octo-team @texts docs@example.com
/build/logs/ @doctor
docs/*  @writer
apps/   @cat
/docs/  @dog
/scripts/ @dog @cat
**/logs @cat
/apps/github @nobody-else
/free/
with\\ space/ @spacer
!negated @nobody
[x] @nobody
a/**/z @deep
`;

test.each([
  ['README.md', ['everybody']],
  ['src/deep/x.js', ['js-owner']],
  ['notes.txt', ['texts']],
  ['build/logs/x/y.log', ['cat']],
  ['src/build/logs.md', ['everybody']],
  ['docs/x.md', ['dog']],
  ['sub/docs/x.md', ['everybody']],
  ['x/apps/deep/y', ['cat']],
  ['apps', ['everybody']],
  ['scripts/x.js', ['dog', 'cat']],
  ['deploy/logs/x', ['cat']],
  ['logs', ['cat']],
  ['apps/github/x', ['nobody-else']],
  ['apps/github2/x', ['cat']],
  ['free/x', []],
  ['with space/x', ['spacer']],
  ['negated', ['everybody']],
  ['x', ['everybody']],
  ['a/z', ['deep']],
  ['a/b/c/z', ['deep']],
])('%s is of %j', (path, owners) => {
  expect(ownersOf(path, file)).toEqual(owners);
});

test('`docs/*` is of the files there, not of those below', () => {
  expect(ownersOf('docs/a.md', 'docs/* @writer')).toEqual(['writer']);
  expect(ownersOf('docs/b/a.md', 'docs/* @writer')).toEqual([]);
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const part of ['**/a*', '**/', 'a*', '*a', '**/a/'])
    for (const times of [3, 4, 40]) ownersOf(`${'a/'.repeat(400)}b`, `${part.repeat(times)}z @x\n`.repeat(3));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('without a file nobody owns anything', () => {
  expect(ownersOf('x', '')).toEqual([]);
});
