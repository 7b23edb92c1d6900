// Searches what is in containers, and in containers inside of those. A find points at the outer container: that is the
// file which people have.
import type {
  ContainerBudget,
  ContainerEntry,
  ContainerGap,
  Containers,
  Seekable,
} from '../core/container.ts';
import type { Finder } from './finder.ts';
import { type Inside, type Unpacked, distinct, outside, type Opener } from './finds.ts';
import { type Find, Search } from './search.ts';

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
  reset(): ContainerGap[] {
    if (!this.#used) return [];
    const { gaps } = this.#budget;
    this.#budget = this.#containers.newBudget();
    this.#used = false;
    return gaps;
  }

  kindOf(head: Buffer, path: string | null): string | null {
    return this.#containers.kindOf(head, path);
  }

  /**
   * The keys in a container, with its kind in front of their encodings and the names of entries that lead to them.
   * @param isSearched whether the container's own bytes are searched as well, which finds what stands in them as it is.
   */
  unpack(kind: string, input: Buffer | Iterable<Buffer> | Seekable, isSearched = true, above = ''): Unpacked {
    this.#used = true;
    const search = this.#idle.pop() ?? new Search(this.#finder, 0, this);
    const all: Unpacked = { inside: [], searched: [] };
    for (const entry of this.#containers.open(kind, input, this.#budget)) {
      const { at } = entry;
      const { inside, searched } = this.#open(entry, search, isSearched, above);
      for (const { find, at: place } of inside)
        all.inside.push({ find, at: at === null || place === null ? null : at + place });
      if (at !== null) for (const [from, to] of searched) all.searched.push([at + from, at + to]);
    }
    this.#idle.push(search);
    for (const each of all.inside) each.find = { ...each.find, encoding: [kind, ...each.find.encoding] };
    return all;
  }

  /** What is in one entry; its places are those in the entry's bytes. */
  #open(entry: ContainerEntry, search: Search, isSearched: boolean, above: string): Unpacked {
    const { name, at, apart, head, pieces } = entry;
    const member = [above, name].filter(Boolean).join(' > ');
    const kind = this.#containers.kindOf(head, name);
    // What is around a stored file of a zip runs into it: the name before it, and the header behind it.
    const isCovered = at !== null && apart && isSearched;
    // Of a tar the entries are searched, since they have names; of other containers the bytes, since any may be damaged.
    const isOwn = kind !== 'tar' && !isCovered;
    const finds: Find[] = [];
    search.start();
    let size = 0;
    const watched = isOwn
      ? tee(pieces, (piece) => {
          size += piece.length;
          search.write(piece, finds);
        })
      : pieces;
    const below: Unpacked =
      kind === null ? { inside: [], searched: [] } : this.unpack(kind, watched, isOwn || isCovered, member);
    for (const _ of watched);
    search.end(finds);
    const own = outside(distinct(finds), below).map((find): Inside => ({
      find: { ...find, member: find.member ?? member },
      at: find.start,
    }));
    return { inside: [...own, ...below.inside], searched: isOwn ? [[0, size]] : below.searched };
  }
}

function* tee(pieces: Iterable<Buffer>, onPiece: (piece: Buffer) => void): Generator<Buffer, void> {
  for (const piece of pieces) {
    onPiece(piece);
    yield piece;
  }
}
