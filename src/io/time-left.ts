// How long work still takes, from how far it was when. Says nothing while that would be a guess, and does not jump.

/** Before that much time and that part of the work, one slow file would decide. */
const firstAfterMs = 2000;
const firstAfterPart = 0.05;
/** The speed of late and that of all the time may differ by so much; else nobody can tell which of them will last. */
const mostApart = 2;
/** How much of each new estimate counts. */
const weight = 0.2;

/** One piece of work; `at` is called now and then, with times that rise. */
export class TimeLeft {
  readonly #points: { now: number; done: number }[] = [];
  /** When the work will be done, as said so far. */
  #end: number | null = null;

  /**
   * @param done how much of `total` is done at `now` (ms).
   * @returns milliseconds, or null while that can't be told.
   */
  at(done: number, total: number, now: number): number | null {
    this.#points.push({ now, done });
    const [first] = this.#points;
    if (first === undefined || now - first.now < firstAfterMs) return null;
    // Late is the second half of the time.
    const middle = first.now + (now - first.now) / 2;
    const late = this.#points.findLast((point) => point.now <= middle) ?? first;
    const speed = (done - late.done) / (now - late.now);
    const overall = (done - first.done) / (now - first.now);
    const isSteady = speed > 0 && speed < overall * mostApart && overall < speed * mostApart;
    if (!isSteady || done < total * firstAfterPart) {
      this.#end = null;
      return null;
    }
    const end = now + (total - done) / speed;
    this.#end = this.#end === null ? end : this.#end + (end - this.#end) * weight;
    return Math.max(this.#end - now, 0);
  }
}

/** No finer than it can be known. */
export function inWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 57.5) return `about ${Math.round(seconds / 5) * 5} s left`;
  if (seconds < 60 * 90) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}
