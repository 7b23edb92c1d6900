// The tables. `migrations.ts` makes them.
import type { Generated } from 'kysely';
import type { BreakerCause } from '../core/breaker.ts';
import type { InventoryEntry } from '../core/inventory.ts';
import type { AlertResult, RevokeResult } from '../core/outcome.ts';
import type { Rotation, RotationStep, StepResult } from '../core/rotation.ts';
import type { Environment } from '../core/rule.ts';
import type { LedgerKind } from '../core/ledger.ts';
import type { Intent } from '../core/store.ts';
import type { Validity } from '../core/verdict.ts';

/** Times are ISO 8601 UTC as text, which sorts as time does. */
export interface Tables {
  incident: {
    fingerprint: string;
    environment: Environment;
    redacted: string;
    first_seen_at: string;
    dead_at: string | null;
    /** JSON of the latest sighting, see `core/store.ts`. */
    about: string | null;
  };
  /** Intent and outcome of one act, in one row: without a result it is in doubt. */
  act: {
    id: Generated<number>;
    fingerprint: string;
    action: Intent['action'];
    target: string;
    intended_at: string;
    /** The run that is at it; see `owner.ts`. */
    owner: string;
    result: RevokeResult | AlertResult | null;
    concluded_at: string | null;
    detail: string | null;
    payload: string | null;
  };
  /** Which listed key a raw key is; see `core/inventory.ts`. */
  inventory: {
    fingerprint: string;
    key_id: string;
    environment: Environment;
    name: string;
    created_at: string;
    source: InventoryEntry['source'];
  };
  /** What each host last said about a key. */
  verdict: {
    fingerprint: string;
    host: string;
    validity: Validity;
    reason: string;
    checked_at: string;
    status: number | null;
    code: string | null;
    request_id: string | null;
  };
  /** Keys that a run is at; see `owner.ts`. */
  claim: { fingerprint: string; owner: string; at: string };
  /** See `core/order.ts`. */
  accepted: { fingerprint: string; expires: string | null; reason: string | null };
  /** See `core/breaker.ts`. */
  breaker: { cause: BreakerCause; environment: Environment; opened_at: string; why: string };
  /** One row at most. */
  breaker_reset: { at: string };
  /** See `core/ledger.ts`. */
  ledger: {
    seq: number;
    at: string;
    who: string;
    kind: LedgerKind;
    fingerprint: string | null;
    /** JSON, exactly as it was hashed. */
    data: string;
    previous: string;
    hash: string;
  };
  /** See `head-table.ts`; only where it is not a file. */
  ledger_head: { one: number; count: number; hash: string };
  /** See `core/rotation.ts`. */
  rotation: {
    id: Generated<number>;
    environment: Rotation['environment'];
    old_key_id: string;
    started_at: string;
    /** The run that is at it, and when it last said so. */
    owner: string;
    touched_at: string;
    result: 'rotated' | 'taken-back' | null;
  };
  rotation_step: {
    id: Generated<number>;
    rotation_id: number;
    step: RotationStep;
    target: string;
    intended_at: string;
    result: StepResult | null;
    concluded_at: string | null;
    detail: string | null;
    key_id: string | null;
    fingerprint: string | null;
  };
  /** See `core/repository-memory.ts`; marks and report are JSON. */
  repository: {
    id: string;
    name: string;
    scanned_at: string;
    rules: string;
    marks: string;
    report: string;
  };
  /** A run whose work many machines do, see `work-queue.ts`; these four are only where the state can be shared. */
  org_run: { id: string; agreement: string; is_closed: Generated<boolean>; touched_at: Generated<Date> };
  /** Begun, and done once there is a result. */
  org_result: { run: string; task: string; result: string | null };
  /** Until when a budget of a service may not be touched by anybody, see `shared-limits.ts`. */
  ban: { who: string; budget: string; until: Date };
  /** When all that was taken of a budget so far would have been spent at an even pace. */
  pace: { who: string; evenly: Date };
  /** Kysely's own record of the migrations done. */
  kysely_migration: { name: string };
}
