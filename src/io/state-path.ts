// Where akguard keeps its state unless told otherwise.
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The Postgres that DATABASE_URL names, or else a file by the XDG base directory specification: in XDG_STATE_HOME, or
 * ~/.local/state. Another kind of database in DATABASE_URL is some application's.
 */
export function defaultStatePath(variables: Record<string, string | undefined>): string {
  const url = variables['DATABASE_URL'] ?? '';
  if (/^postgres(?:ql)?:/i.test(url)) return url;
  const base = variables['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(base, 'akguard', 'state.db');
}
