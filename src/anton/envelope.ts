// The error envelopes of the API's generations, all reduced to a code and a message.
import * as z from 'zod/mini';

/** As received: not yet bounded or redacted. A number stays a number as text. */
export interface ApiError {
  code: string | null;
  message: string | null;
}

// `{"error":{"code":401,"message":"…"}}` and `{"error":{"message":"…","code":"snake_case","details":…}}`
const nested = z.object({
  error: z.object({
    code: z.optional(z.union([z.number(), z.string()])),
    message: z.optional(z.string()),
  }),
});
// `{"error":"text"}` and `{"error":"bad_request","message":"…"}`
const flat = z.object({ error: z.string(), message: z.optional(z.string()) });

/** The error in a body, or null if the body is not in an envelope that Anton documents. */
export function parseEnvelope(body: unknown): ApiError | null {
  const inner = nested.safeParse(body).data?.error;
  if (inner) {
    if (inner.code === undefined && inner.message === undefined) return null;
    const code = inner.code === undefined ? null : String(inner.code);
    return { code, message: inner.message ?? null };
  }
  const outer = flat.safeParse(body).data;
  if (!outer) return null;
  // Without a message beside it, `error` is the message.
  return outer.message === undefined
    ? { code: null, message: outer.error }
    : { code: outer.error, message: outer.message };
}
