// A rule says what a key looks like. Rules are data (rules/*.json); this is their parsed form.

/** Where a key works: `live` moves real money, `test` is the sandbox. */
export type Environment = 'live' | 'test';

/** The parsed form of one file in rules/; see `config/rules.ts` for the schema. */
export interface Rule {
  /** Equals the file's name without `.json`. */
  id: string;
  title: string;
  description: string;
  environment: Environment;
  /** Case-sensitive literal that every key starts with; ASCII. */
  prefix: string;
  body: {
    /** Regular-expression character class content, ASCII, e.g. `A-Za-z0-9_`. */
    alphabet: string;
    /** Lengths in bytes, without the prefix. */
    min: number;
    max: number;
    /** A body below this many bits per character (Shannon) is a placeholder. */
    minEntropy: number;
  };
  /** Character class content: a byte of it right before the prefix means that this is another word. */
  notAfter: string;
  /** Lower-case words that no real key holds; compared without regard to case. */
  placeholders: string[];
  /** Templates that must match, and that must not: see `detect/template.ts`. */
  examples: string[];
  negativeExamples: string[];
}
