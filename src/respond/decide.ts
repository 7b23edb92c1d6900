// Turns a verdict and a policy into a decision. Pure: what is decided here is done elsewhere, or not at all.
import type { Finding } from '../core/match.ts';
import { kills } from '../core/policy.ts';
import type { Action, Decision, Place, Policy, PolicyRule, Visibility } from '../core/policy.ts';
import type { Environment } from '../core/rule.ts';
import type { Validity, Verdict } from '../core/verdict.ts';

/** What else policy may ask about a finding. */
export interface Facts {
  /** The id of the rule that found it. */
  rule: string | null;
  places: readonly Place[];
  visibility: Visibility | null;
  /** ms since the epoch: when akguard first saw the key, and now. Null for a run that keeps no state. */
  firstSeen: number | null;
  /** ms since the epoch: when others than akguard last used the key, see `last-use.ts`. */
  lastUsed: number | null;
  now: number;
  /** Whether a path or a branch fits a glob. */
  fitsGlob: (glob: string, text: string) => boolean;
}

/** Everything a decision may depend on. */
export interface Question {
  environment: Environment;
  verdict: Pick<Verdict, 'validity'>;
  policy: Policy;
  /** `--revoke` was given. */
  armed: boolean;
  /** See `isSuppressed`. */
  suppressed?: boolean;
  /** Without, whatever policy asks about them is unknown. */
  facts?: Facts;
}

/**
 * The first rule of the policy that fits; if none does, the rule `default`. Laws stand above any policy: only a key that is
 * proven active is revoked (a rotation ends with that), and only by an armed run; and a live key that is proven active is not ignored.
 */
export function decide(question: Question): Decision {
  const { environment, verdict, policy, armed } = question;
  const { validity } = verdict;
  if (question.suppressed === true) return { rule: 'suppressed', actions: [], dryRun: false, withheld: null };

  const rule = policy.find((each) => misfit(each, question) === null) ?? fallback(validity);
  const without = (action: Action, withheld: string, ...instead: Action[]): Decision => ({
    rule: rule.name,
    actions: [...rule.actions.filter((each) => each !== action), ...instead],
    dryRun: false,
    withheld,
  });
  if (rule.actions.includes('ignore') && validity === 'active' && environment === 'live') {
    return without('ignore', 'Not ignored: it is a live key, and proven active.', 'alert', 'fail');
  }
  const all = { rule: rule.name, actions: [...rule.actions] };
  if (!kills(rule.actions)) return { ...all, dryRun: false, withheld: null };
  const isRotation = rule.actions.includes('rotate');
  const [action, done] = isRotation ? (['rotate', 'rotated'] as const) : (['revoke', 'revoked'] as const);
  if (validity !== 'active') {
    return without(
      action,
      `Not ${done}: the key is ${validity}, and only a key proven active may be ${done}.`,
    );
  }
  const until = graceUntil(rule, question.facts);
  const grace = until === null ? null : `Not revoked before ${until}: the policy gives it grace until then.`;
  if (!isRotation && grace !== null) return without('revoke', grace);
  const unarmed = armed ? null : `Not ${done}: this run is not armed; give --revoke to arm it.`;
  return {
    ...all,
    dryRun: !armed,
    withheld: unarmed ?? grace,
    ...(isRotation && { rotation: { to: rule.to ?? [], revokeFrom: until } }),
  };
}

/** Null when the grace is over. Who keeps no state sees a key for the first time, each time. */
function graceUntil({ grace }: PolicyRule, facts: Facts | undefined): string | null {
  if (grace === undefined || grace === 0) return null;
  if (!facts) return 'its grace is over';
  const until = (facts.firstSeen ?? facts.now) + grace;
  return until > facts.now ? new Date(until).toISOString() : null;
}

/**
 * True when each match has been suppressed by the user. Never for a live key proven active: what the tree under scan
 * says can't hide that one.
 */
export function isSuppressed(finding: Pick<Finding, 'rule' | 'matches'>, validity: Validity): boolean {
  if (validity === 'active' && finding.rule.environment === 'live') return false;
  return finding.matches.length > 0 && finding.matches.every((match) => match.suppressed !== null);
}

/** Which condition of a rule does not fit, for people; null when all do. */
export function misfit(rule: PolicyRule, question: Question): string | null {
  const { when } = rule;
  const { environment, facts } = question;
  const { validity } = question.verdict;
  if (when.validity && !when.validity.includes(validity)) return `validity is ${validity}`;
  if (when.environment && !when.environment.includes(environment)) return `environment is ${environment}`;
  if (when.rule && !when.rule.includes(facts?.rule ?? '')) return `rule is ${facts?.rule ?? 'unknown'}`;
  if (when.visibility && !when.visibility.some((each) => each === facts?.visibility)) {
    return `visibility is ${facts?.visibility ?? 'unknown'}`;
  }
  const times = [
    ['age', when.age, facts?.firstSeen],
    ['unused', when.unused, facts?.lastUsed],
  ] as const;
  for (const [name, wanted, since] of times) {
    if (!wanted) continue;
    const { over = -Infinity, under = Infinity } = wanted;
    const ms = facts === undefined || since == null ? null : facts.now - since;
    if (ms === null || ms <= over || ms >= under) return `${name} is ${ms === null ? 'unknown' : `${ms} ms`}`;
  }
  return placesFit(rule, facts) ? null : 'the places do not fit';
}

/**
 * A rule that revokes or rotates fits when any place does; one that does not, only when all places do: of two readings the one that
 * leaves fewer keys alive, wherever else somebody puts a copy.
 */
function placesFit({ when, actions }: PolicyRule, facts: Facts | undefined): boolean {
  if (!when.paths && !when.branches && !when.exposure) return true;
  if (!facts || facts.places.length === 0) return false;
  const globs = (patterns: readonly string[] | undefined, text: string | null): boolean =>
    !patterns || (text !== null && patterns.some((pattern) => facts.fitsGlob(pattern, text)));
  const fits = ({ path, branch, exposure }: Place): boolean =>
    globs(when.paths, path) &&
    globs(when.branches, branch) &&
    (!when.exposure || when.exposure.includes(exposure ?? 'none'));
  return kills(actions) ? facts.places.some(fits) : facts.places.every(fits);
}

/** What decides when no rule of the policy fits. */
export function fallback(validity: Validity): PolicyRule {
  return { name: 'default', when: {}, actions: validity === 'inactive' ? [] : ['alert', 'fail'] };
}
