// The rules that come with akguard, taken as they are. Their schema is in rules.ts, and tests hold every file against it; a
// commit hook has no time for that.
import type { Rule, RuleContext } from '../core/rule.ts';

/** A file of rules/, by its name without folder. */
export interface RuleFile {
  file: string;
  json: string;
}

/** As a file has it: the context by its name. */
export type WrittenRule = Omit<Rule, 'context' | 'needsOwn'> & { context: string; needsOwn?: boolean };

/** @throws SyntaxError for what is no JSON. */
export function prefixesOf(files: readonly RuleFile[]): string[] {
  return files.map(({ json }) => (JSON.parse(json) as WrittenRule).prefix);
}

/** @throws SyntaxError for what is no JSON; Error for a context that is not there. */
export function shippedRules(ruleFiles: readonly RuleFile[], contextFiles: readonly RuleFile[]): Rule[] {
  const contexts = contextFiles.map(({ json }) => JSON.parse(json) as RuleContext);
  return ruleFiles.map(({ file, json }) => {
    const rule = withContext(JSON.parse(json) as WrittenRule, contexts);
    if (rule === null) throw new Error(`${file}: no such context`);
    return rule;
  });
}

/** Null for a context that is not there. */
export function withContext(rule: WrittenRule, contexts: readonly RuleContext[]): Rule | null {
  const context = contexts.find(({ id }) => id === rule.context);
  return context === undefined ? null : { needsOwn: false, ...rule, context };
}
