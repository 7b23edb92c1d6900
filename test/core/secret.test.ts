// Law 1: a secret cannot print itself. The table does to it what the type checker would warn of; hence:
/* oxlint-disable typescript/restrict-template-expressions, typescript/no-base-to-string, typescript/no-misused-spread */
/* oxlint-disable typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-conversion */
import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, test, vi } from 'vitest';
import { fingerprintOf, Secret } from '../../src/core/secret.ts';

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
const key = fc
  .tuple(
    fc.constantFrom('live', 'test'),
    fc.array(fc.constantFrom(...alphanumeric), { minLength: 20, maxLength: 64 }),
  )
  .map(([environment, body]) => `ak_${environment}_${body.join('')}`);

/** Everything somebody might do to a secret by accident, each giving the text that would be seen. */
const renderings: Record<string, (secret: Secret) => string> = {
  'String()': (s) => String(s),
  template: (s) => `${s}`,
  concatenation: (s) => '' + (s as unknown as string),
  'toString()': (s) => s.toString(),
  'toLocaleString()': (s) => s.toLocaleString(),
  'valueOf()': (s) => String(s.valueOf()),
  Number: (s) => String(Number(s)),
  join: (s) => [s].join(),
  'property name': (s) => Object.keys({ [s as unknown as string]: 1 }).join(),
  'JSON.stringify': (s) => JSON.stringify(s),
  'JSON.stringify nested': (s) => JSON.stringify({ a: [{ s }], m: Object.fromEntries([['s', s]]) }),
  inspect: (s) => inspect(s),
  'inspect showHidden': (s) => inspect(s, { showHidden: true, depth: null, getters: true }),
  'inspect without the custom one': (s) =>
    inspect(s, { showHidden: true, depth: null, getters: true, customInspect: false }),
  'inspect nested': (s) =>
    inspect({ a: new Map([[s, new Set([s])]]) }, { showHidden: true, depth: null, showProxy: true }),
  'inspect proxy': (s) => inspect(new Proxy(s, {}), { showProxy: true, showHidden: true }),
  'format %s': (s) => format('%s', s),
  'format %o': (s) => format('%o', s),
  'format %O': (s) => format('%O', { s }),
  'format %j': (s) => format('%j', s),
  'format %d': (s) => format('%d %i %f', s, s, s),
  'format rest': (s) => format(s, s),
  structuredClone: (s) =>
    inspect(structuredClone(s), { showHidden: true }) + JSON.stringify(structuredClone(s)),
  serialize: (s) => serialize(s).toString('latin1'),
  'Error message': (s) => inspect(new Error(`failed for ${s}`)) + new Error(`failed for ${s}`).stack,
  'Error cause': (s) =>
    inspect(new Error('failed', { cause: s })) + inspect(new Error('x', { cause: { s } })),
  AggregateError: (s) => inspect(new AggregateError([s], 'all failed')),
  'Object.keys': (s) => Object.keys(s).join(),
  'Object.values': (s) => Object.values(s).join(),
  'own property names': (s) =>
    Reflect.ownKeys(s)
      .map((k) => String(Reflect.get(s, k)))
      .join(),
  'for in': (s) => {
    const seen: string[] = [];
    for (const name in s) seen.push(String(Reflect.get(s, name)));
    return seen.join();
  },
  spread: (s) => inspect({ ...s }) + JSON.stringify(Object.assign({}, s)),
  console: (s) => {
    const written: string[] = [];
    const spies = (['log', 'error', 'dir', 'table'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...args: unknown[]) => void written.push(format(...args))),
    );
    console.log(s, { s });
    console.error('%o', s);
    console.dir(s, { showHidden: true });
    console.table([s]);
    for (const spy of spies) spy.mockRestore();
    return written.join('\n');
  },
  redacted: (s) => s.redacted,
};

/** The key in each dress it could wear in text. */
function dresses(raw: string): string[] {
  const hex = Buffer.from(raw).toString('hex');
  return [
    raw,
    hex,
    hex.toUpperCase(),
    hex.replace(/../g, '%$&'),
    hex.replace(/../g, '%$&').toUpperCase(),
    // Percent-encoded as a URL would: a body of words needs no escape at all, so the underscores stand for it.
    raw.replaceAll('_', '%5F'),
    Buffer.from(raw, 'utf16le').toString('latin1'),
    Buffer.from(raw, 'utf16le').swap16().toString('latin1'),
    ...[0, 1, 2].map((shift) => base64At(raw, shift)),
    ...[0, 1, 2].map((shift) => base64At(raw, shift).replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The characters of the key's base64 that do not depend on what stands before and after it. */
function base64At(raw: string, shift: number): string {
  const text = Buffer.from('\0'.repeat(shift) + raw)
    .toString('base64')
    .replace(/=+$/, '');
  return text.slice(shift === 0 ? 0 : shift + 1, -2);
}

describe('a secret cannot print itself', () => {
  test.each(Object.entries(renderings))('%s', (_, render) => {
    fc.assert(
      fc.property(key, (raw) => {
        const text = render(new Secret(raw));
        // Compared as a boolean, so that a failure prints no key either; those here are made up anyway.
        expect(dresses(raw).some((dress) => text.includes(dress))).toBe(false);
        expect(text.includes(raw.slice(8, -4))).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  test('the check above sees each dress', () => {
    const raw = fc.sample(key, { numRuns: 1, seed: 1 })[0]!;
    const worn = [
      Buffer.from(raw).toString('base64'),
      Buffer.from(`x${raw}y`).toString('base64'),
      Buffer.from(`xy${raw}z`).toString('base64'),
      Buffer.from(raw).toString('hex'),
      Buffer.from(raw, 'utf16le').toString('latin1'),
    ];
    expect(worn.map((text) => dresses(raw).some((dress) => text.includes(dress)))).toEqual(
      worn.map(() => true),
    );
  });

  test.each([
    'String()',
    'JSON.stringify',
    'inspect',
    'format %s',
    'structuredClone',
    'Error cause',
    'console',
  ])('%s shows the fingerprint instead', (name) => {
    const secret = new Secret('anything');
    expect(renderings[name]!(secret)).toContain(`[secret ${secret.fingerprint}]`);
  });
});

test('expose gives the key back', () => {
  fc.assert(
    fc.property(key, (raw) => {
      expect(new Secret(raw).expose() === raw).toBe(true);
    }),
  );
});

describe('fingerprint', () => {
  test('known answer', () => {
    expect(fingerprintOf('abc')).toBe(
      createHash('sha256').update('akguard:1:abc', 'utf8').digest('hex').slice(0, 32),
    );
    // From `printf %s akguard:1:abc | sha256sum`.
    expect(fingerprintOf('abc')).toBe('e9cb49293d4b6203f2ca10c29538984d');
  });

  test('is all that identity hangs on', () => {
    fc.assert(
      fc.property(key, (raw) => {
        expect(new Secret(raw).fingerprint).toBe(fingerprintOf(raw));
        expect(new Secret(raw).fingerprint).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });
});

describe('equality', () => {
  test('same key, equal; other key, not equal', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        fc.pre(a !== b);
        expect(new Secret(a)).toEqual(new Secret(a));
        expect(new Secret(a)).not.toEqual(new Secret(b));
      }),
    );
  });
});

test('a look-alike does not compile', () => {
  const genuine = new Secret('anything');
  const alike = {
    label: genuine.label,
    fingerprint: genuine.fingerprint,
    redacted: genuine.redacted,
    expose: () => 'forged',
    toString: () => genuine.label,
    toJSON: () => genuine.label,
    [Symbol.toPrimitive]: () => genuine.label,
    [inspect.custom]: () => genuine.label,
  };
  // @ts-expect-error Secret is nominal; tsc fails here if a look-alike is ever accepted.
  const forged: Secret = alike;
  expect(forged).not.toBeInstanceOf(Secret);
});

describe('redacted', () => {
  test('shows at most the prefix and the last four characters', () => {
    fc.assert(
      fc.property(key, (raw) => {
        const shown = new Secret(raw).redacted;
        expect(shown === `${raw.slice(0, 8)}****${raw.slice(-4)}`).toBe(true);
      }),
    );
  });

  test.each([
    ['short body, where four would be half of it', 'ak_live_abc123', 'ak_live_****'],
    ['no known prefix', 'correct_horse_battery', '****tery'],
    ['another secret of Anton', `ant_ocs_live_${'f00d'.repeat(3)}`, 'ant_ocs_live_****f00d'],
    ['empty', '', '****'],
  ])('%s', (_, raw, shown) => expect(new Secret(raw).redacted).toBe(shown));
});
