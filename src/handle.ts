// What comes after a find: is the key alive, what is to be done about it, and doing that. Loaded only when there is one.
import type { Finding } from './core/match.ts';
import type { Rotations } from './core/rotation.ts';
import { timestamp } from './core/runtime.ts';
import type { Fingerprint } from './core/secret.ts';
import type { Store } from './core/store.ts';
import { maskKeys } from './core/text.ts';
import type { Verdict } from './core/verdict.ts';
import { type Plan, repositoryOf } from './pipeline.ts';
import { type Handled, reportFinding } from './report/build.ts';
import type { HostCheck } from './respond/breaker.ts';
import { markAccepted } from './respond/accepted.ts';
import { type UsesBefore, asksAboutUse, usesBefore } from './respond/last-use.ts';
import { remembered } from './respond/remembered.ts';
import { respond } from './respond/respond.ts';
import { judge } from './verify/verdict-table.ts';
import { verdictOf, verifyFindings } from './verify/verify-findings.ts';

type OpenState = () => Promise<Store & Rotations>;

/** Verifies, decides, responds. */
export async function handle(found: Finding[], plan: Plan): Promise<Handled[]> {
  const foundAt = timestamp(plan.clock);
  const hostChecks: HostCheck[] = [];
  const state = openOnce(found, plan);
  const store = isAsked(plan) ? null : await state?.().catch(() => null);
  const findings = store ? await markAccepted(found, store, foundAt.slice(0, 10), plan.log) : found;
  const known = await recall(findings, state, plan);
  const fresh = findings.filter(({ fingerprint }) => !known.has(fingerprint));
  const uses = await lookBefore(
    findings.filter(({ fingerprint }) => known.get(fingerprint)?.validity !== 'inactive'),
    state,
    plan,
  );
  const asked = await verifyFindings(fresh, plan, (environment, clean, why) =>
    hostChecks.push({ environment, clean, at: timestamp(plan.clock), why }),
  );
  const verdicts = new Map([...known, ...asked]);
  const items = findings.map((finding) => ({ finding, verdict: verdictOf(finding, verdicts) }));
  return respondTo(items, { foundAt, hostChecks, uses }, state, plan);
}

/** The state, for runs that act on what they find; null for others, which never pay for it. */
function openOnce(findings: Finding[], plan: Plan): OpenState | null {
  if (findings.length === 0 || !(plan.armed || plan.alerters.length > 0)) return null;
  let opened: ReturnType<OpenState> | null = null;
  return () => (opened ??= plan.openStore());
}

/** Who asks about a key by hand wants to know it from Anton, and about that very key. */
function isAsked({ subject, isOrder }: Plan): boolean {
  return 'finding' in subject || isOrder === true;
}

async function recall(
  findings: Finding[],
  state: OpenState | null,
  plan: Plan,
): Promise<Map<Fingerprint, Verdict>> {
  const { hosts, armed, clock, log } = plan;
  const store = isAsked(plan) || plan.api === null ? null : await state?.().catch(() => null);
  return store ? remembered(findings, store, { hosts, armed, log, clock }) : new Map();
}

/** What a policy that asks about the last use has to know before a key is presented; null for any other. */
async function lookBefore(
  findings: Finding[],
  state: OpenState | null,
  { api, policy, managementKeys }: Plan,
): Promise<UsesBefore | null> {
  if (api === null || state === null || !asksAboutUse(policy)) return null;
  return usesBefore(new Set(findings.map(({ rule }) => rule.environment)), api, managementKeys);
}

/** Decides for every finding; revokes and tells where that is wanted. The state is opened only if so. */
async function respondTo(
  items: { finding: Finding; verdict: Verdict }[],
  seen: { foundAt: string; hostChecks: HostCheck[]; uses: UsesBefore | null },
  openStore: OpenState | null,
  plan: Plan,
): Promise<Handled[]> {
  const responses = await respond({
    ...plan,
    items,
    ...seen,
    // Foreign text that alerts show: a branch may be named after a key.
    target: maskKeys(plan.subject.target),
    api: plan.api,
    judge: (answer) => judge(answer, true).validity,
    openStore,
    async rotator() {
      const { leakRotator } = await import('./leak-rotator.ts');
      if (plan.api === null || openStore === null) throw new Error('only an armed run rotates keys');
      return leakRotator(plan, plan.api, await openStore());
    },
    describe: ({ finding, verdict }, response) =>
      reportFinding({ finding, verdict, ...response }, plan.subject.name, repositoryOf(plan.subject)),
  });
  return items.flatMap(({ finding, verdict }) => {
    const response = responses.get(finding.fingerprint);
    return response === undefined ? [] : [{ finding, verdict, ...response }];
  });
}
