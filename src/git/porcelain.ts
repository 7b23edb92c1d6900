// The door to simple-git: for the few everyday commands whose output is text. Everything that reads content goes
// through `run.ts`, which keeps bytes as bytes.
import type { SimpleGit } from 'simple-git';
import { gitEnvironment, hermeticConfig, hermeticEnvironment } from './run.ts';

// simple-git refuses settings that could run programs unless told that they are wanted; ours all switch such things off.
const unsafe = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
};

/** simple-git in a folder, as hermetic as every other git call. */
export async function porcelain(directory: string): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git');
  return simpleGit({
    baseDir: directory,
    config: hermeticConfig,
    unsafe,
    allowEnvironment: Object.keys(hermeticEnvironment),
  }).env(gitEnvironment(false));
}

/** URL of the remote `origin`, without credentials, or null. */
export async function remoteUrl(directory: string): Promise<string | null> {
  const { value } = await (await porcelain(directory)).getConfig('remote.origin.url', 'local');
  return value === null ? null : value.replace(/\/\/[^@/]*@/, '//');
}

/** Makes an empty repository in a folder that exists. */
export async function initRepository(directory: string): Promise<void> {
  await (await porcelain(directory)).init(['--quiet', '--initial-branch=main']);
}

/** Commits everything in the work tree, as a made-up developer. */
export async function commitAll(directory: string, message: string): Promise<void> {
  const git = await porcelain(directory);
  await git.addConfig('user.name', 'A Developer', false, 'local');
  await git.addConfig('user.email', 'developer@example.invalid', false, 'local');
  await git.add(['--all']);
  await git.commit(message);
}
