// Microsoft's validator of SARIF, which is 95 MB and so no dev dependency: whoever needs it installs it, once, into the
// user's cache. https://github.com/microsoft/sarif-sdk (src/Sarif.Multitool)
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '5.7.0';
const name = '@microsoft/sarif-multitool-linux';
const integrity =
  'sha512-NxUbpq6ISCWoTQ/NfOYEwEDKq1Heka/rMoJ5R5LMydcAZQX/X7g5mWHcgxDub+0M07LC96tZ5LZHvF1Qy3gjTA==';

/** The path of the program, or why there is none. */
export function sarifMultitool(): { program: string } | { missing: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'it is for Linux on x64' };
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'akguard-tests');
  const folder = join(cache, `sarif-multitool-${version}`);
  const program = join(folder, 'node_modules', name, 'Sarif.Multitool');
  if (existsSync(program)) return { program };
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'install-'));
  try {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', fresh];
    const done = spawnSync('npm', ['install', ...flags, `${name}@${version}`], {
      cwd: fresh,
      timeout: 100_000,
    });
    if (done.status !== 0) return { missing: 'npm could not install it' };
    const lock = JSON.parse(readFileSync(join(fresh, 'package-lock.json'), 'utf8'));
    if (lock.packages[`node_modules/${name}`]?.integrity !== integrity) {
      return { missing: 'what npm installed is another one than is expected' };
    }
    // Its own install script does only this, and scripts are off.
    chmodSync(join(fresh, 'node_modules', name, 'Sarif.Multitool'), 0o755);
    if (!existsSync(folder)) renameSync(fresh, folder);
    return existsSync(program) ? { program } : { missing: 'it is not where it is expected' };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
