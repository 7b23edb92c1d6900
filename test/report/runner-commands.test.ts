// The reader itself, against what actions/runner's own tests accept and refuse
// (src/Test/L0/Worker/ActionCommandL0.cs, ActionCommandManagerL0.cs).
import { expect, test } from 'vitest';
import { parseRunnerOutput } from '../helpers/runner-commands.ts';

test.each([
  ['::error::m', { name: 'error', properties: {}, data: 'm' }],
  ['   ::error::m', { name: 'error', properties: {}, data: 'm' }],
  ['\u0085\u00a0::error::m', { name: 'error', properties: {}, data: 'm' }],
  ['::ERROR::m', { name: 'ERROR', properties: {}, data: 'm' }],
  ['::error k1=v1::m', { name: 'error', properties: { k1: 'v1' }, data: 'm' }],
  ['::error k1=v1,,k2=,=x,k3=a=b::m', { name: 'error', properties: { k1: 'v1', k3: 'a=b' }, data: 'm' }],
  ['::error k=%3A%2C%25%0A%0D::%0A%25%3A', { name: 'error', properties: { k: ':,%\n\r' }, data: '\n%%3A' }],
  ['::error k=%253A::', { name: 'error', properties: { k: '%3A' }, data: '' }],
  ['a ##[error]m', { name: 'error', properties: {}, data: 'm' }],
  ['##[error k1=v1;k2=%3B%5D]%3B', { name: 'error', properties: { k1: 'v1', k2: ';]' }, data: ';' }],
  ['::no::such ##[group]x', { name: 'group', properties: {}, data: 'x' }],
])('%j is a command', (line, command) => {
  expect(parseRunnerOutput(line)).toMatchObject({ commands: [command], lines: [] });
});

test.each([
  '',
  'plain',
  'a ::error::m',
  '::error:m',
  '\ufeff::error::m',
  '\u2060::error::m',
  '::unknown::m',
  '::internal-set-repo-path::m',
  '##[error',
  '# #[error]m',
  '##[unknown]m ##[error]m',
])('%j is none', (line) => {
  expect(parseRunnerOutput(line)).toMatchObject({ commands: [], lines: [line] });
});

test('a lone carriage return starts a line', () => {
  expect(parseRunnerOutput('a\r::error::m\r\nb').commands).toHaveLength(1);
});

test('stopped commands are text until the token comes', () => {
  const { commands, lines } = parseRunnerOutput(
    '::stop-commands::tok-en\n::error::a\n::other::\n::TOK-EN::\n::error::b',
  );
  expect(commands.map(({ data }) => data)).toEqual(['tok-en', 'b']);
  expect(lines).toEqual(['::error::a', '::other::', '::TOK-EN::']);
});

test('ten annotations of a type are kept, and 4,096 characters of each', () => {
  const text = `${'::error::m\n'.repeat(11)}::warning::${'w'.repeat(5000)}`;
  const { annotations, dropped, commands } = parseRunnerOutput(text);
  expect(commands).toHaveLength(12);
  expect(dropped).toBe(1);
  expect(annotations).toHaveLength(11);
  expect(annotations.at(-1)).toMatchObject({ type: 'warning', cut: true, message: 'w'.repeat(4096) });
});
