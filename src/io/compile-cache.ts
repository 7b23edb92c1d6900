// Node keeps what it has compiled, so that the next start has it: a commit hook starts again and again.
import { enableCompileCache } from 'node:module';
import { isAbsolute, join } from 'node:path';

/**
 * In the user's own folder for such things (XDG base directory specification), not in the one for temporary files, which
 * is Node's choice: what somebody else has put there would run. Where it can't be written, nothing is kept.
 */
export function keepCompiled(variables: Record<string, string | undefined>): void {
  const base = variables['XDG_CACHE_HOME'] || join(variables['HOME'] ?? '', '.cache');
  if (isAbsolute(base)) enableCompileCache(join(base, 'akguard'));
}
