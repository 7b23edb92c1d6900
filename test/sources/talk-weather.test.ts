// What people say, read on a bad line while they go on: a key that was there is found, or the scan does not count as complete.
import { expect, test } from 'vitest';
import { containers } from '../../src/archive/containers.ts';
import { Coverage } from '../../src/core/coverage.ts';
import { type ListedRepository, talkSurfaces } from '../../src/core/organisation.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { Organisations } from '../../src/github/list-repositories.ts';
import { talkSource } from '../../src/sources/talk.ts';
import { type Random, between, pick, seeded } from '../bench/random.ts';
import type { Fault } from '../github/fake-organisation.ts';
import { start, startGitHub } from '../github/support.ts';
import { type Repository, type Text, World } from '../github/world.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

/** `TALK_WORLDS=500` tries more of them. */
const worlds = Number(process.env['TALK_WORLDS'] ?? 12);

const faults: [Fault, ...Fault[]] = [
  { drop: true },
  { status: 502, body: '<html>bad gateway</html>' },
  { status: 500, body: { message: 'Server Error' } },
  { status: 403, headers: { 'retry-after': '30' }, body: { message: 'secondary rate limit' } },
  { status: 429, body: { message: 'Too many requests' } },
  { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] } },
  {
    status: 200,
    body: { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] },
  },
  { status: 403, body: { message: 'Resource not accessible by integration' } },
];

/** A repository with a key in each of some hundred texts. */
function fill(world: World, repository: Repository, random: Random, next: () => string): Text[] {
  const at = () => ({
    createdAt: new Date(start - between(random, 1, 500) * 1000).toISOString().replace('.000', ''),
  });
  const texts: Text[] = [];
  for (let i = 0; i < 20; i++) {
    const isPull = random() < 0.5;
    const issue = world.addIssue(repository, 'title', { ...at(), body: next(), isPull });
    texts.push(issue);
    for (let j = between(random, 0, 20); j > 0; j--) {
      const kind = isPull ? pick(random, ['comment', 'review', 'reviewComment'] as const) : 'comment';
      texts.push(world.addComment(repository, issue, next(), { ...at(), kind }));
    }
  }
  for (let i = 0; i < 5; i++) {
    const discussion = world.addDiscussion(repository, 'title', { ...at(), body: next() });
    const comment = world.addDiscussionComment(repository, discussion, next(), null, at());
    texts.push(
      discussion,
      comment,
      world.addDiscussionComment(repository, discussion, next(), comment, at()),
    );
  }
  world.addAsset(world.addRelease(repository, 'v1', { body: next() }), 'a.txt', Buffer.from(next()));
  return texts;
}

test('a key that was there is found, or the scan is incomplete', async () => {
  let complete = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const random = seeded(seed);
    const world = new World();
    world.now = () => start;
    const repository = world.addRepository('octo', 'pay');
    const made: string[] = [];
    const next = () => {
      made.push(makeKey('live', seed * 1000 + made.length));
      return `the key is ${made.at(-1)}`;
    };
    const texts = fill(world, repository, random, next);
    const { github, clock } = await startGitHub(world);
    const expected = made.map((key) => fingerprintOf(key));
    const connection = { token: 'token-for-tests', apiUrl: github.url, unpaced: true };
    const listed: ListedRepository[] = [];
    for await (const each of new Organisations({ ...connection, clock, log: silentLog }).list(
      'octo',
      false,
      () => {},
    ))
      listed.push(each);
    const isBad = random() < 0.8;
    github.weather = (what) => {
      const fault = isBad && random() < 0.2 ? pick(random, faults) : null;
      // REST says so with its status only.
      return fault && 'status' in fault && fault.status === 200 && !what.startsWith('graphql') ? null : fault;
    };
    // People go on, and what they edit moves the rest.
    github.onRequest = () => {
      for (const text of texts) if (random() < 0.02) world.edit(text, `${text.body}.`);
    };
    const scanner = new Scanner(rules, containers);
    const coverage = new Coverage();
    const [only] = listed;
    if (!only) throw new Error('nothing is listed');
    const surfaces = [...talkSurfaces];
    const request = {
      repository: only,
      surfaces,
      since: {},
      maxFileSize: Infinity,
      connection,
      clock,
      log: silentLog,
    };
    await talkSource(request).read(scanner, coverage);
    const found = new Set(scanner.take().map(({ secret }) => secret.fingerprint));
    const lost = expected.filter((fingerprint) => !found.has(fingerprint));
    if (coverage.complete) complete++;
    expect({ seed, lost: coverage.complete ? lost : [] }).toEqual({ seed, lost: [] });
    expect({ seed, impatient: github.limiter.impatient }).toEqual({ seed, impatient: [] });
  }
  // The weather was neither too good nor too bad to mean something.
  expect(complete).toBeGreaterThan(0);
  expect(complete).toBeLessThan(worlds);
});
