// What the generations share: replies, and reading what was sent.
import type { Reply } from './contract.ts';

export function done(status: number, body: unknown, effect: Reply['effect'] = null): Reply {
  return { status, headers: {}, body, effect, keyId: null };
}

/** The object in a body; `not-json` and `not-an-object` for what holds none. */
export function objectIn(text: string): Record<string, unknown> | 'not-json' | 'not-an-object' {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'not-json';
  }
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : 'not-an-object';
}

/** `limit` of a list: 20 unless given, or null for one that is not 1 to 100. */
export function limitOf(query: URLSearchParams): number | null {
  const limit = Number(query.get('limit') ?? 20);
  return Number.isInteger(limit) && limit >= 1 && limit <= 100 ? limit : null;
}
