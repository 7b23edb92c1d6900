import { describe, expect, test } from 'vitest';
import { exposureOfPath } from '../../src/detect/context.ts';
import { groupFindings } from '../../src/detect/group.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { expandTemplate } from '../../src/detect/template.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const key = makeKey('live', 1);
const live = rules.find((rule) => rule.id === 'anton-live-key') ?? expect.fail('no rule');
const testRule = rules.find((rule) => rule.id === 'anton-test-key') ?? expect.fail('no rule');

function scan(text: string) {
  const scanner = new Scanner(rules);
  scanner.whole({ kind: 'file', path: 'a' }, Buffer.from(text));
  return scanner.matches;
}

describe('other vendors', () => {
  test.each([
    ['Pagar.me by its host', `curl https://api.pagar.me/1 -u ${key}:x`, 'Pagar.me'],
    ['Pagar.me by its sibling', `ek_live_abc\n${key}`, 'Pagar.me'],
    ['Zwitch', `ZWITCH_SECRET=${key}`, 'Zwitch'],
    ['Allo by its header', `Authorization: Api-Key ${key}`, 'Allo'],
    ['Clerk', `CLERK_API_KEY=${key}`, 'Clerk'],
    ['nobody', `API_KEY=${key}`, null],
    ['Anton, though a vendor is near', `ANTON_KEY=${key} # not pagar.me`, null],
    ['a vendor too far away', `pagar.me${' '.repeat(5000)}${key}`, null],
  ])('%s', (_, text, vendor) => {
    expect(scan(text).map((match) => match.vendor)).toEqual([vendor]);
  });

  test('a key that stands anywhere without the vendor is not the vendor’s', () => {
    const far = '\n'.repeat(5000);
    expect(groupFindings(scan(`zwitch ${key}${far}zwitch ${key}`))[0]?.vendor).toBe('Zwitch');
    expect(groupFindings(scan(`zwitch ${key}${far}key ${key}`))[0]?.vendor).toBeNull();
  });
});

describe('exposure by name', () => {
  test.each([
    ['NEXT_PUBLIC_ANTON_KEY', 'client-side'],
    ['VITE_KEY', 'client-side'],
    ['REACT_APP_KEY', 'client-side'],
    ['EXPO_PUBLIC_KEY', 'client-side'],
    ['ANTON_KEY', null],
  ])('%s', (name, exposure) => {
    expect(scan(`${name}=${key}`).map((match) => match.exposure)).toEqual([exposure]);
  });

  test('a name on another line does not count', () => {
    expect(scan(`VITE_X=1\nKEY=${key}`)[0]?.exposure).toBeNull();
  });
});

describe('exposure by path', () => {
  test.each([
    ['public/app.js', 'client-side'],
    ['dist/main.min.js', 'client-side'],
    ['main.js.map', 'client-side'],
    ['app/src/main/res/values/strings.xml', 'client-side'],
    ['ios/Runner/Info.plist', 'client-side'],
    ['.env.development', 'live-key-in-development'],
    ['config/.env.local', 'live-key-in-development'],
    ['docker-compose.dev.yml', 'live-key-in-development'],
    ['test/fixtures/a.json', 'live-key-in-development'],
    ['notebooks/pay.ipynb', 'live-key-in-development'],
    ['.env.production', null],
    ['src/server/pay.ts', null],
    ['contest/a.ts', null],
  ])('%s', (path, exposure) => {
    expect(exposureOfPath(live, path)).toBe(exposure);
  });

  test('a sandbox key may stand in development', () => {
    expect(exposureOfPath(testRule, '.env.development')).toBeNull();
    expect(exposureOfPath(testRule, 'public/app.js')).toBe('client-side');
  });
});

test('a webhook secret counts only near a word of Anton', () => {
  const secret = expandTemplate('whsec_{hex:64}', 1);
  expect(scan(`STRIPE=${secret}`)).toHaveLength(0);
  expect(scan(`ANTON_WEBHOOK=${secret}`)).toHaveLength(1);
});
