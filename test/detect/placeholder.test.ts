import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../src/detect/placeholder.ts';
import { seededRandom } from '../../src/detect/template.ts';
import { rules } from '../helpers/rules.ts';

const { context, body } = rules[0] ?? expect.fail('no rules');
const rejected = (text: string) => isPlaceholder(text, context.placeholders, body.minEntropy);

describe('placeholders', () => {
  test.each([
    'your_key_here_please',
    'EXAMPLEKEYEXAMPLEKEY1',
    'xXxXxxxxXXXXxxxxxxxx',
    'a1b2c3d4xxxxxxxxxxxx',
    '1234567890abcdefGHIJ',
    'abcdefghijklmnopqrst',
    'aaaaaaaaaaaaaaaaaaaa',
    'abababababababababab',
    'helper_function_name',
    'case_12_should_return_404',
    'SOME_CONSTANT_NAME_2',
    'shouldReturnTheRightAnswer',
    'zyxwvutsrqponmlk',
    'REPLACE_ME_WITH_KEY0',
  ])('%s is one', (text) => {
    expect(rejected(text)).toBe(true);
  });

  // The rejection must cost next to no recall; the figures of more bodies stand in src/detect/placeholder.ts.
  test.each([
    ['base62', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 2e-5],
    ['base36', 'abcdefghijklmnopqrstuvwxyz0123456789', 2e-4],
    ['hex', '0123456789abcdef', 1e-4],
  ])('random %s bodies are not, at the lengths in use', (_, alphabet, limit) => {
    const random = seededRandom(42);
    const tries = 60_000;
    let lost = 0;
    for (let i = 0; i < tries; i++) {
      const length = 24 + (i % 17);
      let text = '';
      for (let at = 0; at < length; at++) text += alphabet[Math.floor(random() * alphabet.length)];
      if (rejected(text)) lost++;
    }
    expect(lost).toBeLessThanOrEqual(tries * limit);
  });
});
