import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { containers } from '../../src/archive/containers.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { gzipBomb, nestedBomb, selfContainingZip } from '../archive/make-bomb.ts';
import { makeTar } from '../archive/make-tar.ts';
import { makeZip } from '../archive/make-zip.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const key = makeKey('live', 1);
const text = Buffer.from(`first\nkey = ${key}\n`);
const base64 = Buffer.from(text.toString('base64'));
const files = [
  { name: 'a/one.txt', bytes: text },
  { name: 'a/two.b64', bytes: base64 },
];
/** A whole block of a tar. */
const filled = Buffer.from(key.padStart(512));
const zip = makeZip(files);
const tar = makeTar(files);
const scanner = new Scanner(rules, containers);

function scan(bytes: Buffer, pieces: number[] = []) {
  scanner.open({ kind: 'file', path: 'x' });
  let from = 0;
  for (const cut of [...pieces, bytes.length]) {
    scanner.write(bytes.subarray(from, cut));
    from = cut;
  }
  scanner.close();
  const matches = scanner.take();
  expect(matches.every((match) => match.secret.fingerprint === fingerprintOf(key))).toBe(true);
  const found = matches.map(
    ({ encoding, member, line, column }) => `${encoding.join('>')} ${member} ${line}:${column}`,
  );
  return { found: found.toSorted(), gaps: scanner.gaps.splice(0).map((gap) => gap.why) };
}

describe('keys in containers', () => {
  test.each<[string, Buffer, string[]]>([
    ['gzip', gzipSync(text), ['gzip  1:1']],
    ['zip', zip, ['zip a/one.txt 1:1', 'zip>base64 a/two.b64 1:1']],
    ['gzip of tar', gzipSync(tar), ['gzip>tar a/one.txt 1:1', 'gzip>tar>base64 a/two.b64 1:1']],
    ['zip in gzip', gzipSync(zip), ['gzip>zip a/one.txt 1:1', 'gzip>zip>base64 a/two.b64 1:1']],
    ['gzip in zip', makeZip([{ name: 'b.gz', bytes: gzipSync(text) }]), ['zip>gzip b.gz 1:1']],
    ['gzip in base64', Buffer.from(`a: 1\nb: ${gzipSync(text).toString('base64')}\n`), ['base64>gzip  2:4']],
    ['tar, whose files stand in it as they are', makeTar([files[0] ?? expect.fail()]), [' null 2:7']],
    [
      'tar, with a file that fills its block and so ends where the next begins',
      makeTar([{ name: 'a/one.txt', bytes: filled }, files[1] ?? expect.fail()]),
      ['base64 null 1:1553', 'tar a/one.txt 1:993'],
    ],
    [
      'zip, with files that stand in it as they are, between names and headers',
      makeZip([
        { name: 'a/one', bytes: Buffer.from(key), method: 0 },
        { name: 'a/two', bytes: Buffer.from(`a\nb\n${key}`), method: 0 },
      ]),
      ['zip a/one 1:36', 'zip a/two 3:1'],
    ],
    [
      'zip in tar, each as it is',
      makeTar([{ name: 'a.zip', bytes: makeZip([{ name: 'b', bytes: Buffer.from(key), method: 0 }]) }]),
      ['tar>zip a.zip > b 1:544'],
    ],
    [
      'zip in base64, each as it is',
      Buffer.from(makeZip([{ name: 'b', bytes: Buffer.from(key), method: 0 }]).toString('base64')),
      ['base64>zip b 1:42'],
    ],
    [
      'tar in tar',
      makeTar([{ name: 'a.tar', bytes: makeTar([files[0] ?? expect.fail()]) }]),
      ['tar>tar a.tar > a/one.txt 2:7'],
    ],
    [
      'a key that two decoders see a part of',
      gzipSync(`token = "${key.slice(0, 28)}\\\n${key.slice(28)}"`),
      ['gzip>js-escape  1:1'],
    ],
  ])('%s', (_, bytes, wanted) => {
    expect(scan(bytes)).toEqual({ found: wanted, gaps: [] });
  });

  test('a blob that comes in pieces, cut anywhere', () => {
    for (const cuts of [[1], [100, 200], [511], [512], [513], [300, 600]]) {
      expect(scan(gzipSync(zip), cuts).found).toHaveLength(2);
    }
  });
});

describe('what can not be opened is said', () => {
  test.each<[string, Buffer, RegExp]>([
    ['a truncated gzip', gzipSync(text).subarray(0, -9), /ends too early/],
    ['a bomb', gzipBomb(40, 1 << 26), /times its size|stopped/],
    ['a nested bomb', nestedBomb(4, 8, 1 << 20), /times its size|stopped|more than/],
    ['a zip that contains itself', selfContainingZip(), /deep|levels/],
  ])('%s', (_, bytes, why) => {
    expect(scan(bytes).gaps.join()).toMatch(why);
  });

  test('the next blob has a budget of its own', () => {
    scan(selfContainingZip());
    expect(scan(gzipSync(text))).toEqual({ found: ['gzip  1:1'], gaps: [] });
  });
});
