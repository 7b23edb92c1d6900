// Reads the rules that come with akguard. They are plain JSON in rules/, next to src/ and dist/ alike, so that adding
// one is adding a file. Their strict schema is here.
import * as z from 'zod/mini';
import { AkguardError } from '../core/errors.ts';
import type { Rule } from '../core/rule.ts';
import { type RuleFile, withContext } from './shipped-rules.ts';

const text = z.string().check(z.minLength(1));
const characterClass = z.string().check(z.regex(/^[A-Za-z0-9_+/=.-]+$/));

const ruleSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]+$/)),
  title: text,
  description: text,
  environment: z.enum(['live', 'test']),
  prefix: z.string().check(z.regex(/^[A-Za-z0-9_]{6,32}$/)),
  body: z.strictObject({
    alphabet: characterClass,
    min: z.int().check(z.minimum(8)),
    max: z.int().check(z.maximum(1024)),
    minEntropy: z.number(),
  }),
  notAfter: characterClass,
  verification: z.enum(['anton-api', 'none']),
  needsOwn: z._default(z.boolean(), false),
  context: z.string(),
  examples: z.array(text).check(z.minLength(1)),
  negativeExamples: z.array(text).check(z.minLength(1)),
});

const words = z.array(z.string().check(z.regex(/^[^A-Z]{3,}$/)));

const contextSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]+$/)),
  placeholders: words,
  own: words,
  vendors: z.array(z.strictObject({ name: text, near: words })),
  exposures: z.array(
    z.strictObject({
      exposure: z.enum(['client-side', 'live-key-in-development']),
      before: words,
      paths: z.array(text),
    }),
  ),
});

/**
 * Parses all rules and the contexts that they name.
 * @throws AkguardError AK_RULE with the first field that is wrong.
 */
export function parseRules(ruleFiles: readonly RuleFile[], contextFiles: readonly RuleFile[]): Rule[] {
  const contexts = contextFiles.map((file) => parse(file, contextSchema));
  return ruleFiles.map((each) => {
    const written = parse(each, ruleSchema);
    const rule = withContext(written, contexts);
    if (rule !== null) return rule;
    const problem = `context: there is no rules/context/${written.context}.json`;
    throw new AkguardError('AK_RULE', { file: each.file, problem });
  });
}

function parse<T extends { id: string }>({ file, json }: RuleFile, schema: z.ZodMiniType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new AkguardError('AK_RULE', { file, problem: String(error) });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AkguardError('AK_RULE', { file, problem: `${issue?.path.join('.')}: ${issue?.code}` });
  }
  if (`${parsed.data.id}.json` !== file)
    throw new AkguardError('AK_RULE', { file, problem: 'id: must equal the file name' });
  return parsed.data;
}
