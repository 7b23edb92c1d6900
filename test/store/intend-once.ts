// A process of its own for sqlite.test.ts: opens the store and says whether it got the act.
// It stays until its stdin is closed, since the act of a process that is gone may be taken over.
import { once } from 'node:events';
import { silentLog } from '../../src/core/runtime.ts';
import { openStore } from '../../src/store/index.ts';
import { sighting } from './sample.ts';

const [path = '', fingerprint = ''] = process.argv.slice(2);
const store = await openStore(path, { log: silentLog });
const at = '2025-01-02T03:04:05.000Z';
await store.sight(sighting(fingerprint, at));
const intent = await store.intend({ fingerprint, action: 'alert', target: 'file', at });
console.log(intent.kind === 'intended' ? 'mine' : 'busy');
process.stdin.resume();
await once(process.stdin, 'end');
await store.close();
