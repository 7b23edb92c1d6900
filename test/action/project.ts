// A developer's clone and the server that it pushes to, for tests of the built Action.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { pushPayload } from '../helpers/events.ts';
import { type TestRepository, makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { type GitServer, gitServer } from '../helpers/git-server.ts';
import { makeKey } from '../helpers/keys.ts';
import { type ActionCall, type ActionResult, runAction } from '../helpers/runner.ts';

export const [oldKey, newKey] = [makeKey('live', 1), makeKey('live', 2)];

export interface Project {
  dev: TestRepository;
  server: GitServer;
  /** The root commit, which brought an old key. */
  first: string;
}

/** `main` with an old key and three commits after it is on the server. */
export async function project(options: string[] = [], token: string | null = null): Promise<Project> {
  const made = template(options);
  const server = await gitServer(token, options);
  const dev = makeRepository(undefined, options, 1_700_001_000);
  for (const part of ['objects', 'refs']) {
    cpSync(join(made.folder, '.git', part), join(server.repository.folder, part), { recursive: true });
  }
  cpSync(made.folder, dev.folder, { recursive: true });
  dev.git(['remote', 'add', 'origin', server.repository.folder]);
  return { dev, server, first: made.first };
}

interface Template {
  folder: string;
  first: string;
}

/** Made once for a file of tests, since a commit takes some processes. */
const templates = new Map<string, Template>();
afterAll(() => {
  for (const { folder } of templates.values()) rmSync(folder, { recursive: true, force: true });
});

function template(options: string[]): Template {
  const name = options.join(' ');
  const known = templates.get(name);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'akguard-test-template-'));
  const dev = makeRepository(folder, options);
  dev.write('old.env', `KEY=${oldKey}\n`);
  const first = dev.commit('first');
  for (const n of [1, 2, 3]) {
    dev.write('app.js', `let n = ${n};\n`);
    dev.commit(`work ${n}`);
  }
  const made = { folder, first };
  templates.set(name, made);
  return made;
}

/** Commits a key. */
export function leak(dev: TestRepository, path = 'leak.env', key = newKey): string {
  dev.write(path, `KEY=${key}\n`);
  return dev.commit('leak');
}

export function headOf(dev: TestRepository): string {
  return dev.git(['rev-parse', 'HEAD']);
}

/** Runs the Action for a push. */
export function push(
  server: GitServer,
  event: Parameters<typeof pushPayload>[0],
  more: Partial<ActionCall> = {},
): Promise<ActionResult> {
  return runAction({ event: 'push', payload: pushPayload(event), server: server.url, ...more });
}

/** Where keys were found, sorted; `message` for those without a path. */
export function paths({ report, stdout, stderr }: ActionResult): string[] {
  if (report === null) throw new Error(`no report: ${stdout} ${stderr}`);
  return report.findings.flatMap(({ matches }) => matches.map(({ path }) => path ?? 'message')).toSorted();
}

/** What actions/checkout leaves: a clone without credentials, of one commit unless it is full. */
export function checkout({ server }: Project, full: boolean): string {
  const folder = scratchFolder();
  const depth = full ? [] : ['--depth', '1'];
  server.repository.git(['clone', '-q', ...depth, `file://${server.repository.folder}`, folder]);
  return folder;
}
