// Tells each channel about one finding: once, and again only when something happened since.
import type { Alert, Alerter } from '../core/alerter.ts';
import { messageOf } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Intent, Store } from '../core/store.ts';
import { conclude, intend } from './acts.ts';

export interface AlertDeps {
  /** Null when it can't be used: people are told all the same, as alerters find their earlier alert by themselves. */
  store: Store | null;
  alerters: readonly Alerter[];
  clock: Clock;
  log: Log;
}

/** Why a channel may have to be told. */
export interface Occasion {
  /** The decision says alert, or this run revoked or settled something. */
  wanted: boolean;
  /** When the key was proven dead, if it was: alerts older than this are out of date. ISO 8601. */
  deadAt: string | null;
}

type Telling = 'due' | 'done' | 'none';

/** One outcome per channel that had to be told, in the order of the channels. Never throws for a failing channel. */
export async function alert(about: Alert, occasion: Occasion, deps: AlertDeps): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const alerter of deps.alerters) {
    const outcome = await alertChannel(about, occasion, alerter, deps);
    if (outcome) outcomes.push(outcome);
  }
  return outcomes;
}

async function alertChannel(
  about: Alert,
  occasion: Occasion,
  alerter: Alerter,
  deps: AlertDeps,
): Promise<Outcome | null> {
  const { store, clock, log } = deps;
  const { channel } = alerter;
  const act = { fingerprint: about.fingerprint, action: 'alert', target: channel } as const;
  let intent: Intent | null = null;
  try {
    if (store) {
      let telling = await tellingOf(store, act.fingerprint, channel, occasion);
      if (telling === 'due') {
        const intended = await intend(store, clock, act);
        if (intended.kind === 'intended') ({ intent } = intended);
        // Asked again under the intent, which no other run can hold now.
        telling = await tellingOf(store, act.fingerprint, channel, occasion);
      }
      if (telling !== 'due') {
        const earlier = await store.last(act.fingerprint, 'alert', channel, 'alerted');
        const detail = `${channel}: told at ${earlier?.at ?? 'an earlier run'}, ${earlier?.detail ?? ''}`;
        const at = timestamp(clock);
        if (intent) await conclude(store, log, intent.id, 'already-alerted', at, detail);
        return telling === 'none' ? null : { action: 'alert', result: 'already-alerted', at, detail };
      }
    } else if (!occasion.wanted) return null;
  } catch (error) {
    log.warn('the state can not be used; the alert is sent all the same', {
      channel,
      reason: messageOf(error),
    });
  }
  return tell(about, alerter, intent, deps);
}

async function tell(
  about: Alert,
  alerter: Alerter,
  intent: Intent | null,
  deps: AlertDeps,
): Promise<Outcome> {
  let result: 'alerted' | 'failed' = 'alerted';
  let detail: string;
  try {
    detail = (await alerter.tell(about)).where;
  } catch (error) {
    result = 'failed';
    detail = messageOf(error);
  }
  const at = timestamp(deps.clock);
  if (intent && deps.store) await conclude(deps.store, deps.log, intent.id, result, at, detail);
  return { action: 'alert', result, at, detail: `${alerter.channel}: ${detail}` };
}

/**
 * A dead key that policy is silent about still has to be told of when an earlier run revoked it, or told of it alive,
 * and was cut off before it could tell the end.
 */
async function tellingOf(
  store: Store,
  fingerprint: Fingerprint,
  channel: string,
  occasion: Occasion,
): Promise<Telling> {
  const told = await store.last(fingerprint, 'alert', channel, 'alerted');
  const outdated = told !== null && occasion.deadAt !== null && told.at < occasion.deadAt;
  if (occasion.wanted) return told && !outdated ? 'done' : 'due';
  if (occasion.deadAt === null) return 'none';
  if (told) return outdated ? 'due' : 'none';
  if (await store.last(fingerprint, 'revoke', null, 'revoked')) return 'due';
  const open = await store.open(fingerprint);
  return open.some((each) => each.action === 'alert' && each.target === channel) ? 'due' : 'none';
}
