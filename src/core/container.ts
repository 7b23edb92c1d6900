// The port to what opens containers (zip, tar, gzip, …); `archive/` implements it. Nothing is ever written to disk.

/** Bytes that can be read anywhere, as an archive needs whose directory is at its end. */
export interface Seekable {
  readonly size: number;
  /** At most `length` bytes from `offset` on, fewer only at the end; lent until the next call. */
  read(offset: number, length: number): Buffer;
}

/** One thing in a container. */
export interface ContainerEntry {
  /** As the container says: foreign text, for people only. Empty in a compressed stream. */
  name: string;
  /** Offset at which the bytes stand in the container's own bytes as they are, so that scanning those sees them; or null. */
  at: number | null;
  /** What stands there is kept apart from its neighbours by zeros, so that no key runs into them. */
  apart: boolean;
  /** The first 512 bytes, or all. */
  head: Buffer;
  /** All bytes, once, before the next entry is asked for. Each piece is lent until the next. */
  pieces: Iterable<Buffer>;
}

/** Something in a container that was not read. */
export interface ContainerGap {
  why: string;
  /** The container is broken, and was read as far as it goes; else it was not opened, or not to its end, for another reason. */
  isDamage: boolean;
}

/** Counts what one outer blob costs, bounds it, and collects what could not be read in it. */
export interface ContainerBudget {
  readonly gaps: ContainerGap[];
}

export interface Containers {
  /** The kind by the first 512 bytes, or null. Cheap: called for every blob. */
  kindOf(head: Buffer, path: string | null): string | null;
  newBudget(): ContainerBudget;
  /** Never throws for what it reads: the budget's gaps say what is missing. */
  open(
    kind: string,
    input: Buffer | Iterable<Buffer> | Seekable,
    budget: ContainerBudget,
  ): Iterable<ContainerEntry>;
}
