// Counts judgements into the rows of the table, and keeps the recipe of what went wrong: never a key.
import type { Case } from './corpus.ts';
import type { Judgement } from './judge.ts';

export class Row {
  cases = 0;
  found = 0;
  placed = 0;
  chained = 0;
  extras = 0;
}

/** What can be wrong with one case, and how often that was so with one recipe. */
export interface Miss {
  what: string;
  recipe: string;
  count: number;
  /** The first of them: which key, and where. */
  example: string;
}

/** A table of rows by name, in the order of their first case. */
export class Tally {
  readonly rows = new Map<string, Row>();
  readonly total = new Row();
  readonly #misses = new Map<string, Miss>();

  add(name: string, each: Case, judgement: Judgement): void {
    let row = this.rows.get(name);
    if (row === undefined) this.rows.set(name, (row = new Row()));
    for (const counted of [row, this.total]) {
      counted.cases++;
      counted.found += Number(judgement.found);
      counted.placed += Number(judgement.placed);
      counted.chained += Number(judgement.chained);
      counted.extras += judgement.extras;
    }
    if (!judgement.found) this.#miss('not found', each);
    else if (!judgement.placed) this.#miss('another place', each);
    if (judgement.found && !judgement.chained)
      this.#miss(`said to be [${judgement.encoding?.join(', ')}]`, each);
    if (judgement.extras > 0) this.#miss('something else found, too', each);
  }

  /** What went wrong, most often first. */
  get misses(): Miss[] {
    return [...this.#misses.values()].toSorted((a, b) => b.count - a.count || (a.recipe < b.recipe ? -1 : 1));
  }

  #miss(what: string, { wrapped, place, nth }: Case): void {
    const recipe = wrapped.recipe.join(' in ') || 'plain';
    const example = `key ${nth} in ${place.group}, ${place.name}`;
    const key = `${what}\0${recipe}`;
    const known = this.#misses.get(key);
    if (known === undefined) this.#misses.set(key, { what, recipe, count: 1, example });
    else known.count++;
  }
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((Math.floor((part / whole) * 1e5) / 1e5) * 100).toFixed(part === whole ? 0 : 2)}%`;

export const header =
  '                                          cases      found    line and column   chain   others';

export function line(name: string, row: Row, verdict = ''): string {
  return [
    name.padEnd(38),
    String(row.cases).padStart(9),
    percent(row.found, row.cases).padStart(10),
    percent(row.placed, row.cases).padStart(18),
    percent(row.chained, row.cases).padStart(7),
    String(row.extras).padStart(8),
    verdict,
  ]
    .join(' ')
    .trimEnd();
}

/** Whether a row reaches a share of keys that are found, each at its right place, by its right chain. */
export function meets(row: Row, share: number): boolean {
  return [row.found, row.placed, row.chained].every((part) => part >= share * row.cases);
}
