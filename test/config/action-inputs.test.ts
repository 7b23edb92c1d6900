// action.yml and the schema say the same, and what does not fit is refused with a sentence.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionInputs, readActionInputs } from '../../src/config/action-inputs.ts';
import { noOutputs } from '../../src/action/outputs.ts';

interface ActionFile {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, unknown>;
}
const file = parse(readFileSync('action.yml', 'utf8')) as ActionFile;

test('action.yml has the inputs of the schema with its defaults, and all outputs', () => {
  const declared = Object.entries(file.inputs).map(([name, input]) => [name, input.default]);
  const known = Object.entries(actionInputs).map(([name, input]) => [name, input.default]);
  expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(known));
  expect(Object.keys(file.outputs).toSorted()).toEqual(Object.keys(noOutputs).toSorted());
});

test.each([
  ['scna', 'auto'],
  ['scan', 'everything'],
  ['revoke', 'yes'],
  ['base', '--upload-pack=x'],
  ['head', 'a..b'],
  ['alert-repository', 'owner'],
  ['baseline', '../baseline'],
  ['config', '/etc/passwd'],
])('%s: %s is refused', (name, value) => {
  expect(() => readActionInputs({ [`INPUT_${name.toUpperCase()}`]: value })).toThrow(`The input \`${name}\``);
});
