// The rules that come with akguard, as every test of detection needs them.
import { parseRules } from '../../src/config/rules.ts';
import type { Rule } from '../../src/core/rule.ts';
import { readRuleFiles } from '../../src/io/package-files.ts';

export const rules: Rule[] = parseRules(readRuleFiles(), readRuleFiles('context/'));
