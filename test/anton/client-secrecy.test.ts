import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import { clientFor, listed, serve } from './support.ts';
import type { Served } from './support.ts';

const open: Served[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function opened(starting: Promise<Served>): Promise<Served> {
  const server = await starting;
  open.push(server);
  return server;
}

describe('law: nothing that comes back holds the key', () => {
  const spots = ['message', 'code', 'error', 'requestId', 'html', 'name', 'id', 'location'] as const;
  const wraps: ((text: string) => string)[] = [
    (text) => text,
    (text) => `you sent Bearer ${text}, which is no good`,
    (text) => text.slice(8),
    (text) => Buffer.from(text).toString('base64'),
    (text) => Buffer.from(text).toString('hex'),
    (text) => 'x'.repeat(190) + text,
    (text) => text.replace(/_/g, '%5F'),
  ];

  test('wherever and however the server repeats it', async () => {
    const server = await opened(
      serve((request, response) => {
        const raw = (request.headers.authorization ?? '').slice('Bearer '.length);
        const [spot, wrap, status] = JSON.parse(decodeURIComponent((request.url ?? '').split('/')[1] ?? ''));
        const said = wraps[wrap]?.(raw) ?? '';
        response.setHeader('X-Request-ID', spot === 'requestId' ? said : 'req_1');
        if (spot === 'location') response.setHeader('Location', `/${said}`);
        response.statusCode = spot === 'location' ? 302 : status;
        const bodies: Record<string, unknown> = {
          message: { error: { code: 'x', message: said } },
          code: { error: { code: said, message: 'x' } },
          error: { error: said },
          name: { data: [listed(1, { name: said })] },
          id: { data: [listed(1, { id: said })] },
        };
        response.end(spot === 'html' ? `<p>${said}` : JSON.stringify(bodies[spot] ?? {}));
      }),
    );
    const anyCase = fc.tuple(
      fc.constantFrom(...spots),
      fc.nat(wraps.length - 1),
      fc.constantFrom(200, 400, 401, 403, 404, 429, 500),
      fc.nat(10_000),
    );
    await fc.assert(
      fc.asyncProperty(anyCase, async ([spot, wrap, status, seed]) => {
        const secret = new Secret(makeKey('live', seed));
        const raw = secret.expose();
        const client = clientFor({
          liveUrl: `${server.liveUrl}/${encodeURIComponent(JSON.stringify([spot, wrap, status]))}`,
        });
        const back = JSON.stringify([
          await client.check(secret, 'live'),
          await client.listKeys(secret, 'live'),
        ]);
        const forms = [raw.slice(8), Buffer.from(raw).toString('base64'), Buffer.from(raw).toString('hex')];
        // Names and ids are for people to recognise keys by: they lose the key itself, and are otherwise left alone.
        const leaks = forms
          .slice(0, spot === 'name' || spot === 'id' ? 1 : 3)
          .filter((form) => back.includes(form));
        expect(leaks.length, `${spot} ${wrap} ${status}`).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
