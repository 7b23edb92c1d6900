import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { uploadSarif } from '../../src/github/code-scanning.ts';
import { type ScanningAnswer, fakeCodeScanning } from './fake-code-scanning.ts';

const pending = { status: 200, body: { processing_status: 'pending' } };
const complete = { status: 200, body: { processing_status: 'complete' } };
const notFound = { status: 404, body: { message: 'Not Found' } };
const commitSha = 'c0ffee0123456789c0ffee0123456789c0ffee01';

/** What comes of an upload against a server that answers so; waiting costs no time. */
async function outcome(states: ScanningAnswer[], onUpload: ScanningAnswer | null = null, more: object = {}) {
  const fake = await fakeCodeScanning(states, onUpload);
  const logged: string[] = [];
  let now = 0;
  const result = await uploadSarif(
    {
      connection: { token: 'token-for-tests', apiUrl: fake.url, unpaced: true },
      repo: 'octo/pay',
      commitSha,
      ref: 'refs/heads/main',
      sarif: '{"content":"of the file"}',
      clock: {
        now: () => now,
        sleep: async (ms) => {
          now += ms;
        },
      },
      ...more,
    },
    { debug: (text) => logged.push(text), warn: (text) => logged.push(text) },
  );
  const all = JSON.stringify([result, logged]);
  expect(all).not.toContain('token-for-tests');
  expect(all).not.toContain('of the file');
  return { result, waitedMs: now, ...fake };
}

test('an upload is packed, sent once, and asked after until it is processed', async () => {
  const { result, uploads, requests, url, waitedMs } = await outcome([notFound, pending, pending, complete]);
  expect(result).toEqual({
    kind: 'uploaded',
    url: `${url}/octo/pay/security/code-scanning?query=is%3Aopen%20tool%3Aakguard%20branch%3Amain`,
  });
  expect(uploads).toEqual([
    { commit_sha: commitSha, ref: 'refs/heads/main', sarif: '{"content":"of the file"}' },
  ]);
  const asked = 'GET code-scanning/sarifs';
  expect(requests).toEqual(['POST code-scanning/sarifs', asked, asked, asked, asked]);
  expect(waitedMs).toBe(9_000);
});

test('the page of a pull request shows its alerts', async () => {
  const { result } = await outcome([complete], null, { ref: 'refs/pull/7/merge' });
  expect(result).toMatchObject({ kind: 'uploaded', url: expect.stringMatching(/query=.*%20pr%3A7$/) });
});

test.each<[string, number, string, string, RegExp]>([
  ['an archived repository', 403, 'Repository was archived so is read-only.', 'unavailable', /is archived/],
  [
    'the feature off',
    403,
    'Advanced Security must be enabled for this repository to use code scanning.',
    'unavailable',
    /not enabled here.*Advanced Security must be enabled/,
  ],
  [
    'the token of a fork',
    403,
    'Resource not accessible by integration',
    'unavailable',
    /`security-events: write`.*fork/,
  ],
  ['too much asked', 403, 'You have exceeded a secondary rate limit.', 'failed', /secondary rate limit/],
  ['no such thing', 404, 'Not Found', 'unavailable', /no code scanning, or the token may not see it/],
  ['a bad token', 401, 'Bad credentials', 'failed', /401 Bad credentials/],
  ['a bad file', 400, 'sarif is not valid\n::error::x', 'failed', /400 sarif is not valid\\n::error::x/],
  ['a commit that is not there', 422, 'commit not found', 'failed', /422 commit not found/],
  ['too large', 413, 'Payload Too Large', 'failed', /too large.*10 MB/],
  ['out of service', 503, 'Service unavailable', 'failed', /out of service.*next run/],
])('%s (%i) is a sentence, and asked once', async (_, status, message, kind, reason) => {
  const { result, requests } = await outcome([], { status, body: { message } });
  expect(result).toEqual({ kind, reason: expect.stringMatching(reason) });
  expect(requests).toHaveLength(1);
});

test.each(['before', 'after'] as const)(
  'an answer lost %s the effect is said to be unknown',
  async (drop) => {
    const { result, requests, uploads } = await outcome([], { drop });
    expect(result).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(/no answer.*may have been taken/),
    });
    expect(requests).toHaveLength(1);
    expect(uploads).toHaveLength(drop === 'after' ? 1 : 0);
  },
);

test('an answer that is none of GitHub is no upload', async () => {
  const { result } = await outcome([], { status: 202, body: {} });
  expect(result).toEqual({ kind: 'failed', reason: expect.stringMatching(/no number to ask/) });
});

test.each<[string, ScanningAnswer, RegExp]>([
  [
    'failed, with reasons',
    { status: 200, body: { processing_status: 'failed', errors: ['rule 1\n', 'no region'] } },
    /could not process the SARIF file: rule 1\\n; no region$/,
  ],
  [
    'failed, without',
    { status: 200, body: { processing_status: 'failed', errors: null } },
    /could not process the SARIF file$/,
  ],
  [
    'refused',
    { status: 403, body: { message: 'no' } },
    /what became of the SARIF file, which it took: 403 no$/,
  ],
  ['out of service', { status: 503, body: { message: 'no' } }, /which it took: 503 no$/],
  ['no answer', { drop: 'before' }, /which it took: no answer/],
])('processing that ends %s is a sentence', async (_, state, reason) => {
  const { result } = await outcome([pending, state]);
  expect(result).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
});

test.each([
  ['pending', pending],
  ['unknown', notFound],
  ['in a state of tomorrow', { status: 200, body: { processing_status: 'queued' } }],
])('what stays %s is left after two minutes', async (_, state) => {
  const { result, requests, waitedMs } = await outcome([state]);
  expect(result).toEqual({ kind: 'failed', reason: expect.stringMatching(/not processed it within 120 s/) });
  expect(requests).toHaveLength(41);
  expect(waitedMs).toBe(120_000);
});

test('a file above the limit is not sent at all', async () => {
  const { result, requests } = await outcome([], null, { sarif: randomBytes(11_000_000).toString('base64') });
  expect(result).toEqual({ kind: 'failed', reason: expect.stringMatching(/too large/) });
  expect(requests).toEqual([]);
});

test('without https nothing is sent', async () => {
  const connection = { token: 'token-for-tests', apiUrl: 'http://github.example' };
  const { result, requests } = await outcome([], null, { connection });
  expect(result).toEqual({ kind: 'failed', reason: expect.stringMatching(/./) });
  expect(requests).toEqual([]);
});
