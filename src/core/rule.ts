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
  /** `none`: the API can't be asked about such a secret, so a finding stays unverified and the portal is the way. */
  verification: 'anton-api' | 'none';
  /** Counts only near a word of `context.own`: the prefix alone belongs to others as well. */
  needsOwn: boolean;
  context: RuleContext;
  /** Templates that must match, and that must not: see `detect/template.ts`. */
  examples: string[];
  negativeExamples: string[];
}

/**
 * `client-side`: shipped to browsers or phones, where everybody can read it. `live-key-in-development`: a production key
 * where none belongs. Both are against the practice that Anton preaches, and raise the severity.
 */
export type Exposure = 'client-side' | 'live-key-in-development';

/** What stands around a key and changes what it means; one file in rules/context/, shared by rules. All words are in lower case. */
export interface RuleContext {
  id: string;
  /** No real key holds one of these; compared without regard to case. */
  placeholders: string[];
  /** Words that speak for Anton, whatever else is near. */
  own: string[];
  /** Other vendors whose keys begin alike, and the words by which they are known. */
  vendors: { name: string; near: string[] }[];
  /** `before`: names on the same line, before the key. `paths`: regular expressions, compared without regard to case. */
  exposures: { exposure: Exposure; before: string[]; paths: string[] }[];
}
