// Says which rule of a policy decides and what would happen, for one finding or for every combination.
import { placeName } from '../core/key-place.ts';
import { kills } from '../core/policy.ts';
import type { Decision, Policy, PolicyCondition, PolicyRule } from '../core/policy.ts';
import type { Environment } from '../core/rule.ts';
import { duration, visible } from '../core/text.ts';
import type { Validity } from '../core/verdict.ts';
import { decide, fallback, misfit } from './decide.ts';
import type { Question } from './decide.ts';

const validities: readonly Validity[] = ['active', 'unknown', 'unverified', 'inactive'];
const environments: readonly Environment[] = ['live', 'test'];

/** A row for each rule that may decide for a validity and an environment, in the order in which they are asked. */
export function policyTable(policy: Policy): string {
  const rows: string[][] = [['validity', 'environment', 'rule', 'if', 'what happens in an armed run']];
  const decides = new Set<string>();
  for (const validity of validities) {
    for (const environment of environments) {
      for (const rule of candidates(policy, validity, environment)) {
        decides.add(rule.name);
        const alone = { ...rule, when: {}, grace: undefined };
        const decision = decide({ environment, verdict: { validity }, policy: [alone], armed: true });
        rows.push([
          validity,
          environment,
          visible(rule.name),
          conditions(rule.when),
          happens(decision, rule),
        ]);
      }
    }
  }
  const never = policy.filter(({ name }) => !decides.has(name)).map(({ name }) => visible(name));
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const table = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const unused =
    never.length === 0 ? [] : ['', `These rules never decide, as rules before them do: ${never.join(', ')}`];
  return `${[...table, ...unused].join('\n')}\n`;
}

/** Rules that fit as far as validity and environment go, up to the first that asks for nothing else. */
function candidates(policy: Policy, validity: Validity, environment: Environment): PolicyRule[] {
  const found: PolicyRule[] = [];
  for (const rule of policy) {
    const { when } = rule;
    if (when.validity?.includes(validity) === false || when.environment?.includes(environment) === false)
      continue;
    found.push(rule);
    if (conditions(when) === '') return found;
  }
  return [...found, fallback(validity)];
}

/** What a rule asks for beside validity and environment. */
function conditions({ rule, paths, branches, exposure, visibility, age, unused }: PolicyCondition): string {
  const list = (name: string, values: readonly string[] | undefined) =>
    values ? [`${name} ${values.map(visible).join(' or ')}`] : [];
  return [
    ...list('rule', rule),
    ...list('path', paths),
    ...list('branch', branches),
    ...list('exposure', exposure),
    ...list('visibility', visibility),
    ...(age?.over === undefined ? [] : [`known for over ${duration(age.over)}`]),
    ...(age?.under === undefined ? [] : [`known for under ${duration(age.under)}`]),
    ...(unused?.over === undefined ? [] : [`unused for over ${duration(unused.over)}`]),
    ...(unused?.under === undefined ? [] : [`unused for under ${duration(unused.under)}`]),
  ].join(', ');
}

function happens({ actions, withheld, rotation }: Decision, { grace }: PolicyRule): string {
  const after = grace === undefined ? '' : ` after ${duration(grace)}`;
  const words = actions.map((action) => {
    if (action === 'revoke') return `revoke${after}`;
    if (action !== 'rotate') return action;
    return rotateWords(rotation) + (after === '' ? '' : `, revoke the old key${after}`);
  });
  return [words.length === 0 ? 'nothing' : words.join(', '), ...(withheld === null ? [] : [withheld])].join(
    '. ',
  );
}

function rotateWords(rotation: Decision['rotation']): string {
  return `rotate to ${(rotation?.to ?? []).map((place) => visible(placeName(place))).join(' and ')}`;
}

/** Each rule that was asked, why it did not fit, and what the one that did makes of it, armed and not. */
export function explain(question: Omit<Question, 'armed'>): string {
  const lines: string[] = [];
  const armed = decide({ ...question, armed: true });
  for (const rule of question.policy) {
    const why = misfit(rule, { ...question, armed: true });
    if (why === null) break;
    lines.push(`  not ${visible(rule.name)}: ${visible(why)}`);
  }
  const doing = ({ actions, withheld, dryRun, rotation }: Decision): string =>
    [
      actions
        .filter((action) => !(dryRun && kills([action])))
        .map((action) => (action === 'rotate' ? rotateWords(rotation) : action))
        .join(', ') || 'nothing',
      ...(withheld === null ? [] : [withheld]),
    ].join('. ');
  return [
    ...lines,
    `  ${visible(armed.rule)} decides`,
    `  with --revoke: ${doing(armed)}`,
    `  without:       ${doing(decide({ ...question, armed: false }))}`,
    '',
  ].join('\n');
}
