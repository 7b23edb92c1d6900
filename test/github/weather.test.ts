// Many runs, two at a time, without a shared state, on a bad line: one open issue for each key in the end, and each
// alert either told or known to have failed.
import { expect, test } from 'vitest';
import { githubIssues } from '../../src/github/issues.ts';
import { alertMarker } from '../../src/respond/alert-markdown.ts';
import { githubIssueAlerter } from '../../src/respond/alerters/github-issue.ts';
import { reportFinding } from '../respond/sample.ts';
import { FakeGitHub } from './fake-github.ts';
import type { FakeFault } from './fake-github.ts';

/** Small ones, of 5 keys with 4 runs each: long lists would only cost time. `ISSUE_WORLDS=50` makes it 1,000 runs. */
const worlds = Number(process.env['ISSUE_WORLDS'] ?? 8);
const keysOfAWorld = 5;
const pairsOfAKey = 2;
const faults: FakeFault[] = [
  { drop: 'before' },
  { drop: 'after' },
  { status: 502, text: '<html>bad gateway</html>' },
  { status: 503, message: 'Service unavailable' },
  { status: 403, message: 'You have exceeded a secondary rate limit' },
  { status: 429, message: 'Too many requests' },
];

test('runs, two at a time, in bad weather', { timeout: 900_000 }, async () => {
  const github = await new FakeGitHub().start();
  const random = seeded(7);
  const told = new Map<string, number>();
  let failed = 0;

  async function run(fingerprint: string): Promise<void> {
    const log = { debug: () => {}, warn: () => {} };
    const { token, url: apiUrl } = github;
    const issues = githubIssues({ token, repo: 'octo/pay', apiUrl, unpaced: true, log });
    const finding = { ...reportFinding, fingerprint };
    const about = { fingerprint, finding, target: 'a push', firstSeenAt: '2025-06-01T12:00:00.000Z' };
    try {
      await githubIssueAlerter('github-issue', issues).tell(about);
      told.set(fingerprint, (told.get(fingerprint) ?? 0) + 1);
    } catch (error) {
      expect(error).toMatchObject({ name: 'GitHubFailure' });
      failed += 1;
    }
  }

  let raced = 0;
  for (let world = 0; world < worlds; world += 1) {
    github.issues.length = 0;
    github.weather = () => (random() < 0.2 ? (faults[Math.floor(random() * faults.length)] ?? null) : null);
    const keys = Array.from({ length: keysOfAWorld }, (_, i) =>
      (world * keysOfAWorld + i).toString(16).padStart(32, '0'),
    );
    for (const key of keys) {
      for (let i = 0; i < pairsOfAKey; i += 1) await Promise.all([run(key), run(key)]);
    }
    raced += github.issues.filter(({ state }) => state === 'closed').length;
    // The line is good again: the next run of each key tidies up what the last one could not.
    github.weather = () => null;
    for (const key of keys) await run(key);

    const open = github.issues
      .filter(({ state }) => state === 'open')
      .map(({ body }) => body?.split('\n')[0]);
    expect(open).toHaveLength(keys.length);
    expect(new Set(open)).toEqual(new Set(keys.map(alertMarker)));
    expect(keys.filter((key) => !told.has(key))).toEqual([]);
  }
  expect(github.unexpected).toEqual([]);
  // The weather was bad enough to mean something.
  if (worlds > 8)
    console.log(`${github.requests.length} requests, ${failed} failed runs, ${raced} duplicates closed`);
  expect(failed).toBeGreaterThan(0);
  expect(raced).toBeGreaterThan(0);
});

/** mulberry32: the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
