// Tells each channel about one finding: once, and again only when something happened since.
import type { Alert, Alerter } from '../core/alerter.ts';
import { messageOf } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Intent, NewIntent, Store } from '../core/store.ts';
import { conclude, intend } from './acts.ts';
import { payloadOf, saidIn } from './alert-payload.ts';
import { isBack, saysMore } from './alert-state.ts';

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
  /** The key is proven dead. */
  isDead: boolean;
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
  const payload = payloadOf(about);
  const act = { fingerprint: about.fingerprint, action: 'alert', target: channel, payload } as const;
  let intent: Intent | null = null;
  try {
    if (store) {
      let telling = await tellingOf(store, about, alerter, occasion);
      if (telling === 'due') {
        const begun = await intend(store, clock, act);
        if (begun.kind === 'intended') ({ intent } = begun);
        // Asked again under the intent, which no other run can hold now.
        telling = await tellingOf(store, about, alerter, occasion);
      } else intent = await abandoned(store, clock, act);
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

/** The intent of a run that was cut off in an alert which need not be told any more. */
async function abandoned(store: Store, clock: Clock, act: Omit<NewIntent, 'at'>): Promise<Intent | null> {
  const open = await store.open(act.fingerprint);
  if (!open.some((each) => each.action === 'alert' && each.target === act.target)) return null;
  const intended = await store.intend({ ...act, at: timestamp(clock) });
  return intended.kind === 'intended' ? intended.intent : null;
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
 * Told once, and again when there is more to say, or when a key that was told dead works. A dead key that policy is silent about still has to be told of when an
 * earlier run revoked it, or told of it alive, and was cut off before it could tell the end.
 */
async function tellingOf(store: Store, about: Alert, alerter: Alerter, occasion: Occasion): Promise<Telling> {
  const { fingerprint } = about;
  const { channel } = alerter;
  const told = await store.last(fingerprint, 'alert', channel, 'alerted');
  if (told) {
    const before = saidIn(told.payload);
    const isDue = saysMore(about.finding, before);
    if (occasion.wanted) return isDue ? 'due' : 'done';
    return (isDue && occasion.isDead) || isBack(about.finding, before) ? 'due' : 'none';
  }
  if (occasion.wanted) return 'due';
  const open = await store.open(fingerprint);
  if (open.some((each) => each.action === 'alert' && each.target === channel)) return 'due';
  // However it ended for the run that tried: a revoke of ours may have worked later than that.
  if (!occasion.isDead) return 'none';
  if (await store.last(fingerprint, 'revoke', null, null)) return 'due';
  // A state that knows nothing may be a new one: machines of CI are thrown away after each run.
  return (await alerter.isBehind?.(about)) === true ? 'due' : 'none';
}
