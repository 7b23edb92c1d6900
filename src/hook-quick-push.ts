// The quick look of hook-quick.ts at a push. Git is needed to tell what is new, but nothing of what only a find needs.
import { containers } from './archive/containers.ts';
import { shippedRules } from './config/shipped-rules.ts';
import { Coverage } from './core/coverage.ts';
import { Scanner } from './detect/scanner.ts';
import { type PushHook, pushSource } from './hook-push.ts';
import { readRuleFiles } from './io/package-files.ts';

/** Whether everything that is pushed was looked at, and holds no key. */
export async function isCleanPush(hook: PushHook, operands: readonly string[]): Promise<boolean> {
  const source = await pushSource(hook, operands, null);
  const scanner = new Scanner(shippedRules(readRuleFiles(), readRuleFiles('context/')), containers);
  const coverage = new Coverage();
  await source.read(scanner, coverage);
  return scanner.matches.length === 0 && scanner.gaps.length === 0 && coverage.complete;
}
