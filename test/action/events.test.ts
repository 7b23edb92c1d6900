// Every event that a workflow can react to, but pushes and ordinary pull requests, is scanned for what it is about.
import { expect, test } from 'vitest';
import {
  mergeGroupPayload,
  pullRequestPayload,
  refPayload,
  releasePayload,
  workflowRunPayload,
} from '../helpers/events.ts';
import { type ActionResult, runAction } from '../helpers/runner.ts';
import { type Project, checkout, headOf, leak, paths, project } from './project.ts';

/** A branch with a key on the server. */
async function withFeature(): Promise<Project & { base: string; head: string }> {
  const made = await project();
  const base = headOf(made.dev);
  made.dev.git(['switch', '-q', '-c', 'feature']);
  const head = leak(made.dev);
  made.dev.git(['push', '-q', 'origin', 'feature']);
  return { ...made, base, head };
}

function commits({ report }: ActionResult): unknown {
  return report?.scan.coverage;
}

test('merge_group: what the group adds to its base', async () => {
  const { dev, server, base, head } = await withFeature();
  const queued = `refs/heads/gh-readonly-queue/main/pr-7-${base}`;
  dev.git(['push', '-q', 'origin', `HEAD:${queued}`]);
  const payload = mergeGroupPayload(head, base);
  const result = await runAction({ event: 'merge_group', payload, server: server.url });
  expect(paths(result)).toEqual(['leak.env']);
  expect(commits(result)).toMatchObject({ complete: true, commits: 1 });
});

test('schedule, without `repository` and without a checkout: all that the server shows, pull requests too', async () => {
  const { dev, server } = await project();
  leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  const result = await runAction({
    event: 'schedule',
    payload: { schedule: '30 5 * * 1' },
    server: server.url,
  });
  expect(paths(result)).toEqual(['leak.env', 'old.env']);
  expect(result.report?.scan).toMatchObject({ source: 'history', coverage: { complete: true } });
});

test('schedule, the server does not answer: the full checkout is scanned and that is said; a shallow one is not enough', async () => {
  const made = await project();
  const [full, shallow] = [checkout(made, true), checkout(made, false)];
  made.server.failWith(403);
  const call = { event: 'schedule', payload: { schedule: '30 5 * * 1' }, server: made.server.url };
  const result = await runAction({ ...call, workspace: full });
  expect(paths(result)).toEqual(['old.env']);
  expect(result.summary).toContain('the checkout was scanned, without pull requests');
  const incomplete = await runAction({ ...call, workspace: shallow });
  expect(incomplete.code).toBe(3);
  expect(incomplete.outputs['complete']).toBe('false');
});

test('workflow_run: of a branch what it adds, of the default branch everything, of a fork by its commit', async () => {
  const { dev, server, base, head } = await withFeature();
  const run = (payload: unknown) => runAction({ event: 'workflow_run', payload, server: server.url });
  const branch = await run(workflowRunPayload(head, 'feature'));
  expect(paths(branch)).toEqual(['leak.env']);
  expect(commits(branch)).toMatchObject({ complete: true, commits: 1 });
  expect(paths(await run(workflowRunPayload(base, 'main')))).toEqual(['old.env']);
  // A fork's branch of the same name as ours is another branch.
  dev.git(['push', '-q', 'origin', `${head}:refs/pull/7/head`, ':feature']);
  expect(paths(await run(workflowRunPayload(head, 'main', true)))).toEqual(['leak.env']);
});

test('release: all files of the tag, though their commits are old', async () => {
  const { dev, server } = await project();
  dev.git(['tag', '-a', '-m', 'one', 'v1.0.0']);
  dev.git(['push', '-q', 'origin', 'v1.0.0']);
  const payload = releasePayload('v1.0.0');
  const result = await runAction({ event: 'release', payload, server: server.url });
  expect(paths(result)).toEqual(['old.env']);
  expect(commits(result)).toMatchObject({ complete: true, commits: 0 });
});

test('pull_request_target: the head is scanned as data, though the run belongs to the base', async () => {
  const { dev, server, base, head } = await withFeature();
  dev.git(['push', '-q', 'origin', `${head}:refs/pull/7/head`, ':feature']);
  const payload = pullRequestPayload({ head, base, fork: true });
  const env = { GITHUB_SHA: base, GITHUB_REF: 'refs/heads/main' };
  const result = await runAction({ event: 'pull_request_target', payload, server: server.url, env });
  expect(paths(result)).toEqual(['leak.env']);
  expect(commits(result)).toMatchObject({ complete: true, commits: 1 });
  // It has the rights of the base, so nothing is kept from it.
  expect(result.summary).not.toContain('gives no secrets');
});

test('a conflict with the base, in which pull_request starts no run: pull_request_target scans the head', async () => {
  const { dev, server } = await project();
  dev.git(['switch', '-q', '-c', 'feature']);
  const head = leak(dev, 'app.js');
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  dev.git(['switch', '-q', 'main']);
  dev.write('app.js', 'another app\n');
  const base = dev.commit('conflict');
  dev.git(['push', '-q', 'origin', 'main']);
  const payload = pullRequestPayload({ action: 'opened', head, base, mergeable: false });
  const result = await runAction({ event: 'pull_request_target', payload, server: server.url });
  expect(paths(result)).toEqual(['app.js']);
  expect(commits(result)).toMatchObject({ complete: true, commits: 1 });
});

test('retargeted: what the branch adds to its new base', async () => {
  const { dev, server, first, head } = await withFeature();
  dev.git(['push', '-q', 'origin', `${head}:refs/pull/7/head`, `${first}:refs/heads/release`]);
  const payload = pullRequestPayload({
    action: 'edited',
    head,
    base: first,
    baseRef: 'release',
    retargetedFrom: 'main',
  });
  const result = await runAction({ event: 'pull_request', payload, server: server.url });
  expect(paths(result)).toEqual(['leak.env']);
  expect(commits(result)).toMatchObject({ complete: true, commits: 4 });
});

test('create: what the ref adds; delete: nothing, said', async () => {
  const { server, head } = await withFeature();
  const env = { GITHUB_SHA: head, GITHUB_REF: 'refs/heads/feature' };
  const made = await runAction({
    event: 'create',
    payload: refPayload('create', 'branch', 'feature'),
    server: server.url,
    env,
  });
  expect(paths(made)).toEqual(['leak.env']);
  const gone = await runAction({
    event: 'delete',
    payload: refPayload('delete', 'tag', 'v1'),
    server: server.url,
  });
  expect(gone.code).toBe(0);
  expect(gone.summary).toContain('a ref was deleted, which adds nothing');
});

test('an event that says nothing about commits: refused with a sentence, red, nothing called complete', async () => {
  const { server } = await project();
  const result = await runAction({ event: 'watch', payload: { action: 'started' }, server: server.url });
  expect(result.code).toBe(3);
  expect(result.outputs).toMatchObject({ complete: 'false', 'report-path': '', 'sarif-path': '' });
  expect(result.out.annotations.map(({ type }) => type)).toEqual(['error']);
  expect(result.summary).toContain('the event watch adds no commits');
});
