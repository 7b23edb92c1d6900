// The policy as users write it, and the laws that it can't break: who wrote one that would is told so before anything runs.
import * as z from 'zod/mini';

const strings = z.array(z.string().check(z.minLength(1))).check(z.minLength(1));
const unitsMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time such as `90s`, `30m`, `12h` or `7d`; parsed to ms. */
const duration = z.pipe(
  z.string().check(z.regex(/^\d{1,6}[smhd]$/, 'a time such as 90s, 30m, 12h or 7d')),
  z.transform((text: string) => Number(text.slice(0, -1)) * (unitsMs[text.slice(-1)] ?? 0)),
);

const span = z.strictObject({ over: z.optional(duration), under: z.optional(duration) });

const condition = z.strictObject({
  validity: z.optional(
    z.array(z.enum(['active', 'inactive', 'unknown', 'unverified'])).check(z.minLength(1)),
  ),
  environment: z.optional(z.array(z.enum(['live', 'test'])).check(z.minLength(1))),
  rule: z.optional(strings),
  paths: z.optional(strings),
  branches: z.optional(strings),
  exposure: z.optional(
    z.array(z.enum(['client-side', 'live-key-in-development', 'none'])).check(z.minLength(1)),
  ),
  visibility: z.optional(z.array(z.enum(['public', 'internal', 'private'])).check(z.minLength(1))),
  age: z.optional(span),
  unused: z.optional(span),
});

const rule = z.strictObject({
  name: z.string().check(z.minLength(1)),
  when: z._default(condition, {}),
  actions: z.array(z.enum(['revoke', 'alert', 'fail', 'ignore'])),
  grace: z.optional(duration),
});

type Rule = z.infer<typeof rule>;

/** At least one rule, none of which asks for what is never done. */
export const policySchema = z.array(rule).check(z.minLength(1), (payload) => {
  for (const [index, each] of payload.value.entries()) {
    const broken = lawBrokenBy(each, payload.value.slice(0, index));
    if (broken === null) continue;
    const [field, message] = broken;
    payload.issues.push({ code: 'custom', input: each, path: [index, field], message });
    return;
  }
});

/** The field that is wrong, and why. */
function lawBrokenBy({ name, when, actions, grace }: Rule, before: Rule[]): [string, string] | null {
  if (before.some((each) => each.name === name)) {
    return ['name', `there is a rule \`${name}\` already, and reports name the rule that decided`];
  }
  const never = when.validity?.find((validity) => validity !== 'active');
  if (actions.includes('revoke') && never !== undefined) {
    return [
      'actions',
      `a key that is ${never} is never revoked: only \`validity: [active]\` may go with \`revoke\``,
    ];
  }
  if (grace !== undefined && !actions.includes('revoke')) {
    return ['grace', 'only a revoke can wait: there is none in `actions`'];
  }
  if (!actions.includes('ignore')) return null;
  if (actions.length > 1) return ['actions', '`ignore` stands alone'];
  const fitsActive = when.validity === undefined || when.validity.includes('active');
  const fitsLive = when.environment === undefined || when.environment.includes('live');
  if (fitsActive && fitsLive) {
    return [
      'actions',
      'a live key that is proven active can not be ignored: say `environment: [test]`, or `validity` without `active`',
    ];
  }
  return null;
}
