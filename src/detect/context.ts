// Looks at what stands around a key: another vendor's words, a place where everybody can read it, or one where no
// production key belongs. Only done for matches, of which there are few.
import type { Exposure, Rule, RuleContext } from '../core/rule.ts';

/** How far words are looked for before and behind a key, in bytes. */
const reach = 2048;
/** How far back a variable's name may stand on the key's own line. */
const nameReach = 200;

export interface Surroundings {
  /** A word that speaks for Anton is near. */
  own: boolean;
  vendor: string | null;
  exposure: Exposure | null;
}

const compiledPaths = new WeakMap<RuleContext, Map<Exposure, RegExp>>();

/** What bytes around a key at [start, end) say. */
export function surroundings(rule: Rule, bytes: Buffer, start: number, end: number): Surroundings {
  const { context } = rule;
  const before = bytes.toString('latin1', Math.max(0, start - reach), start).toLowerCase();
  const behind = bytes.toString('latin1', end, Math.min(bytes.length, end + reach)).toLowerCase();
  // The key itself is left out, but not its prefix: `Api-Key ak_live_` is how one vendor is known.
  const around = `${before}${rule.prefix.toLowerCase()}\n${behind}`;
  const own = context.own.some((word) => around.includes(word));
  const vendor = own
    ? undefined
    : context.vendors.find(({ near }) => near.some((word) => around.includes(word)));
  const name = before.slice(Math.max(before.lastIndexOf('\n') + 1, before.length - nameReach));
  const exposed = context.exposures.find(({ before: names }) => names.some((word) => name.includes(word)));
  return { own, vendor: vendor?.name ?? null, exposure: exposed?.exposure ?? null };
}

/** What a path says about a key of this rule; known only once a source has said where a blob is. */
export function exposureOfPath(rule: Rule, path: string): Exposure | null {
  for (const { exposure, paths } of rule.context.exposures) {
    if (exposure === 'live-key-in-development' && rule.environment !== 'live') continue;
    if (paths.length > 0 && pattern(rule.context, exposure, paths).test(path)) return exposure;
  }
  return null;
}

function pattern(context: RuleContext, exposure: Exposure, paths: string[]): RegExp {
  let compiled = compiledPaths.get(context);
  if (compiled === undefined) compiledPaths.set(context, (compiled = new Map()));
  let regexp = compiled.get(exposure);
  if (regexp === undefined)
    compiled.set(exposure, (regexp = new RegExp(paths.map((path) => `(?:${path})`).join('|'), 'i')));
  return regexp;
}
