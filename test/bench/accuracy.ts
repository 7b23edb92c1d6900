// `npm run bench:accuracy [-- --seed S --keys N --misses --quick]`: how many keys are found, in every wrapping and place
// that the bench knows, and what is found where nothing is. Ends with 1 when a target is missed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type Case,
  chainCases,
  chainsOf,
  containerChains,
  plainCases,
  singleCases,
} from './accuracy/corpus.ts';
import { absentCommands } from './accuracy/encoders/containers.ts';
import { judge, scan } from './accuracy/judge.ts';
import { makeKeys } from './accuracy/keys.ts';
import { type LookAlike, foreignKeys, lookAlikes } from './accuracy/look-alikes.ts';
import { tryNeighbours } from './accuracy/neighbours.ts';
import { type RealCode, scanFolder } from './accuracy/real-code.ts';
import { Tally, header, line, meets } from './accuracy/report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    keys: { type: 'string' },
    quick: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const count = Number(values.keys ?? (values.quick ? 1 : 3));
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 1)
  throw new Error('--seed and --keys take whole numbers.');
// Each environment with each look of a body, so that all of them take their turns.
const keys = makeKeys(seed, Math.max(18, count));
const missed: string[] = [];

/** Judges cases, and prints a row for each of what `nameOf` tells, then one for all. */
function section(
  title: string,
  cases: Iterable<Case>,
  share: number | null,
  nameOf: ((each: Case) => string) | null,
  places: Tally | null = null,
): Tally {
  const tally = new Tally();
  for (const each of cases) {
    const judgement = judge(each.key, each.placed, each.wrapped.links);
    tally.add(nameOf?.(each) ?? title, each, judgement);
    places?.add(each.place.group, each, judgement);
  }
  const isMet = share === null || meets(tally.total, share);
  if (!isMet) missed.push(title);
  if (nameOf !== null) for (const [name, row] of tally.rows) console.log(line(`  ${name}`, row));
  const target = share === null ? '' : `  ≥ ${share * 100}%: ${isMet ? 'met' : 'missed'}`;
  console.log(line(title, tally.total, target));
  if (values.misses) {
    for (const { what, recipe, count: times, example } of tally.misses)
      console.log(`    ${times} × ${what}: ${recipe} (the first: seed ${seed}, ${example})`);
  }
  return tally;
}

const outermost = ({ wrapped }: Case) => wrapped.links[0]?.name ?? 'plain';
const places = new Tally();
const none: string[] = [];

console.log(
  `Seed ${seed}, ${keys.length} keys, each encoding, text around it and place with ${count} of them.\n`,
);
console.log(header);
section('plain', plainCases(seed, keys), 1, null, places);
section('one encoding', singleCases(seed, keys, count), 1, outermost, places);
section(
  'chains of two',
  chainCases(seed, keys, chainsOf(2), 8 * count, (chain) => none.push(chain.join(' of '))),
  0.995,
  outermost,
);
section('chains of three', chainCases(seed, keys, chainsOf(3), count), 0.98, outermost);
section('one container', chainCases(seed, keys, containerChains(1), 20 * count), 1, outermost);
section('two, one a container', chainCases(seed, keys, containerChains(2), 2 * count), 0.995, outermost);
section(
  'three, one a container',
  chainCases(
    seed,
    keys,
    containerChains(3).filter((_, i) => i % 9 === 0),
    count,
  ),
  0.98,
  outermost,
);
section('more than was promised', singleCases(seed, keys, 1, true), null, outermost);
if (absentCommands.length > 0) console.log(`Not installed, so not tried: ${absentCommands.join(', ')}.`);
console.log(`Chains of two that nobody would make, so not tried: ${none.join(', ')}.`);

console.log(`\nPlaces, plain and with one encoding\n${header}`);
for (const [name, row] of places.rows) console.log(line(`  ${name}`, row));

/** Prints how many of each kind gave a finding that it should not, and returns whether none did. */
function foundIn(title: string, all: Iterable<LookAlike>): void {
  const kinds = new Map<string, { texts: number; wrong: number }>();
  for (const { kind, bytes, vendor } of all) {
    const { matches } = scan(bytes);
    const named = matches.map((match) => match.vendor);
    const isRight = vendor === null ? named.length === 0 : named.length === 1 && named[0] === vendor;
    const row = kinds.get(kind) ?? { texts: 0, wrong: 0 };
    kinds.set(kind, { texts: row.texts + 1, wrong: row.wrong + Number(!isRight) });
  }
  const rows = [...kinds.values()];
  const texts = rows.reduce((sum, row) => sum + row.texts, 0);
  const wrong = rows.reduce((sum, row) => sum + row.wrong, 0);
  if (wrong > 0) missed.push(title);
  console.log(`\n${title}: ${wrong} of ${texts} texts wrong  0: ${wrong === 0 ? 'met' : 'missed'}`);
  for (const [kind, row] of kinds)
    console.log(`  ${kind.padEnd(52)}${String(row.texts).padStart(8)}${String(row.wrong).padStart(8)}`);
}

const neighbours = tryNeighbours(seed, keys, 20 * count);
const merged = neighbours.filter(({ wrong }) => wrong > 0);
if (merged.length > 0) missed.push('two keys side by side');
console.log(
  `\nTwo keys side by side: ${neighbours.length} layouts, ${merged.length} wrong  0: ${merged.length === 0 ? 'met' : 'missed'}`,
);
for (const { layout, texts, wrong } of merged) console.log(`  ${layout}: ${wrong} of ${texts}`);

foundIn('Look-alikes, which must give no finding', lookAlikes(seed, 100 * count));
foundIn("Other vendors' keys, which must be known as such", foreignKeys(seed, 10 * count));

/** Prints what was found in code that no one here wrote. */
function codeLine({ name, files, bytes, findings, foreign, gaps }: RealCode, gated: boolean): void {
  const megabytes = bytes / 1e6;
  const verdict = gated ? `  0: ${findings.length === 0 ? 'met' : 'missed'}` : '';
  console.log(
    `  ${name}: ${files} files, ${megabytes.toFixed(0)} MB, ${findings.length} findings (${(findings.length / megabytes).toFixed(4)} per MB), ${foreign} of other vendors${verdict}`,
  );
  for (const finding of findings) console.log(`    ${finding}`);
  if (values.misses) for (const gap of gaps) console.log(`    not read: ${gap}`);
  else if (gaps.length > 0)
    console.log(`    ${gaps.length} files could not be read to the end; --misses lists them`);
}

console.log('\nReal code');
const modules = scanFolder(
  'node_modules',
  join(fileURLToPath(new URL('../..', import.meta.url)), 'node_modules'),
  values.quick ? 10 : 1,
);
if (modules.findings.length > 0) missed.push('node_modules');
codeLine(modules, true);
const repositories = process.env['AKGUARD_BENCH_REPOS'];
// Somebody's real key may be in there, so what is found is for people to judge.
if (repositories !== undefined && !values.quick)
  codeLine(scanFolder('AKGUARD_BENCH_REPOS', repositories), false);
else if (!values.quick) console.log('  AKGUARD_BENCH_REPOS names no folder: no other repositories.');

console.log(missed.length === 0 ? '\nAll targets are met.' : `\nMissed: ${missed.join(', ')}.`);
process.exitCode = missed.length === 0 ? 0 : 1;
