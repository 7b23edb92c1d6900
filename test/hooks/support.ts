// Repositories with hooks, and a git that runs them as a developer's does.
import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { cli } from '../helpers/cli.ts';
import { type TestRepository, makeRepository, scratchFolder } from '../helpers/git-repo.ts';

export interface Ran {
  code: number | null;
  /** Everything that was printed. */
  text: string;
}

export interface HookRepository extends TestRepository {
  home: string;
  /** Runs git as a user would; never throws. */
  tryGit(args: string[], options?: Options): Ran;
  akguard(args: string[], options?: Options): Ran;
  /** Any program. */
  run(command: string[], options?: Options): Ran;
}

export interface Options {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

/** A repository with one commit and, unless told otherwise, hooks of akguard. */
export function hookRepository(installs = true, options: string[] = []): HookRepository {
  return withHome(
    makeRepository(
      copyOf(`${installs} ${options.join(' ')}`, (folder) => {
        const { code, text } = prepare(withHome(makeRepository(folder, options)), installs);
        if (code !== 0) throw new Error(text);
      }),
    ),
  );
}

function prepare(made: HookRepository, installs: boolean): Ran {
  made.write('README', 'nothing\n');
  made.commit('first');
  return installs ? made.akguard(['hook', 'install']) : { code: 0, text: '' };
}

const originals = new Map<string, string>();
afterAll(() => {
  for (const folder of originals.values()) rmSync(folder, { recursive: true });
});

/** A copy of a folder that is made only once for all tests of a file. */
export function copyOf(name: string, make: (folder: string) => void): string {
  let original = originals.get(name);
  if (original === undefined) {
    original = mkdtempSync(join(tmpdir(), 'akguard-original-'));
    originals.set(name, original);
    make(original);
  }
  const folder = scratchFolder();
  cpSync(original, folder, { recursive: true });
  return folder;
}

/** A repository with a home of its own, where git has no settings. */
function withHome(repository: TestRepository): HookRepository {
  const home = scratchFolder();
  const run: HookRepository['run'] = ([program = '', ...args], { cwd, env, input } = {}) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: cwd ?? repository.folder,
      input: input ?? '',
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.test',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.test',
        GIT_ALLOW_PROTOCOL: 'file',
        AKGUARD_LIVE_URL: 'http://127.0.0.1:1',
        AKGUARD_TEST_URL: 'http://127.0.0.1:1',
        ...env,
      },
    });
    return { code: status, text: `${stdout}${stderr}` };
  };
  return {
    ...repository,
    home,
    run,
    tryGit: (args, more) => run(['git', ...args], more),
    akguard: (args, more) => run([process.execPath, cli, ...args], more),
  };
}

/** Every path below a folder with its mode and content, for comparing byte for byte; `skip` are paths to leave out. */
export function photograph(folder: string, skip = /^$/): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const all = entries.flatMap((entry): [string, string][] => {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (skip.test(name)) return [];
    const mode = (lstatSync(path).mode & 0o7777).toString(8);
    if (entry.isSymbolicLink()) return [[name, `link ${readlinkSync(path)}`]];
    return [[name, entry.isFile() ? `${mode} ${readFileSync(path, 'latin1')}` : `${mode} folder`]];
  });
  return Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
