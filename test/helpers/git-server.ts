// A forge's git side on loopback: `git http-backend` behind node:http, with what GitHub allows (partial, shallow and
// by-SHA fetches), counting what it sends and asking for a token if wanted.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type GitHttp, serveGit } from './git-http.ts';
import { type TestRepository, makeRepository, scratchFolder } from './git-repo.ts';

export interface GitServer extends GitHttp {
  /** The bare repository `owner/repo` behind it. */
  repository: TestRepository;
}

/** @param token without it nothing is given away; null for a public repository. @param options of git init. */
export async function gitServer(token: string | null = null, options: string[] = []): Promise<GitServer> {
  const root = scratchFolder();
  const folder = join(root, 'owner', 'repo');
  mkdirSync(folder, { recursive: true });
  const repository = makeRepository(folder, ['--bare', ...options]);
  const server = await serveGit(root, token);
  onTestFinished(() => server.close());
  return { ...server, repository };
}
