// Turns a verdict and a policy into a decision. Pure: what is decided here is done elsewhere, or not at all.
import type { Finding } from '../core/match.ts';
import type { Decision, Policy, PolicyRule } from '../core/policy.ts';
import type { Environment } from '../core/rule.ts';
import type { Validity, Verdict } from '../core/verdict.ts';

/** Everything a decision may depend on. */
export interface Question {
  environment: Environment;
  verdict: Pick<Verdict, 'validity'>;
  policy: Policy;
  /** `--revoke` was given. */
  armed: boolean;
  /** See `isSuppressed`. */
  suppressed?: boolean;
}

/**
 * The first rule of the policy that fits; if none does, the rule `default`. Two laws stand above any policy: only a key
 * that is proven active is revoked, and only by an armed run.
 */
export function decide(question: Question): Decision {
  const { environment, verdict, policy, armed } = question;
  if (question.suppressed === true) return { rule: 'suppressed', actions: [], dryRun: false, withheld: null };

  const rule = policy.find((each) => fits(each, verdict.validity, environment)) ?? fallback(verdict.validity);
  if (!rule.actions.includes('revoke')) {
    return { rule: rule.name, actions: [...rule.actions], dryRun: false, withheld: null };
  }
  if (verdict.validity !== 'active') {
    return {
      rule: rule.name,
      actions: rule.actions.filter((action) => action !== 'revoke'),
      dryRun: false,
      withheld: `Not revoked: the key is ${verdict.validity}, and only a key proven active may be revoked.`,
    };
  }
  const withheld = armed ? null : 'Not revoked: this run is not armed; give --revoke to arm it.';
  return { rule: rule.name, actions: [...rule.actions], dryRun: !armed, withheld };
}

/**
 * True when each match has been suppressed by the user. Never for a live key proven active: what the tree under scan
 * says can't hide that one.
 */
export function isSuppressed(finding: Pick<Finding, 'rule' | 'matches'>, validity: Validity): boolean {
  if (validity === 'active' && finding.rule.environment === 'live') return false;
  return finding.matches.length > 0 && finding.matches.every((match) => match.suppressed !== null);
}

function fits(rule: PolicyRule, validity: Validity, environment: Environment): boolean {
  const { when } = rule;
  if (when.validity && !when.validity.includes(validity)) return false;
  return !when.environment || when.environment.includes(environment);
}

function fallback(validity: Validity): PolicyRule {
  return { name: 'default', when: {}, actions: validity === 'inactive' ? [] : ['alert', 'fail'] };
}
