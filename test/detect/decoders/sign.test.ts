// An equals sign or the end of a line next to base64 and hex, which may be of two encodings: only one of them is meant.
import { expect, test } from 'vitest';
import { Finder } from '../../../src/detect/finder.ts';
import { Search } from '../../../src/detect/search.ts';
import { makeKey } from '../../helpers/keys.ts';
import { rules } from '../../helpers/rules.ts';

const key = makeKey('live', 1);
const search = new Search(new Finder(rules), 0, null);
const hex = (text: string) => Buffer.from(text).toString('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const lines = (text: string, columns: number, gap: string) =>
  (text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).join(gap);
/** Whether each of the keys found is the one that was hidden; null for none. */
const found = (text: string): boolean | null => {
  const finds = search.whole(Buffer.from(text));
  return finds.length === 0 ? null : finds.every((find) => find.key === key);
};

test.each([
  ['a value in hex whose first byte sticks to a key', `token=${hex(`0${key}`)}\n`],
  ['the same in upper case', `token=${hex(`0${key}`).toUpperCase()}\n`],
  ['a value in hex with more before', `token=${hex(`A b=${'x'.repeat(9)}${key}`)}\n`],
  ['a value in base64 that starts as an escape does', `token=${base64(`x1y${key}`)}\n`],
  [
    'base64 in lines, with a line of code behind its padding',
    `${lines(base64(`PORT=8080\nPAYOUT_TOKEN=${key.slice(0, 8)}configRetryWhenAccountTheHelperWhenController\nREGION=eu-west-1\n`), 64, '\n')}\n// method\n`,
  ],
  [
    'hex in lines, the last of them short and indented',
    lines(hex(`Accept: */*\r\nAuth: Bearers my_${key}\r\n`), 60, '\n    '),
  ],
])('no key in %s', (_, text) => {
  expect(found(text)).toBeNull();
});

test.each([
  ['a value in hex', `token=${hex(key)}\n`],
  ['a value in base64', `token=${base64(key)}\n`],
  ['hex behind an escaped sign', `token=3D${hex(key)}\n`],
  ['base64 behind an escaped sign', `token=3D${base64(key)}\n`],
  ['base64 with soft breaks', `${lines(base64(`token: ${key}, and more of it`), 75, '=\n')}\n`],
  ['base64 with soft breaks in the key', `x ${lines(base64(`token: ${key}, and more`), 20, '=\n')}\n`],
  [
    'base64 in lines, with a line of code behind its padding',
    `${lines(base64(`PORT=8080\nPAYOUT_TOKEN=${key}\nREGION=eu-west-1\n`), 64, '\n')}\n// method\n`,
  ],
  ['hex in lines', lines(hex(`Accept: */*\r\nAuth: Bearers my:${key}\r\n`), 60, '\n    ')],
])('the key in %s', (_, text) => {
  expect(found(text)).toBe(true);
});
