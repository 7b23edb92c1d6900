// Generation A of the Anton API: the contract. Pages by limit and offset, numeric error codes, and a key that is named.
import type { Dialect, Reply } from './contract.ts';
import { done, limitOf, objectIn } from './reply.ts';

function refuse(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { ...done(status, { error: { code: status, message } }), headers };
}

export const generationA: Dialect = {
  idPrefix: 'key_',
  refuse,

  // One answer for every cause: it does not tell which keys exist.
  refuseCaller: () => refuse(401, 'Invalid or missing API key'),

  list(query, all) {
    const limit = limitOf(query);
    const offset = Number(query.get('offset') ?? 0);
    if (limit === null) return refuse(400, 'limit must be 1 to 100');
    if (!Number.isSafeInteger(offset) || offset < 0) return refuse(400, 'offset must be 0 or more');
    const pagination = { total: all.length, limit, offset };
    return done(200, { data: all.slice(offset, offset + limit), pagination });
  },

  /** The key lands in the environment that the body names, as the contract has it, whichever host was asked. */
  create(call, keys) {
    const body = objectIn(call.body);
    if (body === 'not-json') return refuse(400, 'The body is not valid JSON');
    if (body === 'not-an-object') return refuse(422, 'The body must be an object');
    const { name, environment } = body;
    if (typeof name !== 'string' || name.trim() === '' || name.length > 100)
      return refuse(422, 'name is required, at most 100 characters');
    if (environment !== 'live' && environment !== 'test')
      return refuse(422, 'environment must be test or live');
    const { key, raw } = keys.create(environment, name);
    return done(201, { key, raw_key: raw }, 'create');
  },

  revoke(_call, key, keys) {
    if (!key) return refuse(404, 'API key not found');
    const effect = keys.revoke(key) ? 'revoke' : null;
    return done(200, key, effect);
  },
};
