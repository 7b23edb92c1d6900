// A forge's git side on loopback, with what GitHub allows (partial, shallow and by-SHA fetches), counting what it sends
// and asking for a token if wanted.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type TestRepository, makeRepository, scratchFolder } from './git-repo.ts';
import { type HttpBackend, serveGit } from './http-backend.ts';

export interface GitServer extends Omit<HttpBackend, 'close'> {
  /** The bare repository `owner/repo` behind it. */
  repository: TestRepository;
}

/** @param token without it nothing is given away; null for a public repository. @param options of git init. */
export async function gitServer(token: string | null = null, options: string[] = []): Promise<GitServer> {
  const root = scratchFolder();
  const folder = join(root, 'owner', 'repo');
  mkdirSync(folder, { recursive: true });
  const repository = makeRepository(folder, ['--bare', ...options]);
  const backend = await serveGit(root, token);
  onTestFinished(() => backend.close());
  return { ...backend, repository };
}
