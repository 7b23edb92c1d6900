// Reads the rules that come with akguard. They are plain JSON in rules/, next to src/ and dist/ alike, so that adding
// one is adding a file. Their strict schema is here.
import * as z from 'zod/mini';
import { AkguardError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';

const text = z.string().check(z.minLength(1));
const characterClass = z.string().check(z.regex(/^[A-Za-z0-9_+/=.-]+$/));

const ruleSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]+$/)),
  title: text,
  description: text,
  environment: z.enum(['live', 'test']),
  prefix: z.string().check(z.regex(/^[A-Za-z0-9_]{8,32}$/)),
  body: z.strictObject({
    alphabet: characterClass,
    min: z.int().check(z.minimum(8)),
    max: z.int().check(z.maximum(1024)),
    minEntropy: z.number(),
  }),
  notAfter: characterClass,
  placeholders: z.array(z.string().check(z.regex(/^[^A-Z]{3,}$/))),
  examples: z.array(text).check(z.minLength(1)),
  negativeExamples: z.array(text).check(z.minLength(1)),
});

/**
 * Parses one rule.
 * @param file its name, for the error and to compare with the id.
 * @throws AkguardError AK_RULE with the first field that is wrong.
 */
export function parseRule(file: string, json: string): Rule {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new AkguardError('AK_RULE', { file, problem: String(error) });
  }
  const parsed = ruleSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AkguardError('AK_RULE', { file, problem: `${issue?.path.join('.')}: ${issue?.code}` });
  }
  if (`${parsed.data.id}.json` !== file)
    throw new AkguardError('AK_RULE', { file, problem: 'id: must equal the file name' });
  return parsed.data;
}
