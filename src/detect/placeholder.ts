// Tells a key from what only looks like one: a documentation placeholder, or an identifier such as ak_test_helper_name.
// Tuned for recall. Measured on 400,000 random bodies: of 24 to 40 base62 characters (what Anton's examples show) one in
// 200,000 is rejected; of 20, one in 44,000; of 16, the least that counts at all, one in 4,200.

/** Shannon entropy of a text in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits -= (n / text.length) * Math.log2(n / text.length);
  return bits;
}

// snake_case or CONSTANT_CASE: two or more words, words with a short number behind, or short numbers, joined by
// underscores; or one word of letters only.
const part = (letters: string) => `(?:${letters}+\\d{0,3}|\\d{1,4})`;
const snake = (letters: string) => `${part(letters)}(?:_+${part(letters)})+_*|${letters}+_*`;
const identifier = new RegExp(`^_*(?:${snake('[a-z]')}|${snake('[A-Z]')})$`);
// camelCase or PascalCase without digits: each capital starts a word of three letters or more.
const camelCase = /^_*[a-z]*(?:[A-Z][a-z]{2,}_*)+$/;
// At least this many equal characters in a row, or steps of one ("abcdefg", "7654321"), is a hand's work.
const longestRun = 6;

function hasLongRun(body: string): boolean {
  let run = 1;
  let step: number | null = null;
  for (let i = 1; i < body.length; i++) {
    const delta = body.charCodeAt(i) - body.charCodeAt(i - 1);
    if (Math.abs(delta) <= 1 && delta === step) run++;
    else run = Math.abs(delta) <= 1 ? 2 : 1;
    step = delta;
    if (run >= longestRun) return true;
  }
  return false;
}

/** Whether a candidate's body (the part behind the prefix) is a placeholder or an identifier rather than a key. */
export function isPlaceholder(body: string, words: readonly string[], minEntropy: number): boolean {
  const lower = body.toLowerCase();
  return (
    words.some((word) => lower.includes(word)) ||
    identifier.test(body) ||
    camelCase.test(body) ||
    hasLongRun(body) ||
    entropy(body) < minEntropy
  );
}
