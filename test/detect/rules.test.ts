import { describe, expect, test } from 'vitest';
import { parseRules } from '../../src/config/rules.ts';
import { testRule } from '../../src/detect/test-rule.ts';
import { rules } from '../helpers/rules.ts';
import { readRuleFiles } from '../../src/io/package-files.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('rule %s', (_, rule) => {
  test('finds each example once and no negative example', () => {
    expect(testRule(rule, 25).failures).toEqual([]);
  });
  test('a rule that does not find its example is told', () => {
    const broken = { ...rule, prefix: 'ak_nope_' };
    expect(testRule(broken, 1).failures.length).toBe(rule.examples.length);
  });
  test('a negative example that is found is told', () => {
    const broken = { ...rule, negativeExamples: [...rule.examples] };
    expect(testRule(broken, 1).failures.length).toBe(rule.examples.length);
  });
});

describe('the schema is strict', () => {
  const [first] = readRuleFiles();
  const good = JSON.parse(first?.json ?? '') as Record<string, unknown>;
  test.each([
    ['an unknown field', { ...good, extra: 1 }],
    ['a missing field', { ...good, prefix: undefined }],
    ['a wrong type', { ...good, body: { ...(good['body'] as object), min: '16' } }],
    ['a context that does not exist', { ...good, context: 'other' }],
    ['an id that is not the file name', { ...good, id: 'other' }],
  ])('%s is refused', (_, value) => {
    const file = { file: first?.file ?? '', json: JSON.stringify(value) };
    expect(() => parseRules([file], readRuleFiles('context/'))).toThrow(/is not valid/);
  });
});
