// Which listed key is the leaked one? The API never shows a key again, and revoking the wrong one stops somebody's
// payouts for good: so only proof counts, and everything else is `ambiguous`.
import type { AntonApi, ListedKey } from '../core/anton-api.ts';
import type { Inventory, InventoryEntry } from '../core/inventory.ts';
import type { IdentifiedKey } from '../core/outcome.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import { answerText } from './answer-text.ts';
import { probe } from './probe.ts';

/** `why` is a clause for people, without a full stop. */
export type Identification =
  | { kind: 'identified'; key: IdentifiedKey }
  | { kind: 'ambiguous'; why: string }
  | { kind: 'failed'; why: string };

export interface IdentifyDeps {
  api: AntonApi;
  clock: Clock;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Another key of the same merchant that can watch the list without using the leaked one, if there is one. */
  observer: Secret | null;
  /** The key was made before this, in ms since the epoch: whoever found it has seen it. */
  knownSince: number;
  /** Our own list of keys, if there is one. */
  inventory?: Pick<Inventory, 'known' | 'inventory'>;
  /** What an earlier run told apart with certainty, and began to revoke. */
  earlier?: Pick<IdentifiedKey, 'id' | 'matchedBy'> | null;
}

/** A list may be as old as this, so that it lacks keys made since. */
const staleListMs = 60_000;
/**
 * A key that expired or was revoked longer ago than this is not the leaked one, which works; the margin is for wrong clocks,
 * and for a revocation that is listed before it is felt.
 */
const endMarginMs = 24 * 3600 * 1000;

/**
 * Lists with the leaked key itself, so that the merchant is certain; then tries the ways of `IdentifiedKey.matchedBy`
 * in the order inventory, masked-suffix, sole-key, last-used-probe. A listed suffix that doesn't fit always rules a key out, and
 * so does an inventory that knows it as another one.
 */
export async function identify(
  leaked: Secret,
  environment: Environment,
  deps: IdentifyDeps,
): Promise<Identification> {
  const first = await look(leaked, environment, deps);
  if (first.kind !== 'identified' || first.key.id === deps.earlier?.id || first.key.matchedBy !== 'sole-key')
    return first;
  const listable = deps.knownSince + staleListMs;
  if (deps.clock.now() >= listable) return first;

  // A list that is older than the leaked key shows another one alone. Only that key's own uses, or time, tell.
  const proof = await probe(leaked, environment, [first.key.id], deps);
  if (proof.kind === 'found')
    return { kind: 'identified', key: { ...first.key, matchedBy: 'last-used-probe' } };
  await deps.clock.sleep(listable - deps.clock.now());
  return look(leaked, environment, deps);
}

async function look(leaked: Secret, environment: Environment, deps: IdentifyDeps): Promise<Identification> {
  const listing = await deps.api.listKeys(leaked, environment);
  if (!listing.ok)
    return { kind: 'failed', why: `its keys could not be listed (${answerText(listing.answer)})` };

  const usable = listing.keys.filter((key) => isUsable(key, environment, deps.clock.now()));
  const last = lastCharacters(leaked);
  const plausible = usable.filter((key) => key.suffix === null || suffixFits(key.suffix, last));
  const { earlier } = deps;
  const entry = await entryOf(leaked, deps);
  if (entry) {
    const known = plausible.find((key) => key.id === entry.keyId);
    // Else somebody is wrong, and nobody knows who.
    if (known && (earlier ?? known).id === known.id) return identified(known, 'inventory');
    const but = known ? `and an earlier run that it is key ${earlier?.id}` : "which it can't be";
    return { kind: 'ambiguous', why: `the inventory says that it is key ${entry.keyId}, ${but}` };
  }
  const elsewhere = await idsOfOthers(leaked, environment, deps);
  const left = plausible.filter((key) => !elsewhere.has(key.id));
  const again = earlier ? listing.keys.find((key) => key.id === earlier.id) : undefined;
  if (earlier && again && !elsewhere.has(again.id)) return identified(again, earlier.matchedBy);

  if (plausible.length === 0)
    return { kind: 'ambiguous', why: `none of the ${listing.keys.length} listed keys can be it` };
  const [first, ...others] = left;
  if (!first || again)
    return { kind: 'ambiguous', why: 'the inventory knows the key that it should be as another one' };

  const allHaveSuffixes = last !== '' && usable.every((key) => key.suffix !== null);
  if (allHaveSuffixes && plausible.length === 1) return identified(first, 'masked-suffix');
  if (others.length === 0 && usable.every((key) => key === first || elsewhere.has(key.id)))
    return identified(first, 'sole-key');

  const result = await probe(
    leaked,
    environment,
    left.map((key) => key.id),
    deps,
  );
  if (result.kind !== 'found') return result;
  const found = left.find((key) => key.id === result.id);
  return found
    ? identified(found, 'last-used-probe')
    : { kind: 'ambiguous', why: 'the list of keys changed' };
}

/** An inventory that can't be read is none: the other ways are as good. */
async function entryOf(leaked: Secret, deps: IdentifyDeps): Promise<InventoryEntry | null> {
  try {
    return (await deps.inventory?.known(leaked.fingerprint)) ?? null;
  } catch {
    return null;
  }
}

/** Listed keys that the inventory knows as other ones. Where it contradicts itself it rules nothing out. */
async function idsOfOthers(
  leaked: Secret,
  environment: Environment,
  deps: IdentifyDeps,
): Promise<ReadonlySet<string>> {
  const entries = (await deps.inventory?.inventory(environment).catch(() => [])) ?? [];
  const owners = new Map<string, Set<string>>();
  for (const { keyId, fingerprint } of entries) {
    owners.set(keyId, (owners.get(keyId) ?? new Set()).add(fingerprint));
  }
  const certain = [...owners].filter(([, each]) => each.size === 1 && !each.has(leaked.fingerprint));
  return new Set(certain.map(([id]) => id));
}

function identified({ id, name }: ListedKey, matchedBy: IdentifiedKey['matchedBy']): Identification {
  return { kind: 'identified', key: { id, name, matchedBy } };
}

/** False only for keys that certainly don't work: the leaked one has just been used. */
function isUsable(key: ListedKey, environment: Environment, now: number): boolean {
  if (key.environment !== environment) return false;
  return [key.revokedAt, key.expiresAt].every(
    (end) => end === null || !(Date.parse(end) < now - endMarginMs),
  );
}

/** The last 4 characters of a key, or nothing when it is too short to show them. */
function lastCharacters(key: Secret): string {
  return key.redacted.slice(key.redacted.lastIndexOf('*') + 1);
}

/** The API may show more or fewer characters than we do (documented: 4); what both show must agree. */
function suffixFits(suffix: string, last: string): boolean {
  const shown = suffix.replace(/^\*+/, '');
  return shown.endsWith(last) || last.endsWith(shown);
}
