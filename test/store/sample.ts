// A sighting for tests that need an incident in a store.
import type { Sighting } from '../../src/core/store.ts';

export function sighting(fingerprint: string, at = '2025-01-02T03:04:05.000Z'): Sighting {
  return {
    fingerprint,
    environment: 'live',
    redacted: 'ak_live_****aB3x',
    firstSeenAt: at,
    rule: 'anton-live-key',
    target: 'a test',
    leakedAt: '2025-01-01T00:00:00Z',
    leakedBy: 'Jo Doe <jo@example.com>',
    places: 2,
    about: {
      rule: 'anton-live-key',
      places: [{ path: 'a.env', branch: 'main', exposure: null }],
      visibility: 'private',
    },
  };
}
