// The store in memory, for simulations by the hundred thousand: a `Disk` outlives the runs that open it. It passes the
// same contract tests as SQLite does (contract.ts), which is what makes it worth simulating with.
import { hourMs, whyStopped } from '../../src/core/breaker.ts';
import type { OpenBreaker } from '../../src/core/breaker.ts';
import type { Rotation, StepRecord } from '../../src/core/rotation.ts';
import { LedgerCheck, nextLine, noLines } from '../../src/core/ledger.ts';
import type { LedgerEntry, LedgerEvent, LedgerHead } from '../../src/core/ledger.ts';
import type { InventoryEntry } from '../../src/core/inventory.ts';
import type { AcceptedKey, Order } from '../../src/core/order.ts';
import type { AlertResult, RevokeResult } from '../../src/core/outcome.ts';
import { claimLeaseMs } from '../../src/core/store.ts';
import type { About, Incident, Intended, Intent, OpenAct, Store } from '../../src/core/store.ts';
import { maskKeys } from '../../src/core/text.ts';
import type { Validity, Verdict } from '../../src/core/verdict.ts';

interface Act extends Intent {
  owner: string;
  result: RevokeResult | AlertResult | null;
  concludedAt: string | null;
  detail: string | null;
  payload: string | null;
}

/** What is there after a crash. */
export class Disk {
  readonly incidents = new Map<string, Incident>();
  readonly abouts = new Map<string, About>();
  /** By fingerprint, then by host. */
  readonly verdicts = new Map<string, Map<string, Verdict>>();
  readonly acts: Act[] = [];
  readonly claims = new Map<string, { owner: string; at: string }>();
  breakers: OpenBreaker[] = [];
  resetAt = '';
  readonly inventory = new Map<string, InventoryEntry>();
  readonly accepted = new Map<string, AcceptedKey>();
  readonly ledger: LedgerEntry[] = [];
  head: LedgerHead = noLines;
  readonly rotations: HeldRotation[] = [];
  /** The id of a step is its place, from 1. */
  readonly steps: (StepRecord & { rotation: number })[] = [];

  record(event: LedgerEvent, by: string): void {
    const data = JSON.parse(maskKeys(JSON.stringify(event.data))) as LedgerEvent['data'];
    const line = nextLine(this.head, { ...event, data }, by);
    this.ledger.push(line);
    this.head = { count: line.seq, hash: line.hash };
  }

  /** Keys whose revoke was begun within the hour before, by scans and by rotations; `but` is not counted. */
  inLastHour(
    at: string,
    but: { fingerprint: string | null; keyId: string; oldKeyId?: string } | null,
  ): number {
    const hourAgo = new Date(Date.parse(at) - hourMs).toISOString();
    const since = this.resetAt > hourAgo ? this.resetAt : hourAgo;
    const acts = this.acts.filter((act) => act.action === 'revoke' && act.at > since);
    const others = acts.filter((act) =>
      but?.fingerprint == null
        ? act.target !== but?.keyId && act.target !== but?.oldKeyId
        : act.fingerprint !== but.fingerprint,
    );
    const targets = this.steps
      .filter(({ step, at: begun }) => step === 'revoke' && begun > since)
      .map(({ target }) => target)
      .filter((target) => target !== but?.keyId && !acts.some((act) => act.target === target));
    return new Set(others.map((act) => act.fingerprint)).size + new Set(targets).size;
  }
}

/** `touchedAt`: when its run last said that it is at it. */
interface HeldRotation extends Rotation {
  owner: string;
  touchedAt: string;
  result: 'rotated' | 'taken-back' | null;
}

type Args<Method extends keyof Store> = Parameters<Store[Method]>;

export interface MemoryOptions {
  owner: string;
  by: string;
  /** Whether the run that holds an intent of this age may still be at it. */
  maybeAtWork(owner: string, ageMs: number, leaseMs?: number): boolean;
}

export class MemoryStore implements Store {
  readonly #disk: Disk;
  readonly #options: MemoryOptions;

  constructor(disk: Disk, options: MemoryOptions) {
    this.#disk = disk;
    this.#options = options;
  }

  async sight(...[sighting]: Args<'sight'>): Promise<Incident> {
    const { fingerprint, environment, redacted, firstSeenAt } = sighting;
    const known = this.#disk.incidents.get(fingerprint);
    this.#disk.abouts.set(fingerprint, JSON.parse(maskKeys(JSON.stringify(sighting.about))) as About);
    if (known) return { ...known };
    const incident = { fingerprint, environment, redacted, firstSeenAt, deadAt: null };
    this.#disk.incidents.set(fingerprint, incident);
    const { rule, target, leakedAt, leakedBy, places } = sighting;
    const data = { environment, redacted, rule, target, leaked_at: leakedAt, leaked_by: leakedBy, places };
    this.#record({ at: firstSeenAt, kind: 'found', fingerprint, data });
    return { ...incident };
  }

  async died(...[fingerprint, at]: Args<'died'>): Promise<void> {
    const incident = this.#disk.incidents.get(fingerprint);
    if (!incident || incident.deadAt !== null) return;
    incident.deadAt = at;
    this.#record({ at, kind: 'dead', fingerprint, data: {} });
  }

  async learn(...[fingerprint, host, verdict]: Args<'learn'>): Promise<Validity | null> {
    this.#mustKnow(fingerprint);
    const { validity, reason, checkedAt, status, code, requestId } = verdict;
    const verdicts = this.#disk.verdicts.get(fingerprint) ?? new Map<string, Verdict>();
    this.#disk.verdicts.set(fingerprint, verdicts);
    const before = verdicts.get(host);
    const was = before?.validity ?? null;
    if (checkedAt === null || (was === 'inactive' && validity === 'unknown')) return was;
    if (was === 'inactive' && validity === 'active' && checkedAt <= (before?.checkedAt ?? '')) return null;
    verdicts.set(host, { ...verdict });
    if (was !== validity) {
      const data = { validity, was, host, reason, status, code, request_id: requestId };
      this.#record({ at: checkedAt, kind: 'verdict', fingerprint, data });
    }
    const incident = this.#disk.incidents.get(fingerprint);
    if (validity === 'active' && incident && incident.deadAt !== null && checkedAt > incident.deadAt) {
      const { deadAt } = incident;
      incident.deadAt = null;
      this.#record({ at: checkedAt, kind: 'alive', fingerprint, data: { dead_at: deadAt } });
    }
    return was;
  }

  async recall(...[fingerprint]: Args<'recall'>): ReturnType<Store['recall']> {
    const incident = this.#disk.incidents.get(fingerprint);
    if (!incident) return null;
    const about = this.#disk.abouts.get(fingerprint) ?? null;
    return { incident: { ...incident }, about, verdicts: new Map(this.#disk.verdicts.get(fingerprint)) };
  }

  async intend(...[{ payload, ...intent }, gate]: Args<'intend'>): Promise<Intended> {
    const { fingerprint, action, target, at } = intent;
    this.#mustKnow(fingerprint);
    if (gate) {
      const why = whyStopped(
        gate,
        this.#disk.breakers,
        this.#disk.inLastHour(at, { fingerprint, keyId: target }),
      );
      if (why !== null) return { kind: 'stopped', why };
    }
    const { owner } = this.#options;
    const held = this.#disk.acts.find(
      (act) =>
        act.result === null &&
        act.fingerprint === fingerprint &&
        act.action === action &&
        act.target === target,
    );
    if (!held) {
      const id = this.#disk.acts.length + 1;
      this.#disk.acts.push({
        ...intent,
        id,
        owner,
        result: null,
        concludedAt: null,
        detail: null,
        payload: payload ?? null,
      });
      this.#record({ at, kind: 'intent', fingerprint, data: { act: id, action, target, taken_from: null } });
      return { kind: 'intended', intent: { id, ...intent }, taken: false };
    }
    const age = Date.parse(at) - Date.parse(held.at);
    if (held.owner !== owner && this.#options.maybeAtWork(held.owner, age)) return { kind: 'busy' };
    const data = { act: held.id, action, target, taken_from: held.owner };
    Object.assign(held, { owner, at, payload: payload ?? null });
    this.#record({ at, kind: 'intent', fingerprint, data });
    return { kind: 'intended', intent: { id: held.id, ...intent }, taken: true };
  }

  async claim(...[fingerprint, at]: Args<'claim'>): Promise<boolean> {
    const held = this.#disk.claims.get(fingerprint);
    const age = held ? Date.parse(at) - Date.parse(held.at) : 0;
    const { owner, maybeAtWork } = this.#options;
    if (held && held.owner !== owner && maybeAtWork(held.owner, age, claimLeaseMs)) return false;
    this.#disk.claims.set(fingerprint, { owner, at });
    return true;
  }

  async release(...[fingerprint]: Args<'release'>): Promise<void> {
    if (this.#disk.claims.get(fingerprint)?.owner === this.#options.owner)
      this.#disk.claims.delete(fingerprint);
  }

  async conclude(...[id, result, at, detail]: Args<'conclude'>): Promise<void> {
    const act = this.#disk.acts.find((each) => each.id === id && each.result === null);
    if (!act) return;
    if (result !== 'unconfirmed') Object.assign(act, { result, concludedAt: at, detail });
    const { fingerprint, action, target } = act;
    this.#record({ at, kind: 'outcome', fingerprint, data: { act: id, action, target, result, detail } });
  }

  async withhold(...[fingerprint, at, result, why]: Args<'withhold'>): Promise<void> {
    this.#record({ at, kind: 'withheld', fingerprint, data: { action: 'revoke', result, why } });
  }

  async open(...[fingerprint]: Args<'open'>): Promise<OpenAct[]> {
    return this.#disk.acts
      .filter((act) => act.result === null && (fingerprint === undefined || act.fingerprint === fingerprint))
      .map(({ id, fingerprint: of, action, target, at, payload }) => ({
        id,
        fingerprint: of,
        action,
        target,
        at,
        payload,
      }));
  }

  async owed(): Promise<OpenAct[]> {
    const { acts } = this.#disk;
    const isLast = (act: Act) =>
      !acts.some(
        (later) =>
          later.id > act.id &&
          later.fingerprint === act.fingerprint &&
          later.action === act.action &&
          later.target === act.target,
      );
    return acts
      .filter((act) => act.action === 'alert' && act.result === 'failed' && isLast(act))
      .map(({ id, fingerprint, action, target, at, payload }) => ({
        id,
        fingerprint,
        action,
        target,
        at,
        payload,
      }));
  }

  async last(...[fingerprint, action, target, result]: Args<'last'>): ReturnType<Store['last']> {
    const [latest] = this.#disk.acts
      .filter(
        (act) =>
          act.fingerprint === fingerprint &&
          act.action === action &&
          act.result !== null &&
          (result === null || act.result === result) &&
          (target === null || act.target === target),
      )
      .toSorted((a, b) => compare(b.concludedAt ?? '', a.concludedAt ?? '') || b.id - a.id);
    if (!latest) return null;
    const { concludedAt, detail, target: of, payload } = latest;
    return { at: concludedAt ?? '', detail: detail ?? '', target: of, payload };
  }

  async trip(...[breaker]: Args<'trip'>): Promise<void> {
    const { cause, environment, openedAt: at, why } = breaker;
    const isOpen = this.#disk.breakers.some(
      (each) => each.cause === cause && each.environment === environment,
    );
    if (isOpen) return;
    this.#disk.breakers.push({ ...breaker });
    this.#record({
      at,
      kind: 'breaker',
      fingerprint: null,
      data: { move: 'opened', cause, environment, why },
    });
  }

  async mend(...[environment, at]: Args<'mend'>): Promise<void> {
    const mended = this.#disk.breakers.filter(
      (each) =>
        each.environment === environment &&
        (each.cause === 'control' || each.cause === 'answers') &&
        each.openedAt < at,
    );
    this.#disk.breakers = this.#disk.breakers.filter((each) => !mended.includes(each));
    for (const { cause } of mended.toSorted((a, b) => compare(a.cause, b.cause))) {
      const data = { move: 'closed', cause, environment, why: 'the host is in order again' };
      this.#record({ at, kind: 'breaker', fingerprint: null, data });
    }
  }

  async reset(...[at]: Args<'reset'>): Promise<void> {
    this.#disk.breakers = [];
    this.#disk.resetAt = at;
    const data = { move: 'reset', cause: null, environment: null, why: 'reset by hand' };
    this.#record({ at, kind: 'breaker', fingerprint: null, data });
  }

  async breaker(...[at]: Args<'breaker'>): ReturnType<Store['breaker']> {
    const open = this.#disk.breakers.toSorted(
      (a, b) => compare(a.openedAt, b.openedAt) || compare(a.cause, b.cause),
    );
    return { open, lastHour: this.#disk.inLastHour(at, null) };
  }

  async order({ fingerprint, at, ...data }: Order): Promise<void> {
    const { order, who, right, where, reason, expires } = data;
    this.#record({ at, kind: 'order', fingerprint, data: { order, who, right, where, reason, expires } });
    const kept = { fingerprint, expires, reason: reason === null ? null : maskKeys(reason) };
    if (order === 'false-positive') this.#disk.accepted.set(fingerprint, kept);
  }

  async accepted(): Promise<AcceptedKey[]> {
    return [...this.#disk.accepted.values()].toSorted((a, b) => compare(a.fingerprint, b.fingerprint));
  }

  async ledger(...[after, most]: Args<'ledger'>): Promise<LedgerEntry[]> {
    return this.#disk.ledger.filter((entry) => entry.seq > after).slice(0, most);
  }

  async checkLedger(...[noted]: Args<'checkLedger'>): ReturnType<Store['checkLedger']> {
    const { head, ledger } = this.#disk;
    const check = new LedgerCheck(noted ? [head, noted] : [head]);
    for (const entry of ledger) check.take(entry);
    check.endExactly(head, 'the head file');
    if (noted) check.end(noted, 'the head given');
    return { head: check.head, problems: check.problems };
  }

  async known(...[fingerprint]: Args<'known'>): Promise<InventoryEntry | null> {
    return this.#disk.inventory.get(fingerprint) ?? null;
  }

  async register(...[entry]: Args<'register'>): Promise<InventoryEntry> {
    const known = this.#disk.inventory.get(entry.fingerprint);
    if (known === undefined) this.#disk.inventory.set(entry.fingerprint, entry);
    return known ?? entry;
  }

  async inventory(...[environment]: Args<'inventory'>): Promise<InventoryEntry[]> {
    return [...this.#disk.inventory.values()].filter((entry) => entry.environment === environment);
  }

  async close(): Promise<void> {}

  /** As the foreign keys of the tables do. */
  #mustKnow(fingerprint: string): void {
    if (!this.#disk.incidents.has(fingerprint)) throw new Error('there is no such incident');
  }

  #record(event: LedgerEvent): void {
    this.#disk.record(event, this.#options.by);
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
