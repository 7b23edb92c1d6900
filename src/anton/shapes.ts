// The shapes of the API's answers, in every generation that is documented, as one. What does not fit is refused whole.
import * as z from 'zod/mini';
import type { ListedKey } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import type { Generation } from './dialect.ts';
import { maskKeys } from './redact.ts';

const time = z.nullish(z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))));
const count = z.int().check(z.gte(0));

const apiKey = z.object({
  // Goes into a path and into reports. Newest generation: `ak_` + letters and digits, an id that is no key.
  id: z.string().check(z.regex(/^(?!ak_(live|test)_)[A-Za-z0-9_-]{1,128}$/)),
  merchant_id: z.nullish(z.string()),
  name: z.nullish(z.string()),
  label: z.nullish(z.string()),
  environment: z.enum(['live', 'test']),
  masked_suffix: z.nullish(z.string()),
  created_at: time,
  last_used_at: time,
  expires_at: time,
  revoked_at: time,
});

const paging = {
  total: z.nullish(count),
  has_more: z.nullish(z.boolean()),
  next_cursor: z.nullish(z.string()),
};
const page = z.object({ data: z.array(apiKey), pagination: z.nullish(z.object(paging)), ...paging });

/** One page of keys, and what it says about the pages after it; null where it says nothing. */
export interface Page {
  keys: ListedKey[];
  total: number | null;
  hasMore: boolean | null;
  cursor: string | null;
  /** The generation that shows keys so, or null for an empty page. */
  generation: Generation | null;
}

/** `{data: [APIKey]}` with the paging fields inside `pagination`, beside `data`, or absent. */
export function parsePage(body: unknown): Page | null {
  const parsed = page.safeParse(body).data;
  if (!parsed) return null;
  const inner = parsed.pagination;
  return {
    keys: parsed.data.map(toListedKey),
    total: inner?.total ?? parsed.total ?? null,
    hasMore: inner?.has_more ?? parsed.has_more ?? null,
    cursor: (inner?.next_cursor ?? parsed.next_cursor) || null,
    generation: generationOf(parsed.data[0]),
  };
}

function generationOf(key: z.infer<typeof apiKey> | undefined): Generation | null {
  if (key === undefined) return null;
  return key.label != null || key.masked_suffix != null ? 'D' : 'A';
}

/** One APIKey, bare or inside `data`. */
export function parseKey(body: unknown): ListedKey | null {
  const parsed = apiKey.safeParse(unwrap(body)).data;
  return parsed ? toListedKey(parsed) : null;
}

/** `{key, raw_key}`, or the key's fields flat with `secret`; bare or inside `data`. The raw key must be of that environment. */
export function parseCreated(
  body: unknown,
  environment: Environment,
): { key: ListedKey; secret: Secret } | null {
  const inner = unwrap(body);
  const paired = z.object({ key: apiKey, raw_key: z.string() }).safeParse(inner).data;
  const flat = z.extend(apiKey, { secret: z.string() }).safeParse(inner).data;
  const raw = paired?.raw_key ?? flat?.secret;
  const key = paired?.key ?? flat;
  if (raw === undefined || key === undefined) return null;
  const fits = raw.startsWith(`ak_${environment}_`) && key.environment === environment;
  return fits ? { key: toListedKey(key), secret: new Secret(raw) } : null;
}

function unwrap(body: unknown): unknown {
  return z.object({ data: z.looseObject({}) }).safeParse(body).data?.data ?? body;
}

function toListedKey(key: z.infer<typeof apiKey>): ListedKey {
  return {
    id: key.id,
    merchantId: key.merchant_id ?? null,
    // People do put keys into names.
    name: maskKeys(key.name ?? key.label ?? '').slice(0, 200),
    environment: key.environment,
    // `prefix` is of no use: it is the same for every key of an environment.
    suffix: /^\*+(\w{2,8})$/.exec(key.masked_suffix ?? '')?.[1] ?? null,
    createdAt: key.created_at ?? null,
    lastUsedAt: key.last_used_at ?? null,
    expiresAt: key.expires_at ?? null,
    revokedAt: key.revoked_at ?? null,
  };
}
