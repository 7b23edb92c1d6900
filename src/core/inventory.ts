// The port to our own list of keys: those made or registered through this tool, whose listed key is known for certain.
import type { Environment } from './rule.ts';
import type { Fingerprint } from './secret.ts';

/** Which listed key a raw key is. */
export interface InventoryEntry {
  fingerprint: Fingerprint;
  keyId: string;
  environment: Environment;
  /** As the API had it then; foreign text. */
  name: string;
  /** When it came into the inventory; ISO 8601 UTC. */
  createdAt: string;
  source: 'created' | 'registered' | 'rotated';
}

export interface Inventory {
  known(fingerprint: Fingerprint): Promise<InventoryEntry | null>;
  /** Gives back what is on record: the first entry of a fingerprint stays. */
  register(entry: InventoryEntry): Promise<InventoryEntry>;
  /** All of an environment, oldest first. */
  inventory(environment: Environment): Promise<InventoryEntry[]>;
}
