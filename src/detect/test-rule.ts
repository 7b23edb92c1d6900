// Tries a rule on its own examples: what `akguard rules test` and the tests run.
import type { Rule } from '../core/rule.ts';
import { Scanner } from './scanner.ts';
import { expandTemplate } from './template.ts';

export interface RuleTest {
  /** Examples tried, each with every seed. */
  tried: number;
  /** Templates (never their expansions) that did not do what they should. */
  failures: string[];
}

/** Each example must be found exactly once with every seed from 1 to `seeds`, each negative example never. */
export function testRule(rule: Rule, seeds: number): RuleTest {
  const failures = new Set<string>();
  const cases = [
    ...rule.examples.map((template) => ({ template, wanted: 1 })),
    ...rule.negativeExamples.map((template) => ({ template, wanted: 0 })),
  ];
  const scanner = new Scanner([rule]);
  for (const { template, wanted } of cases) {
    for (let seed = 1; seed <= seeds; seed++) {
      scanner.whole({ kind: 'file', path: rule.id }, Buffer.from(expandTemplate(template, seed)));
      const found = scanner.take().length;
      if (found !== wanted) failures.add(`${template}: found ${found} times instead of ${wanted}`);
    }
  }
  return { tried: cases.length * seeds, failures: [...failures] };
}
