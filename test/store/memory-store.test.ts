import { describe } from 'vitest';
import { maybeAtWork } from '../../src/store/owner.ts';
import { storeContract } from './contract.ts';
import { Disk, MemoryStore } from './memory-store.ts';

describe('the store in memory', () => {
  storeContract(async () => {
    const disk = new Disk();
    return async (owner = 'me') => new MemoryStore(disk, { owner, by: 'a test', maybeAtWork });
  });
});
