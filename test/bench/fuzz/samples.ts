// What is fuzzed: one sample of each encoder and of each container, and of some chains; and how they are mutated.
import { containers } from '../accuracy/encoders/containers.ts';
import { variants } from '../accuracy/encoders/index.ts';
import { framed, pickFrame } from '../accuracy/frames.ts';
import { makeKeys } from '../accuracy/keys.ts';
import { type Wrapped, apply, bare } from '../accuracy/traced.ts';
import { type Random, between, noise, pick, seeded, sourceLines } from '../random.ts';

/** Larger ones only take more time. */
const mostBytes = 1 << 16;

/** What decoders and openers look for, and what makes them look further. */
const dictionary: readonly string[] = [
  'ak_live_',
  'ak_test_',
  'k_live_',
  'ant_ocs_live_',
  'whsec_',
  'YWtfbGl2ZV9',
  'FrX2xpdmVf',
  'ha19saXZlX',
  '616b5f6c6976655f',
  '%5F',
  '%6B%5F',
  '%u005f',
  '%25',
  '\\u005f',
  '\\x6b\\x5f',
  '\\U0000005f',
  '\\137',
  '\\\\',
  '\\n',
  '\\\r\n',
  '&#95;',
  '&#107;&lowbar;',
  '&amp;',
  '=5F',
  '=6B=5F',
  '=\n',
  '=\r\n',
  '=3D',
  '\x1b[31m',
  '\x1b]8;;',
  '\x1b\\',
  '\\x1b[0m',
  '^[[m',
  '[0m',
  '"',
  "'",
  '`',
  '" + "',
  "' .\n '",
  '", "',
  '${"',
  '"}',
  '.concat(',
  '\0',
  '\0\0\0',
  'a\0k\0_\0',
  '\0a\0k\0_',
  '\xff\xfe',
  '\xfe\xff',
  '\n',
  '\r\n',
  '    ',
  'PK\x03\x04',
  'PK\x01\x02',
  'PK\x05\x06',
  '\x1f\x8b\x08',
  'BZh9',
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd',
  'ustar',
  'H4sI',
  'UEsDB',
  'AAAA',
  '====',
];

/** Samples from a seed, none of them large. */
export function samplesOf(seed: number): Buffer[] {
  const random = seeded(seed);
  const keys = makeKeys(seed, 18);
  const all = [...variants, ...containers];
  const samples: Buffer[] = [];
  const wrap = (inner: Wrapped, variant: (typeof all)[number]): Wrapped | null => {
    const frame = pickFrame(inner, random);
    const inFrame = framed(frame, inner);
    return variant.fits(inFrame) ? apply(variant, inFrame, random, frame.name) : null;
  };
  for (const first of all) {
    for (let attempt = 0; attempt < 8; attempt++) {
      const once = wrap(bare(keys[between(random, 0, keys.length)] ?? ''), first);
      if (once === null) continue;
      samples.push(once.bytes);
      const twice = wrap(once, all[between(random, 0, all.length)] ?? first);
      const thrice = twice === null ? null : wrap(twice, all[between(random, 0, all.length)] ?? first);
      for (const more of [twice, thrice]) if (more !== null) samples.push(more.bytes);
      if (attempt > 3) break;
    }
  }
  samples.push(Buffer.from(sourceLines(random, 200).join('')), noise(random, 3000));
  return samples.filter(({ length }) => length <= mostBytes);
}

/** A sample with some of its bytes changed, left out, doubled, moved, or put in from elsewhere. */
export function mutate(samples: readonly Buffer[], random: Random): Buffer {
  const any = () => samples[between(random, 0, samples.length)] ?? Buffer.alloc(0);
  let bytes = Buffer.from(any());
  for (let n = between(random, 0, 6); n > 0; n--) {
    const at = between(random, 0, bytes.length + 1);
    const end = Math.min(bytes.length, at + between(random, 0, pick(random, [4, 40, 2000])));
    const parts: Uint8Array[] = [bytes.subarray(0, at), bytes.subarray(end)];
    switch (between(random, 0, 8)) {
      case 0:
        for (let i = at; i < Math.min(end, at + 4); i++) bytes[i] = between(random, 0, 256);
        continue;
      case 1:
        break;
      case 2:
        parts.splice(1, 0, bytes.subarray(at, end), bytes.subarray(at, end));
        break;
      case 3:
        parts.splice(
          1,
          0,
          Buffer.from(dictionary[between(random, 0, dictionary.length)] ?? '', 'latin1'),
          bytes.subarray(at, end),
        );
        break;
      case 4: {
        const text = dictionary[between(random, 0, dictionary.length)] ?? '';
        parts.splice(
          1,
          0,
          Buffer.from(text.repeat(between(random, 1, pick(random, [4, 60, 3000]))), 'latin1'),
        );
        break;
      }
      case 5: {
        const other = any();
        const from = between(random, 0, other.length + 1);
        parts.splice(1, 0, other.subarray(from, from + between(random, 0, other.length + 1)));
        break;
      }
      case 6:
        parts.splice(1, 0, noise(random, between(random, 1, 64)), bytes.subarray(at, end));
        break;
      default:
        parts.splice(
          1,
          0,
          ...Array.from({ length: between(random, 2, 200) }, () =>
            bytes.subarray(at, Math.min(end, at + 40)),
          ),
        );
    }
    bytes = Buffer.concat(parts);
    if (bytes.length > 4 * mostBytes) bytes = bytes.subarray(0, 4 * mostBytes);
  }
  return bytes;
}
