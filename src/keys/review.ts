// What ought to be done about a merchant's keys, by the practice that Anton preaches: rotate, separate, revoke what is
// unused or unrecognised. Pure.
import type { ListedKey } from '../core/anton-api.ts';

/** Milliseconds. */
export interface ReviewLimits {
  maxAge: number;
  unusedFor: number;
  expiresWithin: number;
}

/** A listed key that has not been revoked and has not expired, and whether our inventory has it. */
export interface WorkingKey {
  key: ListedKey;
  known: boolean;
}

export type AdviceKind = 'unused' | 'old' | 'unrecognised' | 'expiring' | 'development-name';

/** One thing to do. `why` is a clause and `todo` a sentence, for people; neither holds foreign text. */
export interface Advice {
  kind: AdviceKind;
  why: string;
  todo: string;
}

const developmentWords = new Set([
  'demo',
  'dev',
  'develop',
  'development',
  'debug',
  'example',
  'laptop',
  'local',
  'localhost',
  'playground',
  'poc',
  'qa',
  'sandbox',
  'stage',
  'staging',
  'temp',
  'test',
  'testing',
  'tests',
  'tmp',
  'trial',
]);

/** The keys that work, as far as a list can tell. @param knownIds key ids in our inventory. */
export function workingKeys(
  keys: readonly ListedKey[],
  knownIds: ReadonlySet<string>,
  now: number,
): WorkingKey[] {
  return keys
    .filter(({ revokedAt, expiresAt }) => revokedAt === null && !(ageOf(expiresAt, now) >= 0))
    .map((key) => ({ key, known: knownIds.has(key.id) }));
}

/** In the order of `AdviceKind`; a time that the API does not give says nothing. */
export function review({ key, known }: WorkingKey, limits: ReviewLimits, now: number): Advice[] {
  const advice: Advice[] = [];
  const days = (ms: number) => `${Math.floor(ms / 86_400_000)} days`;
  const idle = ageOf(key.lastUsedAt ?? key.createdAt, now);
  const age = ageOf(key.createdAt, now);
  const left = -ageOf(key.expiresAt, now);
  const portal = 'revoke it in the portal (Settings > API Keys)';
  if (idle >= limits.unusedFor) {
    const why = key.lastUsedAt === null ? `never used in ${days(idle)}` : `last used ${days(idle)} ago`;
    advice.push({ kind: 'unused', why, todo: `If nothing needs it, ${portal}.` });
  }
  if (age >= limits.maxAge)
    advice.push({ kind: 'old', why: `made ${days(age)} ago`, todo: 'Rotate it with `akguard rotate`.' });
  if (!known) {
    const todo = `Find out whose it is: then \`akguard keys register\`, or ${portal}.`;
    advice.push({ kind: 'unrecognised', why: 'not in the inventory', todo });
  }
  if (left <= limits.expiresWithin) {
    const todo = 'Rotate it with `akguard rotate` before it stops working.';
    advice.push({ kind: 'expiring', why: `expires in ${days(Math.max(0, left))}`, todo });
  }
  if (key.environment === 'live' && hasDevelopmentName(key.name)) {
    const todo = `Use a test key there, and ${portal}.`;
    advice.push({ kind: 'development-name', why: 'a live key named as for development', todo });
  }
  return advice;
}

/** Words are parted by anything that is no letter, and by a capital after a small letter. */
function hasDevelopmentName(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => developmentWords.has(word));
}

/** Milliseconds since a time; NaN for null, which is neither more nor less than anything. */
function ageOf(time: string | null, now: number): number {
  return time === null ? NaN : now - Date.parse(time);
}
