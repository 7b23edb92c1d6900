// The judge of the fuzzer: what may be left of a key in what was redacted, and where the redactor knows too little to do
// the same for all cuts.
import { Finder } from '../../../src/detect/finder.ts';
import { newline } from '../../../src/detect/lines.ts';
import { type Find, Search } from '../../../src/detect/search.ts';
import { leaks } from '../../detect/redact/wrappings.ts';
import { rules } from '../../helpers/rules.ts';

/** Fewer bytes tell no part of a key. */
const shortestPart = 12;

const search = new Search(new Finder(rules), 0, null);

const byStart = (finds: readonly Find[]) => finds.toSorted((a, b) => a.start - b.start);

/** The bytes [from, to) outside of some finds, piece by piece. */
function outside(bytes: Buffer, from: number, to: number, finds: readonly Find[]): string[] {
  const pieces: string[] = [];
  let at = from;
  for (const { start, end } of byStart(finds)) {
    if (at < Math.min(start, to)) pieces.push(bytes.toString('latin1', at, Math.min(start, to)));
    at = Math.max(at, end);
  }
  if (at < to) pieces.push(bytes.toString('latin1', at, to));
  return pieces;
}

/** The input with the masks of all finds in their places. */
function around(bytes: Buffer, finds: readonly Find[]): string {
  let text = '';
  let from = 0;
  for (const { key, start, end } of byStart(finds)) {
    if (start > from) text += bytes.toString('latin1', from, start);
    text += `****${key.slice(-4)}`;
    from = Math.max(from, end);
  }
  return text + bytes.toString('latin1', from);
}

/**
 * Whether a key in plain or in a single encoding is left, of which no part stands elsewhere in the input as well. What is
 * wrapped twice is not promised to be masked (it is not waited for): where that is all of it there as it was, and no byte
 * of it belongs to a key that is wrapped once, it is looked away from. Anything else that shows a part of a key counts.
 * A key's last four characters are shown by its mask: where what stands behind a key happens to be what stands in it behind
 * the same four characters (a piece that was doubled), they make a part of it, without any byte of the key having been let
 * through.
 */
export function leaves(input: Buffer, output: Buffer): boolean {
  const found = search.whole(input);
  const promised = found.filter(({ encoding }) => encoding.length < 2);
  const untold = new Map(
    found
      .filter(({ encoding }) => encoding.length > 1)
      .map(({ start, end }) => [`${start}-${end}`, outside(input, start, end, promised)]),
  );
  let text = output.toString('latin1');
  for (const piece of Array.from(untold.values()).flat())
    if (piece.length >= shortestPart) text = text.replace(piece, () => '|');
  const rest = around(input, found);
  return promised.some(({ key }) => leaks(text, key) && !leaks(rest, key));
}

/**
 * Whether the output may depend on the cuts. What is wrapped twice is masked as soon as it makes a key, and not waited for.
 * And a run goes on in the next line only if that turns out to be one of its lines: until then, a key that the run alone
 * tells (an end of a line may cut its prefix) is masked with what comes behind the line. More is masked then, never less.
 */
export function isUnsettled(parts: readonly Buffer[]): boolean {
  const bytes = Buffer.concat(parts);
  const found = search.whole(bytes);
  let end = 0;
  return parts.some((part) => {
    end += part.length;
    return search
      .whole(bytes.subarray(0, end))
      .some(
        (early) =>
          early.encoding.length > 1 ||
          !found.some((late) => late.start === early.start && late.end >= early.end),
      );
  });
}

/**
 * Whether nothing is found up to the end of any line. What `redact` has seen of a key when its line ends is masked, since
 * nobody knows yet whether the next line makes something else of it.
 */
export function isEmptyByLine(bytes: Buffer): boolean {
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, end + 1))
    if (search.whole(bytes.subarray(0, end + 1)).length > 0) return false;
  return search.whole(bytes).length === 0;
}
