// Makes single objects of packs: those that a walk has found to be worth a scan.
import { WebAssembly } from '../../core/web-assembly.ts';
import { PackEntries } from './pack-entries.ts';
import type { ReadPack } from './pack-table.ts';

/** Memory for two objects, one made of the other; only what is touched counts. */
const capacity = 256 << 20;
const pageSize = 65536;

export class PackExpander {
  readonly #bytes: Buffer;
  readonly #entries: PackEntries;

  constructor() {
    const memory = new WebAssembly.Memory({ initial: capacity / pageSize });
    this.#bytes = Buffer.from(memory.buffer);
    this.#entries = new PackEntries({ memory, bytes: this.#bytes, start: 0, end: capacity }, false);
  }

  /** The object of an entry, lent until the next call; null when it can't be made here. */
  expand({ table, bases }: ReadPack, entry: number): Buffer | null {
    const chain = [entry];
    for (let base = bases[entry] ?? -1; base >= 0; base = bases[base] ?? -1) chain.push(base);
    const at = this.#entries.first;
    let size = this.#entries.makeWhole(table, chain.pop() ?? -1, at);
    for (let next = chain.pop(); size >= 0 && next !== undefined; next = chain.pop()) {
      const to = this.#entries.behind(at, size);
      size = this.#entries.makeDelta(table, next, { at, size }, to);
      if (size >= 0) this.#entries.move(to, size, at);
    }
    return size < 0 ? null : this.#bytes.subarray(at, at + size);
  }
}
