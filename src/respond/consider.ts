// What is known about a finding is put on record, and by that policy decides. Nothing is done about it yet.
import { messageOf } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { judgeReturn } from './breaker.ts';
import { markDead } from './case.ts';
import type { Case, RespondInput, Verified } from './case.ts';
import { decide, isSuppressed } from './decide.ts';
import type { Question } from './decide.ts';
import { lastUseOf } from './last-use.ts';
import { placesOf } from './places.ts';
import { sightingOf } from './sighting.ts';

/** Never throws for a store that fails: without one, what it would know is unknown. */
export async function consider(item: Verified, store: Store | null, input: RespondInput): Promise<Case> {
  const { finding, verdict } = item;
  const { environment } = finding.rule;
  const question = (firstSeenAt: string | null, lastUsedAt: string | null): Question => ({
    environment,
    verdict,
    policy: input.policy,
    armed: input.armed,
    suppressed: isSuppressed(finding, verdict.validity),
    facts: {
      rule: finding.rule.id,
      places: placesOf(finding, input.setting.branch),
      visibility: input.setting.visibility,
      firstSeen: firstSeenAt === null ? null : Date.parse(firstSeenAt),
      lastUsed: lastUsedAt === null ? null : Date.parse(lastUsedAt),
      now: input.clock.now(),
      fitsGlob: input.setting.fitsGlob,
    },
  });
  const decision = decide(question(null, null));
  const response = { decision, key: null, outcomes: [], firstSeenAt: input.foundAt, exposedForMs: null };
  const begun: Case = { ...item, response, deadAt: null, news: false };
  if (!store) return begun;
  try {
    const { fingerprint } = finding;
    const use = input.uses ? await lastUse(item, store, input) : null;
    const about = { ...input.setting, ...(use && { lastUsedAt: use.kept }) };
    const incident = await store.sight(sightingOf(finding, input.target, input.foundAt, about));
    begun.response.firstSeenAt = incident.firstSeenAt;
    begun.response.decision = decide(question(incident.firstSeenAt, use?.known ?? null));
    begun.deadAt = incident.deadAt;
    const was = await store.learn(fingerprint, input.hosts[environment], verdict);
    await judgeReturn(was, item, store, input.clock);
    if (worksAfter(verdict, begun.deadAt)) begun.deadAt = null;
    if (verdict.validity === 'inactive') {
      // Dead at first sight, it may have been so for years: the same time for both says that no exposure is known.
      const isNew = incident.firstSeenAt === input.foundAt;
      await markDead(begun, isNew ? input.foundAt : (verdict.checkedAt ?? input.foundAt), store, input.log);
    }
  } catch (error) {
    input.log.warn('a finding could not be recorded', { reason: messageOf(error) });
  }
  return begun;
}

function worksAfter({ validity, checkedAt }: Verdict, deadAt: string | null): boolean {
  if (validity !== 'active' || deadAt === null || checkedAt === null) return false;
  return Date.parse(checkedAt) > Date.parse(deadAt);
}

/** `known` decides; `kept` is the latest that was ever known, for a later run that finds nothing but its own traces. */
async function lastUse(
  item: Verified,
  store: Store,
  input: RespondInput,
): Promise<{ known: string | null; kept: string | null }> {
  const { secret, fingerprint, rule } = item.finding;
  const memory = await store.recall(fingerprint);
  const { api, uses } = input;
  const knownSince = Date.parse(memory?.incident.firstSeenAt ?? input.foundAt);
  const leaked = { secret, environment: rule.environment };
  // Only a key that works can be told apart.
  const isAsked = item.verdict.validity === 'active' && api && uses;
  const known = isAsked ? await lastUseOf(leaked, memory, { ...input, api, store, uses, knownSince }) : null;
  return { known, kept: known ?? memory?.about?.lastUsedAt ?? null };
}
