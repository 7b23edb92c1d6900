// The corpus: every encoder alone in every frame and place, then chains of two and three from a seed.
import { type Random, between, seeded } from '../random.ts';
import { containers } from './encoders/containers.ts';
import { decoderNames, variants } from './encoders/index.ts';
import { frames, framed, pickFrame } from './frames.ts';
import { type Place, type Placed, places } from './places.ts';
import { type Variant, type Wrapped, apply, bare } from './traced.ts';

export interface Case {
  key: string;
  /** For people: which of the keys. */
  nth: number;
  wrapped: Wrapped;
  place: Place;
  placed: Placed;
}

/** What finds its way into containers, or carries them. */
const containerNames = [...new Set(containers.map(({ decoder }) => decoder))];
const carriers = ['base64', 'hex'];

const byDecoder = new Map<string, readonly Variant[]>(
  decoderNames.map((name) => [
    name,
    variants.filter(({ decoder, beyond, alone }) => decoder === name && beyond !== true && alone !== true),
  ]),
);
for (const name of containerNames) {
  byDecoder.set(
    name,
    containers.filter(({ decoder }) => decoder === name),
  );
}

function* placedIn(all: readonly Place[], key: string, nth: number, wrapped: Wrapped, random: Random) {
  for (const place of all) {
    const placed = place.put(wrapped, random);
    if (placed !== null) yield { key, nth, wrapped, place, placed };
  }
}

/** Keys as they are, in every place. */
export function* plainCases(seed: number, keys: readonly string[]): Generator<Case> {
  const random = seeded(seed);
  for (const [nth, key] of keys.entries()) yield* placedIn(places, key, nth, bare(key), random);
}

/**
 * Every encoder, in every frame and place that fits; in places that take long, every fourth.
 * @param perSingle of how many keys.
 * @param beyond which encoders: those that are more than was promised, or all others.
 * @param every of how many of an encoder in a frame one is made, for a sample.
 */
export function* singleCases(
  seed: number,
  keys: readonly string[],
  perSingle: number,
  beyond = false,
  every = 1,
): Generator<Case> {
  const random = seeded(seed + 1);
  const small = places.filter(({ large }) => !large);
  let turn = 0;
  for (const variant of variants) {
    if ((variant.beyond ?? false) !== beyond) continue;
    for (const frame of frames) {
      if (frame.forLines === true && variant.wraps !== true) continue;
      for (let n = 0; n < perSingle; n++) {
        const nth = turn++ % keys.length;
        if (turn % every !== 0) continue;
        const key = keys[nth] ?? '';
        const inner = bare(key);
        if (!frame.fits(inner)) break;
        const inFrame = framed(frame, inner);
        if (!variant.fits(inFrame)) continue;
        const wrapped = apply(variant, inFrame, random, frame.name);
        yield* placedIn(turn % 4 === 0 ? places : small, key, nth, wrapped, random);
      }
    }
  }
}

/** A random variant of a decoder that fits, applied in a random frame; null when none fits. */
function wrapOnce(decoder: string, inner: Wrapped, random: Random): Wrapped | null {
  const candidates = byDecoder.get(decoder) ?? [];
  for (let attempt = 0; attempt < 6; attempt++) {
    const frame = pickFrame(inner, random);
    const inFrame = framed(frame, inner);
    const fitting = candidates.filter((variant) => variant.fits(inFrame));
    const variant: Variant | undefined = fitting[between(random, 0, fitting.length)];
    if (variant !== undefined) return apply(variant, inFrame, random, frame.name);
  }
  return null;
}

function chainCase(names: readonly string[], keys: readonly string[], random: Random): Case | null {
  const nth = between(random, 0, keys.length);
  const key = keys[nth] ?? '';
  let wrapped: Wrapped | null = bare(key);
  for (const name of names.toReversed()) {
    wrapped = wrapOnce(name, wrapped, random);
    if (wrapped === null) return null;
  }
  for (let attempt = 0; attempt < 20; attempt++) {
    const place = places[between(random, 0, places.length)];
    if (place === undefined || (place.large && between(random, 0, 4) > 0)) continue;
    const placed = place.put(wrapped, random);
    if (placed !== null) return { key, nth, wrapped, place, placed };
  }
  return null;
}

/** All ordered chains of some length, outermost first. */
export function chainsOf(length: number): string[][] {
  if (length === 0) return [[]];
  return chainsOf(length - 1).flatMap((rest) => decoderNames.map((name) => [name, ...rest]));
}

/** Chains of some length with a container in them: around decoders and containers, and inside of base64 and hex. */
export function containerChains(length: number): string[][] {
  if (length === 0) return [];
  const shorter = containerChains(length - 1);
  return [
    ...containerNames.flatMap((name) => [...chainsOf(length - 1), ...shorter].map((rest) => [name, ...rest])),
    ...carriers.flatMap((name) => shorter.map((rest) => [name, ...rest])),
  ];
}

/**
 * `count` cases for each chain.
 * @param onNone told of chains that nobody would make.
 */
export function* chainCases(
  seed: number,
  keys: readonly string[],
  chains: readonly (readonly string[])[],
  count: number,
  onNone: (chain: readonly string[]) => void = () => {},
): Generator<Case> {
  const random = seeded(seed + 2);
  for (const names of chains) {
    let made = 0;
    for (let n = 0; n < count; n++) {
      const each = chainCase(names, keys, random);
      if (each === null) continue;
      made++;
      yield each;
    }
    if (made === 0) onNone(names);
  }
}
