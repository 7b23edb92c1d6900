// An alert as the store keeps it: so that it can be told without a scan, and so that it is known what people were told.
import type { Alert } from '../core/alerter.ts';
import { maskKeys } from '../core/text.ts';
import { saidBy } from './alert-state.ts';
import type { Said } from './alert-state.ts';

/** More places than an alert shows need not be kept. */
const mostPlaces = 60;

export function payloadOf(alert: Alert): string {
  const { finding } = alert;
  const kept = { ...alert, finding: { ...finding, matches: finding.matches.slice(0, mostPlaces) } };
  return maskKeys(JSON.stringify(kept));
}

/** Null for what is no alert. */
export function alertFrom(payload: string | null): Alert | null {
  if (payload === null) return null;
  try {
    const value = JSON.parse(payload) as Partial<Alert> | null;
    return value?.finding?.verdict && Array.isArray(value.finding.outcomes) ? (value as Alert) : null;
  } catch {
    return null;
  }
}

/** What people were told; where that is not known, as little as possible, so that they are told again. */
export function saidIn(payload: string | null): Said {
  const alert = alertFrom(payload);
  return alert ? saidBy(alert.finding) : { state: 'unverified', asOf: null };
}
