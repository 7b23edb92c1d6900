// The policy as users write it, and the laws that it can't break: who wrote one that would is told so before anything runs.
import * as z from 'zod/mini';
import { parsePlace, placeForms, placeName } from '../core/key-place.ts';
import { kills } from '../core/policy.ts';

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

const action = z.enum(['revoke', 'rotate', 'alert', 'fail', 'ignore']);

const rule = z.pipe(
  z
    .strictObject({
      name: z.string().check(z.minLength(1)),
      when: z._default(condition, {}),
      actions: z.optional(z.array(action)),
      /** The same as `actions`, of which there may be one alone: `then: rotate`. */
      // oxlint-disable-next-line unicorn/no-thenable -- the word of the file; nobody awaits a rule, and it has no function there
      then: z.optional(z.union([action, z.array(action)])),
      /** One place for a new key, or several. */
      to: z.optional(z.union([z.string(), strings])),
      grace: z.optional(duration),
    })
    .check((payload) => {
      const { actions, then } = payload.value;
      if ((actions === undefined) !== (then === undefined)) return;
      const message = 'say in `actions` what is to be done, or in `then`, and not in both';
      payload.issues.push({ code: 'custom', input: payload.value, path: ['actions'], message });
    }),
  z.transform(({ actions, then, to, ...rest }) => ({
    ...rest,
    actions: actions ?? (Array.isArray(then) ? then : then === undefined ? [] : [then]),
    ...(to !== undefined && { to: typeof to === 'string' ? [to] : to }),
  })),
);

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
function lawBrokenBy({ name, when, actions, grace, to }: Rule, before: Rule[]): [string, string] | null {
  if (before.some((each) => each.name === name)) {
    return ['name', `there is a rule \`${name}\` already, and reports name the rule that decided`];
  }
  const never = when.validity?.find((validity) => validity !== 'active');
  if (kills(actions) && never !== undefined) {
    const [verb, done] = actions.includes('revoke') ? ['revoke', 'revoked'] : ['rotate', 'rotated'];
    return [
      'actions',
      `a key that is ${never} is never ${done}: only \`validity: [active]\` may go with \`${verb}\``,
    ];
  }
  const misplaced = whyMisplaced(actions, to);
  if (misplaced !== null) return misplaced;
  if (grace !== undefined && !kills(actions)) {
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

/** A rotation needs a place for the new key, and nothing else has one. */
function whyMisplaced(actions: Rule['actions'], to: Rule['to']): [string, string] | null {
  if (!actions.includes('rotate')) {
    return to === undefined ? null : ['to', 'only a rotation makes a key: there is no `rotate` in `actions`'];
  }
  if (actions.includes('revoke')) return ['actions', 'a rotation ends with a revoke: leave `revoke` out'];
  if (to === undefined) return ['to', 'say where the new key goes, as in `to: file:app.key`'];
  for (const text of to) {
    const kind = parsePlace(text)?.kind;
    if (kind === 'terminal')
      return ['to', 'nobody watches the terminal of a scan: a new key can not go there'];
    if (kind === undefined)
      return ['to', `\`${placeName(text)}\` is no place for a key: it takes one of ${placeForms}`];
  }
  return null;
}
