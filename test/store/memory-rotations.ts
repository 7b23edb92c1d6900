// Rotations in memory, beside the rest of the store in memory; held against SQLite in memory-rotations.test.ts.
import { whyStopped } from '../../src/core/breaker.ts';
import type { Rotation, RotationStep, Rotations, StepOutcome } from '../../src/core/rotation.ts';
import { MemoryStore } from './memory-store.ts';
import type { Disk, MemoryOptions } from './memory-store.ts';

type Args<Method extends keyof Rotations> = Parameters<Rotations[Method]>;

export class RotatingStore extends MemoryStore implements Rotations {
  readonly #disk: Disk;
  readonly #options: MemoryOptions;

  constructor(disk: Disk, options: MemoryOptions) {
    super(disk, options);
    this.#disk = disk;
    this.#options = options;
  }

  async openRotation(...[environment, oldKeyId]: Args<'openRotation'>): Promise<Rotation | null> {
    return this.#latest(environment, oldKeyId, null);
  }

  async openRotations(): Promise<Rotation[]> {
    return this.#disk.rotations.filter(({ result }) => result === null).map(bare);
  }

  async finishedRotation(...[environment, oldKeyId]: Args<'finishedRotation'>): Promise<Rotation | null> {
    return this.#latest(environment, oldKeyId, 'rotated');
  }

  #latest(environment: string, oldKeyId: string, result: 'rotated' | null): Rotation | null {
    const found = this.#disk.rotations.findLast(
      (each) => each.environment === environment && each.oldKeyId === oldKeyId && each.result === result,
    );
    return found ? bare(found) : null;
  }

  async beginRotation(...[wanted]: Args<'beginRotation'>): Promise<Rotation | null> {
    const { environment, oldKeyId, startedAt } = wanted;
    const { owner, maybeAtWork } = this.#options;
    const open = this.#latest(environment, oldKeyId, null);
    const held = this.#disk.rotations.find(({ id }) => id === open?.id);
    if (!held) {
      const id = this.#disk.rotations.length + 1;
      const begun = { environment, oldKeyId, startedAt, id, owner, touchedAt: startedAt, result: null };
      this.#disk.rotations.push(begun);
      this.#move(begun, 'begun', startedAt);
      return bare(begun);
    }
    if (held.owner !== owner) {
      if (maybeAtWork(held.owner, Date.parse(startedAt) - Date.parse(held.touchedAt))) return null;
      const takenFrom = held.owner;
      Object.assign(held, { owner, touchedAt: startedAt });
      this.#move(held, 'taken over', startedAt, takenFrom);
    }
    return bare(held);
  }

  async keepRotation(...[{ id }, at]: Args<'keepRotation'>): Promise<void> {
    const { owner } = this.#options;
    const held = this.#disk.rotations.find((each) => each.id === id);
    if (held?.owner !== owner || held.result !== null)
      throw new Error('another run has taken over this rotation');
    held.touchedAt = at;
  }

  async beginStep(...[rotation, step, target, at]: Args<'beginStep'>): Promise<number> {
    await this.keepRotation(rotation, at);
    return this.#intend(rotation, step, target, at);
  }

  async mayRevoke(...[rotation, at, mostAnHour]: Args<'mayRevoke'>): Promise<string | null> {
    await this.keepRotation(rotation, at);
    return this.#stopped(rotation, rotation.oldKeyId, at, mostAnHour);
  }

  async beginRevoke(...[rotation, keyId, at, mostAnHour]: Args<'beginRevoke'>) {
    await this.keepRotation(rotation, at);
    const why = this.#stopped(rotation, keyId, at, mostAnHour);
    if (why !== null) return { kind: 'stopped' as const, why };
    return { kind: 'begun' as const, id: this.#intend(rotation, 'revoke', keyId, at) };
  }

  #stopped(
    { id, environment, oldKeyId }: Rotation,
    keyId: string,
    at: string,
    mostAnHour: number,
  ): string | null {
    const others = this.#disk.inLastHour(at, { fingerprint: null, keyId, oldKeyId });
    const why = whyStopped({ environment, mostAnHour }, this.#disk.breakers, others);
    if (why === null) return null;
    const data = { action: 'revoke', result: 'failed', rotation: id, target: keyId, why };
    this.#note({ at, kind: 'withheld', fingerprint: this.#incidentOf(environment, keyId), data });
    return why;
  }

  #intend(rotation: Rotation, step: RotationStep, target: string, at: string): number {
    const none = { result: null, endedAt: null, detail: null, keyId: null, fingerprint: null };
    const id = this.#disk.steps.length + 1;
    this.#disk.steps.push({ id, step, target, at, ...none, rotation: rotation.id });
    const fingerprint = this.#incidentOf(rotation.environment, rotation.oldKeyId);
    this.#note({ at, kind: 'step-intent', fingerprint, data: { rotation: rotation.id, id, step, target } });
    return id;
  }

  async endStep(...[id, outcome]: Args<'endStep'>): Promise<void> {
    const record = this.#disk.steps[id - 1];
    if (!record || record.result !== null) return;
    const { result, at, detail, made } = outcome;
    const { keyId = null, fingerprint = null } = made ?? {};
    Object.assign(record, { result, endedAt: at, detail, keyId, fingerprint });
    const { rotation, step, target } = record;
    const held = this.#disk.rotations.find((each) => each.id === rotation);
    if (!held) throw new Error('there is no such rotation');
    const data = { rotation, id, step, target, result, detail, key_id: keyId, key_fingerprint: fingerprint };
    const incident = this.#incidentOf(held.environment, held.oldKeyId);
    this.#note({ at, kind: 'step-outcome', fingerprint: incident, data });
    if (step === 'revoke' && result === 'done') await this.#died(held.environment, target, outcome);
  }

  async #died(environment: string, keyId: string, { at, detail, death }: StepOutcome): Promise<void> {
    const owners = this.#ownersOf(environment, keyId);
    const fingerprint = death?.fingerprint ?? (owners.length === 1 ? owners[0] : undefined);
    if (fingerprint === undefined || !this.#disk.incidents.has(fingerprint)) return;
    if (death) await this.learn(fingerprint, death.host, death.proof);
    await this.died(fingerprint, death?.proof.checkedAt ?? at);
    for (const act of await this.open(fingerprint)) {
      if (act.action === 'revoke') await this.conclude(act.id, 'revoked', at, detail);
    }
  }

  async rotationSteps(...[{ id }]: Args<'rotationSteps'>): ReturnType<Rotations['rotationSteps']> {
    return this.#disk.steps
      .filter(({ rotation }) => rotation === id)
      .map(({ rotation: _rotation, ...step }) => step);
  }

  async endRotation(...[rotation, result, at]: Args<'endRotation'>): Promise<void> {
    await this.keepRotation(rotation, at);
    Object.assign(this.#disk.rotations.find(({ id }) => id === rotation.id) ?? {}, { result });
    this.#move(rotation, result === 'rotated' ? result : 'taken back', at);
  }

  #move({ id, environment, oldKeyId }: Rotation, state: string, at: string, takenFrom: string | null = null) {
    const data = { rotation: id, environment, old_key: oldKeyId, state, taken_from: takenFrom };
    this.#note({ at, kind: 'rotation', fingerprint: this.#incidentOf(environment, oldKeyId), data });
  }

  #ownersOf(environment: string, keyId: string): string[] {
    return [...this.#disk.inventory.values()]
      .filter((entry) => entry.environment === environment && entry.keyId === keyId)
      .map(({ fingerprint }) => fingerprint);
  }

  #incidentOf(environment: string, keyId: string): string | null {
    const known = this.#ownersOf(environment, keyId).filter((each) => this.#disk.incidents.has(each));
    return known.toSorted()[0] ?? null;
  }

  #note(event: Parameters<Disk['record']>[0]): void {
    this.#disk.record(event, this.#options.by);
  }
}

function bare({ id, environment, oldKeyId, startedAt }: Rotation): Rotation {
  return { id, environment, oldKeyId, startedAt };
}
