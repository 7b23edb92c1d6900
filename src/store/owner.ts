// Which run holds an open intent, and whether it may still be at it. Written so that a run on another machine
// (a shared store) and a process that died without a word are both told apart from a run at work.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { intentLeaseMs } from '../core/store.ts';

const ownersHere = new Set<string>();

/** `host/pid/token`; the token tells this life of a process from an earlier one with the same pid. */
export function newOwner(): string {
  const owner = `${hostname()}/${process.pid}/${randomBytes(8).toString('hex')}`;
  ownersHere.add(owner);
  return owner;
}

/** It has closed its store: what it left open nobody is at any more, though its process may live on. */
export function ownerIsGone(owner: string): void {
  ownersHere.delete(owner);
}

/** True while the owner of an intent (or a claim) made `ageMs` ago may still be at work on it. */
export function maybeAtWork(owner: string, ageMs: number, leaseMs = intentLeaseMs): boolean {
  if (ageMs >= leaseMs) return false;
  const [host, pid] = owner.split('/');
  if (host !== hostname()) return true;
  // In a container every run may have the same host name and pid: the token tells that the other one is over.
  return Number(pid) === process.pid ? ownersHere.has(owner) : isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
