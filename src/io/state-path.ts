// Where akguard keeps its state unless told otherwise.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** By the XDG base directory specification: XDG_STATE_HOME, else ~/.local/state. */
export function defaultStatePath(variables: Record<string, string | undefined>): string {
  const base = variables['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(base, 'akguard', 'state.db');
}
