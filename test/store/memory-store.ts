// The store in memory, for simulations by the hundred thousand: a `Disk` outlives the runs that open it. It passes the
// same contract tests as SQLite does (contract.ts), which is what makes it worth simulating with.
import { LedgerCheck, nextLine, noLines } from '../../src/core/ledger.ts';
import type { LedgerEntry, LedgerEvent, LedgerHead } from '../../src/core/ledger.ts';
import type { AlertResult, RevokeResult } from '../../src/core/outcome.ts';
import type { Incident, Intent, Store } from '../../src/core/store.ts';
import { maskKeys } from '../../src/core/text.ts';
import type { Verdict } from '../../src/core/verdict.ts';

interface Act extends Intent {
  owner: string;
  result: RevokeResult | AlertResult | null;
  concludedAt: string | null;
  detail: string | null;
}

/** What is there after a crash. */
export class Disk {
  readonly incidents = new Map<string, Incident>();
  readonly verdicts = new Map<string, Verdict>();
  readonly acts: Act[] = [];
  readonly ledger: LedgerEntry[] = [];
  head: LedgerHead = noLines;
}

type Args<Method extends keyof Store> = Parameters<Store[Method]>;

export interface MemoryOptions {
  owner: string;
  by: string;
  /** Whether the run that holds an intent of this age may still be at it. */
  maybeAtWork(owner: string, ageMs: number): boolean;
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

  async learn(...[fingerprint, host, verdict]: Args<'learn'>): Promise<void> {
    this.#mustKnow(fingerprint);
    const { validity, reason, checkedAt, status, code, requestId } = verdict;
    if (checkedAt === null) return;
    const before = this.#disk.verdicts.get(`${fingerprint} ${host}`);
    if (before?.validity === 'inactive' && validity === 'unknown') return;
    this.#disk.verdicts.set(`${fingerprint} ${host}`, { ...verdict });
    if (before?.validity === validity) return;
    const was = before?.validity ?? null;
    const data = { validity, was, host, reason, status, code, request_id: requestId };
    this.#record({ at: checkedAt, kind: 'verdict', fingerprint, data });
  }

  async intend(...[intent]: Args<'intend'>): Promise<Intent | null> {
    const { fingerprint, action, target, at } = intent;
    this.#mustKnow(fingerprint);
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
      this.#disk.acts.push({ ...intent, id, owner, result: null, concludedAt: null, detail: null });
      this.#record({ at, kind: 'intent', fingerprint, data: { act: id, action, target, taken_from: null } });
      return { id, ...intent };
    }
    const age = Date.parse(at) - Date.parse(held.at);
    if (held.owner !== owner && this.#options.maybeAtWork(held.owner, age)) return null;
    const data = { act: held.id, action, target, taken_from: held.owner };
    Object.assign(held, { owner, at });
    this.#record({ at, kind: 'intent', fingerprint, data });
    return { id: held.id, ...intent };
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

  async open(...[fingerprint]: Args<'open'>): Promise<Intent[]> {
    return this.#disk.acts
      .filter((act) => act.result === null && (fingerprint === undefined || act.fingerprint === fingerprint))
      .map(({ id, fingerprint: of, action, target, at }) => ({ id, fingerprint: of, action, target, at }));
  }

  async last(...[fingerprint, action, target, result]: Args<'last'>): ReturnType<Store['last']> {
    const [latest] = this.#disk.acts
      .filter(
        (act) =>
          act.fingerprint === fingerprint &&
          act.action === action &&
          act.result === result &&
          (target === null || act.target === target),
      )
      .toSorted((a, b) => compare(b.concludedAt ?? '', a.concludedAt ?? '') || b.id - a.id);
    if (!latest) return null;
    return { at: latest.concludedAt ?? '', detail: latest.detail ?? '', target: latest.target };
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

  async close(): Promise<void> {}

  /** As the foreign keys of the tables do. */
  #mustKnow(fingerprint: string): void {
    if (!this.#disk.incidents.has(fingerprint)) throw new Error('there is no such incident');
  }

  #record(event: LedgerEvent): void {
    const data = JSON.parse(maskKeys(JSON.stringify(event.data))) as LedgerEvent['data'];
    const line = nextLine(this.#disk.head, { ...event, data }, this.#options.by);
    this.#disk.ledger.push(line);
    this.#disk.head = { count: line.seq, hash: line.hash };
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
