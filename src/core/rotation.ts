// The port to what is remembered of a rotation: one key taking the place of another, step by step, so that it goes on
// wherever it was cut off. No raw key ever goes in.
import type { Environment } from './rule.ts';
import type { Fingerprint } from './secret.ts';
import type { Verdict } from './verdict.ts';

/** In this order. `quiet`: nothing uses the old key any more. */
export type RotationStep = 'create' | 'deliver' | 'prove' | 'quiet' | 'revoke';

/** The replacement of one listed key. */
export interface Rotation {
  id: number;
  environment: Environment;
  oldKeyId: string;
  /** ISO 8601 UTC, as all times here. */
  startedAt: string;
}

/** Intent and outcome of one step. Without a result it is in doubt. */
export interface StepRecord {
  id: number;
  step: RotationStep;
  /** The name of the key for `create`, the place for `deliver`, else the key id. */
  target: string;
  at: string;
  result: StepResult | null;
  endedAt: string | null;
  detail: string | null;
  /** The key that came of it; for `create` only. */
  keyId: string | null;
  fingerprint: Fingerprint | null;
}

export type StepResult = 'done' | 'failed';

export interface StepOutcome {
  result: StepResult;
  at: string;
  detail: string;
  made?: { keyId: string; fingerprint: Fingerprint };
  /** Of a revoke: the key that was presented, and what the host said to it. A list proves a death without it. */
  death?: { fingerprint: Fingerprint; host: string; proof: Verdict };
}

/** `id` is that of the step; `why` is a clause for people. */
export type BegunRevoke = { kind: 'begun'; id: number } | { kind: 'stopped'; why: string };

export interface Rotations {
  /** The rotation of this key that has not come to its end, or null. */
  openRotation(environment: Environment, oldKeyId: string): Promise<Rotation | null>;
  /** All that have not come to their end, oldest first. */
  openRotations(): Promise<Rotation[]>;
  /** The latest rotation of this key that was brought to its end, or null. */
  finishedRotation(environment: Environment, oldKeyId: string): Promise<Rotation | null>;
  /** Begins one, or takes over one whose run is gone (dead or silent, see `intentLeaseMs`); null while that may be at it. */
  beginRotation(rotation: Omit<Rotation, 'id'>): Promise<Rotation | null>;
  /** Says that this run is still at it. Throws when another one has taken over: then nothing more must be done. */
  keepRotation(rotation: Rotation, at: string): Promise<void>;
  /** Records a step before it is taken, and returns its id. Throws as `keepRotation` does. */
  beginStep(
    rotation: Rotation,
    step: Exclude<RotationStep, 'revoke'>,
    target: string,
    at: string,
  ): Promise<number>;
  /**
   * Why a revoke of the old key could not begin now, as a clause; null when it could. Asked before a key is made that would be
   * of no use; what is stopped is noted as withheld.
   */
  mayRevoke(rotation: Rotation, at: string, mostAnHour: number): Promise<string | null>;
  /** As `beginStep`, for the revoke of a key. The breaker is asked first, and what it stops is noted as withheld. */
  beginRevoke(rotation: Rotation, keyId: string, at: string, mostAnHour: number): Promise<BegunRevoke>;
  /** A key that a revoke proved dead is dead in its incident, too, if there is one. */
  endStep(id: number, outcome: StepOutcome): Promise<void>;
  /** All steps, oldest first. */
  rotationSteps(rotation: Rotation): Promise<StepRecord[]>;
  endRotation(rotation: Rotation, result: 'rotated' | 'taken-back', at: string): Promise<void>;
}
