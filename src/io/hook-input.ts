// What hooks read that is no part of a repository: a message, and the user's own settings. Loads nothing, since a commit
// waits for it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Variables = Record<string, string | undefined>;

/** @throws Error for a file that can't be read. */
export function readMessage(path: string): Buffer {
  return readFileSync(path);
}

/** `$XDG_CONFIG_HOME/akguard/config.yaml`, if it is there. */
export function findUserConfig(variables: Variables): string | undefined {
  const file = join(userFolder(variables), 'config.yaml');
  return existsSync(file) ? file : undefined;
}

/** Where a user's own settings of akguard are. */
export function userFolder(variables: Variables): string {
  return join(variables['XDG_CONFIG_HOME'] || join(home(variables), '.config'), 'akguard');
}

/** The user's home, as git has it. */
export function home(variables: Variables): string {
  return variables['HOME'] || process.getBuiltinModule('node:os').homedir();
}
