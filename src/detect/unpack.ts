// Searches what is in containers, and in containers inside of those. A find points at the outer container: that is the
// file which people have.
import type { ContainerBudget, Containers, Seekable } from '../core/container.ts';
import type { Finder } from './finder.ts';
import { type Find, type Opener, Search } from './search.ts';

/** Opens the containers of one blob after another; `reset` between them. */
export class Unpacker implements Opener {
  readonly #containers: Containers;
  readonly #finder: Finder;
  /** Searches that are not in use: each open entry needs one, and making one is dear. */
  readonly #idle: Search[] = [];
  #budget: ContainerBudget;
  #used = false;

  constructor(containers: Containers, finder: Finder) {
    this.#containers = containers;
    this.#finder = finder;
    this.#budget = containers.newBudget();
  }

  /** Ends an outer blob: the next one has a budget of its own. Returns what could not be read in it. */
  reset(): string[] {
    if (!this.#used) return [];
    const { reasons } = this.#budget;
    this.#budget = this.#containers.newBudget();
    this.#used = false;
    return reasons;
  }

  kindOf(head: Buffer, path: string | null): string | null {
    return this.#containers.kindOf(head, path);
  }

  /**
   * The keys in a container, with its kind in front of their encodings and the names of entries that lead to them.
   * @param searched whether the container's own bytes are searched as well, which finds what stands in them as it is.
   */
  unpack(kind: string, input: Buffer | Iterable<Buffer> | Seekable, searched = true, above = ''): Find[] {
    this.#used = true;
    const search = this.#idle.pop() ?? new Search(this.#finder, 0, this);
    const found: Find[] = [];
    for (const { name, verbatim, head, pieces } of this.#containers.open(kind, input, this.#budget)) {
      const member = [above, name].filter(Boolean).join(' > ');
      const inner = this.#containers.kindOf(head, name);
      const finds: Find[] = [];
      search.start();
      // Of a tar the entries are searched, since they have names; of other containers the bytes, since any may be damaged.
      const isSearched = inner !== 'tar' && !(verbatim && searched);
      const watched = isSearched ? tee(pieces, (piece) => search.write(piece, finds)) : pieces;
      if (inner !== null) found.push(...this.unpack(inner, watched, inner !== 'tar', member));
      for (const _ of watched);
      search.end(finds);
      found.push(...finds.map((find) => ({ ...find, member: find.member ?? member })));
    }
    this.#idle.push(search);
    return found.map((find) => ({ ...find, encoding: [kind, ...find.encoding] }));
  }
}

function* tee(pieces: Iterable<Buffer>, onPiece: (piece: Buffer) => void): Generator<Buffer, void> {
  for (const piece of pieces) {
    onPiece(piece);
    yield piece;
  }
}
