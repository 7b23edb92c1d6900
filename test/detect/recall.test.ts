// A sample of what `npm run bench:accuracy` measures in full, by the same judge: a decoder, a container or a filter that
// gets worse is noticed at once. Recipes of what is wrong are printed, keys are not.
import { expect, test } from 'vitest';
import {
  type Case,
  chainCases,
  chainsOf,
  containerChains,
  plainCases,
  singleCases,
} from '../bench/accuracy/corpus.ts';
import { judge, scan } from '../bench/accuracy/judge.ts';
import { makeKeys } from '../bench/accuracy/keys.ts';
import { foreignKeys, lookAlikes } from '../bench/accuracy/look-alikes.ts';
import { tryNeighbours } from '../bench/accuracy/neighbours.ts';

const seed = 20;
const keys = makeKeys(seed, 18);

/** Every `step`th of the cases, and those of them that are not found where they are, by the way that they took. */
function tried(cases: Iterable<Case>, step: number): { count: number; wrong: string[] } {
  let nth = 0;
  let count = 0;
  const wrong: string[] = [];
  for (const { key, placed, wrapped, place } of cases) {
    if (nth++ % step !== 0) continue;
    count++;
    const { found, placed: isPlaced, chained, extras } = judge(key, placed, wrapped.links);
    if (found && isPlaced && chained && extras === 0) continue;
    wrong.push(`${wrapped.recipe.join(' in ')}: ${place.group}, ${place.name}`);
  }
  return { count, wrong };
}

test('keys in plain, in every place', () => {
  const { count, wrong } = tried(plainCases(seed, keys), 3);
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(200);
});

test('every single encoding', () => {
  const { count, wrong } = tried(singleCases(seed, keys, 1, false, 17), 2);
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(1000);
});

test('chains of two and three', () => {
  const two = tried(chainCases(seed, keys, chainsOf(2), 3), 1);
  const three = tried(
    chainCases(
      seed,
      keys,
      chainsOf(3).filter((_, i) => i % 5 === 0),
      1,
    ),
    1,
  );
  expect(two.count).toBeGreaterThan(200);
  expect(three.count).toBeGreaterThan(90);
  // As many as the targets allow.
  expect(two.wrong.slice(Math.floor(two.count * 0.005))).toEqual([]);
  expect(three.wrong.slice(Math.floor(three.count * 0.02))).toEqual([]);
});

test('containers, alone and in chains', () => {
  const chains = [
    ...containerChains(1).flatMap((chain) => [chain, chain, chain, chain]),
    ...containerChains(2).filter((_, i) => i % 2 === 0),
    ...containerChains(3).filter((_, i) => i % 40 === 0),
  ];
  const { count, wrong } = tried(chainCases(seed, keys, chains, 1), 1);
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(60);
});

test('look-alikes give nothing, keys of other vendors name them, and neighbours stay two', () => {
  for (const { kind, bytes, vendor } of [...lookAlikes(seed, 6), ...foreignKeys(seed, 2)]) {
    const named = scan(bytes).matches.map((match) => match.vendor);
    expect([kind, named]).toEqual([kind, vendor === null ? [] : [vendor]]);
  }
  expect(tryNeighbours(seed, keys, 4).filter(({ wrong }) => wrong > 0)).toEqual([]);
});
