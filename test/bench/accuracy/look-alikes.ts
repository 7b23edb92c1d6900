// What looks like a key and is none: each kind must give no finding. And keys of other vendors that begin alike: those
// are findings, and each must name its vendor.
import { type Random, between, noise, pick, seeded } from '../random.ts';
import { variants } from './encoders/index.ts';
import { framed, pickFrame } from './frames.ts';
import { randomBody, randomText } from './keys.ts';
import { places } from './places.ts';
import { apply, bare } from './traced.ts';

export interface LookAlike {
  kind: string;
  bytes: Buffer;
  /** Null for what is no key at all. */
  vendor: string | null;
}

type Texts = [string, ...string[]];
const prefixes: Texts = ['ak_live_', 'ak_test_'];
const base36 = 'abcdefghijklmnopqrstuvwxyz0123456789';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const hex = '0123456789abcdef';
const words: Texts = [
  'account',
  'payout',
  'stream',
  'controller',
  'config',
  'when',
  'the',
  'value',
  'helper',
  'module',
  'retry',
  'v2',
  'list',
  'update',
  'state',
  'is',
  'set',
];
const otherWords: Texts = ['le', 'bre', 'pe', 'so', 'spe', 'stre', 'we', 'n', 'mc_', 'x-', 'my_', 'PE', '0'];
const placeholders: Texts = [
  'your_key_here_please',
  'YOUR_API_KEY_GOES_HERE',
  'xxxxxxxxxxxxxxxxxxxxxxxx',
  'XXXXXXXXXXXXXXXXXXXXXXXX',
  '000000000000000000000000',
  '123456789012345678901234',
  'abcdefghijklmnopqrstuvwx',
  'example_key_for_the_docs',
  'replace_me_with_your_key',
  'placeholder0placeholder0',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  'abababababababababababab',
  '________________________',
  'insert_your_secret_here0',
];

const several = (random: Random, from: number, to: number) =>
  Array.from({ length: between(random, from, to) }, () => pick(random, words));
const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
const prefix = (random: Random) => pick(random, prefixes);
const group = (random: Random, length: number) => randomText(random, hex, length);

/** Each with what it is in a program or a text around it; made anew at each call. */
const kinds: Record<string, (random: Random) => string> = {
  'other words (leak_test_…, peak_live_…)': (random) =>
    `${pick(random, otherWords)}${prefix(random)}${randomBody(random)}`,
  placeholders: (random) => prefix(random) + pick(random, placeholders),
  'constants (AK_TEST_…)': (random) => prefix(random).toUpperCase() + randomBody(random).toUpperCase(),
  'another case (Ak_live_…)': (random) => `A${prefix(random).slice(1)}${randomBody(random)}`,
  'snake_case names': (random) => prefix(random) + several(random, 4, 8).join('_'),
  'camelCase names': (random) =>
    prefix(random) +
    several(random, 6, 11)
      .filter((word) => /^[a-z]{3,}$/.test(word))
      .map((word, i) => (i === 0 ? word : capital(word)))
      .join(''),
  'ids (ak_01HX…)': (random) => `ak_01${randomText(random, crockford, 24)}`,
  'ids (ak_…)': (random) => `ak_${randomBody(random)}`,
  'keys of other services (pk_live_…)': (random) =>
    `${pick(random, ['pk', 'rk', 'ek', 'tk', 'key'])}_live_${randomBody(random)}`,
  'webhook secrets of others': (random) => `STRIPE_WEBHOOK_SECRET=whsec_${group(random, 64)}`,
  'too short': (random) => prefix(random) + randomBody(random, between(random, 1, 16)),
  'too long': (random) => prefix(random) + randomBody(random, between(random, 129, 300)),
  'prefixes alone': (random) =>
    `Keys start with \`${prefix(random)}\`; /^ak_(live|test)_[A-Za-z0-9]{16,}$/ finds ${prefix(random)}* and ${prefix(random)}\${rest}`,
};

const noises: Record<string, (random: Random) => string | Buffer> = {
  UUIDs: (random) =>
    Array.from({ length: 20 }, () => [8, 4, 4, 4, 12].map((n) => group(random, n)).join('-')).join('\n'),
  hashes: (random) => [32, 40, 64, 128].map((n) => group(random, n)).join('\n'),
  'hashes, upper case': (random) => [32, 40, 64, 128].map((n) => group(random, n).toUpperCase()).join(' '),
  'base64 noise': (random) => noise(random, between(random, 30, 4000)).toString('base64'),
  'base64 noise behind an anchor': (random) => {
    const text = Buffer.from(prefix(random)).toString('base64');
    return `${text.slice(0, between(random, 4, 12))}${randomText(random, base64, 400)}`;
  },
  'integrity hashes': (random) => `"integrity": "sha512-${noise(random, 64).toString('base64')}"`,
  'tokens of three parts': (random) =>
    [
      `{"alg":"RS256","kid":"${randomText(random, base36, 12)}"}`,
      `{"sub":"${randomText(random, base36, 20)}","iat":${between(random, 1e9, 2e9)}}`,
      noise(random, 64),
    ]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.'),
  certificates: (random) =>
    `-----BEGIN CERTIFICATE-----\n${(
      noise(random, 900)
        .toString('base64')
        .match(/.{1,64}/g) ?? []
    ).join('\n')}\n-----END CERTIFICATE-----`,
  'pictures in a URL': (random) => `url(data:image/png;base64,${noise(random, 3000).toString('base64')})`,
  'hex dumps': (random) =>
    (
      noise(random, 400)
        .toString('hex')
        .match(/.{1,4}/g) ?? []
    ).join(' '),
  bytes: (random) => noise(random, 4000),
  'wide noise': (random) => Buffer.from(randomText(random, `${base64} \n`, 500), 'utf16le'),
  'keyed noise': (random) =>
    Buffer.concat([noise(random, 200), Buffer.from(prefix(random)), noise(random, 200)]),
};

/** Anything between quotes or behind an equals sign. */
const around: [string, string][] = [
  ['', '\n'],
  ['token = "', '"\n'],
  ['TOKEN=', '\nPORT=80\n'],
  ["def f():\n    return '", "'\n"],
];

/** Encodings that do not stop in the middle of a word, where what is left of it would be a key. */
const whole = variants.filter(
  ({ inserts, beyond, name }) =>
    inserts !== true && beyond !== true && !/middle|continued|lines of/.test(name),
);

/** Each kind `count` times as it is, and `count` times in a random encoding and place; noise as it is. */
export function* lookAlikes(seed: number, count: number): Generator<LookAlike> {
  const random = seeded(seed + 5);
  for (const [kind, make] of Object.entries(kinds)) {
    for (let n = 0; n < count; n++) {
      const [before, behind] = pick(random, around as [[string, string], ...[string, string][]]);
      yield { kind, bytes: Buffer.from(before + make(random) + behind, 'latin1'), vendor: null };
      yield { kind: `${kind}, encoded`, bytes: encoded(make(random), random), vendor: null };
    }
  }
  for (const [kind, make] of Object.entries(noises)) {
    for (let n = 0; n < count; n++) yield { kind, bytes: Buffer.from(make(random)), vendor: null };
  }
}

function encoded(text: string, random: Random): Buffer {
  const inner = bare(text);
  const frame = pickFrame(inner, random);
  const inFrame = framed(frame, inner);
  const fitting = whole.filter((variant) => variant.fits(inFrame));
  const variant = fitting[between(random, 0, fitting.length)];
  if (variant === undefined) return inFrame.bytes;
  const wrapped = apply(variant, inFrame, random, frame.name);
  const small = places.filter(({ large }) => !large);
  for (;;) {
    const placed = small[between(random, 0, small.length)]?.put(wrapped, random);
    if (placed !== null && placed !== undefined) return placed.bytes;
  }
}

/** Surroundings by which a vendor is known. Facts as in rules/context/anton-keys.json. */
const vendors: [vendor: string, before: string, behind: string][] = [
  ['Pagar.me', "pagarme.client.connect({ api_key: '", "' })\n"],
  ['Pagar.me', 'curl https://api.pagar.me/1/transactions -d api_key=', '\n'],
  ['Zwitch', 'ZWITCH_ACCESS_KEY=', '\n'],
  ['Zwitch', 'https://api.zwitch.io/v1\nAuthorization: Bearer ', ':sk_live_x\n'],
  ['Allo', 'Authorization: Api-Key ', '\n'],
  ['Allo', 'ALLO_API_KEY="', '"\n'],
  ['Clerk', 'CLERK_API_KEY=', '\n'],
  ['Clerk', "import { users } from '@clerk/backend';\nconst key = '", "';\n"],
];

/** Keys in other vendors' surroundings. */
export function* foreignKeys(seed: number, count: number): Generator<LookAlike> {
  const random = seeded(seed + 6);
  for (let n = 0; n < count; n++) {
    for (const [vendor, before, behind] of vendors) {
      const text = `${before}${prefix(random)}${randomBody(random)}${behind}`;
      yield { kind: vendor, bytes: Buffer.from(text, 'latin1'), vendor };
    }
  }
}
