// A public repository: nothing that the world can read says where a key is that may still work.
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { FakeGitHub, githubForTest } from '../github/fake-github.ts';
import { pushPayload } from '../helpers/events.ts';
import { makeKey } from '../helpers/keys.ts';
import { type ActionCall, type ActionResult, runAction } from '../helpers/runner.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { type Project, headOf, leak, newKey, project } from './project.ts';

let github = new FakeGitHub();
beforeEach(async () => {
  github = await githubForTest();
});

const place = 'where-it-is/leak.env';

/** A push of a key to a public repository. */
async function pushed(
  { dev, server }: Project,
  key: string,
  more: Partial<ActionCall> = {},
): Promise<ActionResult> {
  const before = headOf(dev);
  const after = leak(dev, place, key);
  dev.git(['push', '-q', 'origin', 'main']);
  const payload = pushPayload({ ref: 'refs/heads/main', before, after }) as { repository: object };
  const repository = { ...payload.repository, private: false, visibility: 'public' };
  return runAction({ event: 'push', payload: { ...payload, repository }, server: server.url, ...more });
}

/** What the world can read of a run. */
function world(result: ActionResult): string {
  const sarif = readFileSync(result.outputs['sarif-path'] ?? '', 'utf8');
  return [result.stdout, result.stderr, result.summary, JSON.stringify(result.outputs), sarif].join('\n');
}

test('log, annotations, summary and SARIF name no place, author or time; the JSON report does, and where it is is said', async () => {
  const made = await project();
  const result = await pushed(made, newKey);
  expect(result.code).toBe(1);
  const said = world(result);
  for (const secret of ['where-it-is', 'Ada', '2023-11-14']) expect(said).not.toContain(secret);
  expect(said).toContain(fingerprintOf(newKey));
  expect(result.out.annotations.filter(({ type }) => type === 'error')).toMatchObject([
    { properties: { title: 'Leaked Anton key (live)' } },
  ]);
  expect(result.summary).toMatch(/the places are withheld\. They are in the JSON report/);
  expect(result.report?.findings[0]?.matches[0]).toMatchObject({ path: place, author: expect.any(String) });
});

test('a key that is proven dead is shown where it is', async () => {
  const sandbox = await sandboxForTest();
  const env = { ...sandbox.urls };
  const result = await pushed(await project(), makeKey('live', 70), { inputs: { verify: 'true' }, env });
  expect(result.report?.summary).toMatchObject({ inactive: 1 });
  expect(result.summary).toContain(place);
  expect(result.summary).not.toContain('withheld');
});

test('an issue without places, and a draft advisory that has them; the summary leads there', async () => {
  github.isPublic = true;
  const sandbox = await sandboxForTest();
  const { raw } = await sandbox.createKey('live');
  const inputs = { verify: 'true', alert: 'github-issue', 'github-token': github.token };
  const env = { ...sandbox.urls, GITHUB_API_URL: github.url };
  const result = await pushed(await project(), raw, { inputs, env });
  expect(result.report?.summary).toMatchObject({ active: 1, alerts: 1 });
  expect(world(result)).not.toContain('where-it-is');
  expect(github.issues[0]?.body).not.toContain('where-it-is');
  expect(github.advisories[0]?.description).toContain('where-it-is');
  expect(result.summary).toContain('/security/advisories/GHSA-aaaa-bbbb-0001');
  expect(result.outputs['issues']).toMatch(/\/issues\/1$/);
});

test.each([
  ['public', () => void (github.isPublic = true), false],
  ['private', () => {}, true],
  ['not known', () => github.fail('GET ', { status: 404, message: 'Not Found' }), false],
] satisfies [string, () => void, boolean][])(
  'an event that does not say so: GitHub is asked, and it is %s',
  async (_, prepare, isShown) => {
    prepare();
    const { server } = await project();
    const payload = { schedule: '30 5 * * 1' };
    const call = { event: 'schedule', payload, server: server.url, inputs: { 'github-token': github.token } };
    const result = await runAction({ ...call, env: { GITHUB_API_URL: github.url } });
    expect(result.report?.findings[0]?.matches[0]?.path).toBe('old.env');
    expect(world(result).includes('old.env')).toBe(isShown);
  },
);
