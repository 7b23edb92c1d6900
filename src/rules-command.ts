// `akguard rules list` and `akguard rules test`.
import { parseRules } from './config/rules.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Rule } from './core/rule.ts';
import { testRule } from './detect/test-rule.ts';
import { readRuleFiles } from './io/package-files.ts';
import { printOut } from './io/terminal.ts';

/** The rules that come with akguard. @throws AkguardError AK_RULE. */
export function loadRules(): Rule[] {
  return parseRules(readRuleFiles(), readRuleFiles('context/'));
}

export async function listRules(): Promise<ExitCode> {
  for (const { id, title, description, prefix, body } of loadRules()) {
    await printOut(
      `${id}\n  ${title}\n  ${description}\n  ${prefix} + ${body.min} to ${body.max} of [${body.alphabet}]\n`,
    );
  }
  return ExitCode.ok;
}

const seeds = 100;

/** Ends with 1 when a rule misses an example of its own, or finds a negative one. */
export async function testRules(): Promise<ExitCode> {
  let broken = 0;
  for (const rule of loadRules()) {
    const { tried, failures } = testRule(rule, seeds);
    broken += failures.length;
    await printOut(`${failures.length === 0 ? 'ok    ' : 'FAILED'} ${rule.id}: ${tried} texts tried\n`);
    for (const failure of failures) await printOut(`       ${failure}\n`);
  }
  return broken === 0 ? ExitCode.ok : ExitCode.findings;
}
