import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import { clientFor, listed, serve, serveInTurn } from './support.ts';
import type { Served } from './support.ts';

const key = new Secret(makeKey('live', 1));

const open: Served[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function opened(starting: Promise<Served>): Promise<Served> {
  const server = await starting;
  open.push(server);
  return server;
}

/** The ids of a list, or why there is none. */
async function ids(server: Served): Promise<string[] | string> {
  const listing = await clientFor(server).listKeys(key, 'live');
  if (listing.ok) return listing.keys.map(({ id }) => id);
  return listing.answer.kind === 'failure' ? listing.answer.detail : String(listing.answer.status);
}

describe('paging', () => {
  test('by cursor', async () => {
    const server = await opened(
      serveInTurn(
        { body: { data: [listed(1)], has_more: true, next_cursor: 'c/1' } },
        { body: { data: [], has_more: true, next_cursor: 'c2' } },
        { body: { data: [listed(3)], has_more: false, next_cursor: null } },
      ),
    );
    expect(await ids(server)).toEqual(['key_1', 'key_3']);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/api-keys?limit=100',
      '/v1/api-keys?limit=100&cursor=c%2F1',
      '/v1/api-keys?limit=100&cursor=c2',
    ]);
  });

  test('by offset, at the size of page that the server prefers', async () => {
    const pages = [[1, 2], [3, 4], [5]].map((numbers) => ({
      body: { data: numbers.map((n) => listed(n)), pagination: { total: 5, limit: 2 } },
    }));
    const server = await opened(serveInTurn(...pages));
    expect(await ids(server)).toEqual(['key_1', 'key_2', 'key_3', 'key_4', 'key_5']);
    expect(server.requests.map(({ url }) => url?.split('offset=')[1])).toEqual([undefined, '2', '4']);
  });

  test('without a word about paging: asks once more, and takes the same keys again for the end', async () => {
    const server = await opened(serveInTurn({ body: { data: [listed(1), listed(2)] } }));
    expect(await ids(server)).toEqual(['key_1', 'key_2']);
    expect(server.requests).toHaveLength(2);
  });

  test('a key that moves to the next page between two requests counts once', async () => {
    const server = await opened(
      serveInTurn(
        { body: { data: [listed(1), listed(2)], pagination: { total: 3 } } },
        { body: { data: [listed(2), listed(3)], pagination: { total: 4 } } },
      ),
    );
    expect(await ids(server)).toEqual(['key_1', 'key_2', 'key_3']);
  });

  test('an empty page ends the list', async () => {
    const server = await opened(serveInTurn({ body: { data: [], pagination: { total: 9 } } }));
    expect(await ids(server)).toEqual([]);
  });

  test.each([
    ['a cursor that comes again', { data: [listed(1)], has_more: true, next_cursor: 'c' }],
    ['the same page for every offset', { data: [listed(1)], pagination: { total: 9 } }],
    ['more, but never anything new', { data: [listed(1)], has_more: true }],
  ])('%s is no list', async (_name, body) => {
    const server = await opened(serveInTurn({ body }));
    expect(await ids(server)).toBe('the pages of the list repeat');
    expect(server.requests).toHaveLength(2);
  });

  test('a list without an end is given up', async () => {
    let n = 0;
    const server = await opened(
      serve((_request, response) => {
        n += 1;
        response.end(JSON.stringify({ data: [listed(n)], has_more: true, next_cursor: `c${n}` }));
      }),
    );
    expect(await ids(server)).toBe('too many pages');
    expect(server.requests).toHaveLength(200);
  });
});
