// Which findings Anton is asked about, and what is said of the others.
import type { AntonApi } from '../core/anton-api.ts';
import { type Finding, isAskable } from '../core/match.ts';
import type { Fingerprint } from '../core/secret.ts';
import { type Verdict, unverified } from '../core/verdict.ts';
import { type VerifyOptions, verifyKeys } from './verify.ts';

/** One verdict for each key that can be asked about; none when `api` is null. */
export async function verifyFindings(
  findings: readonly Finding[],
  { api, ...options }: VerifyOptions & { api: AntonApi | null },
  onControl: NonNullable<VerifyOptions['onControl']>,
): Promise<Map<Fingerprint, Verdict>> {
  const keys = findings.filter(isAskable);
  if (api === null || keys.length === 0) return new Map();
  const asked = keys.map(({ secret, rule }) => ({ secret, environment: rule.environment }));
  return verifyKeys(asked, api, { ...options, onControl });
}

/** What is known of a key: its verdict or, for one that was not asked about, why it was not. */
export function verdictOf(
  { fingerprint, rule, vendor }: Finding,
  verdicts: ReadonlyMap<Fingerprint, Verdict>,
): Verdict {
  const verdict = verdicts.get(fingerprint);
  if (verdict !== undefined) return verdict;
  if (vendor !== null) return unverified(`It stands among words of ${vendor}, so it was not sent to Anton.`);
  if (rule.verification === 'none')
    return unverified('The API can not be asked about it: look it up in the portal.');
  return unverified('This run is offline.');
}
