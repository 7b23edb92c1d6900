// Expands the examples of a rule into text. Rules and tests hold templates instead of keys, so that no
// key-shaped text stands anywhere in this repository.

const alphabets: Record<string, string> = {
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base36: 'abcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  digits: '0123456789',
};

/** Mulberry32: 32 bits of state, numbers in [0, 1). Good for examples and tests, not for keys that work. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Replaces `{ALPHABET:LENGTH}` (base62, base36, hex, lower, digits) by seeded random text, `{repeat:TEXT:TIMES}` by
 * repetitions, and `{literal:TEXT}` by the text itself. The same seed gives the same text.
 * @throws Error on an unknown placeholder.
 */
export function expandTemplate(template: string, seed: number): string {
  const random = seededRandom(seed);
  return template.replace(
    /\{(\w+):([^{}:]*)(?::(\d+))?\}/g,
    (whole, kind: string, text: string, times?: string) => {
      if (kind === 'literal') return text;
      if (kind === 'repeat') return text.repeat(Number(times));
      const alphabet = alphabets[kind];
      if (alphabet === undefined) throw new Error(`unknown placeholder ${whole}`);
      return Array.from(
        { length: Number(text) },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join('');
    },
  );
}
