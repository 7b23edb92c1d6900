// Gives the sinks for a new key their doors, as the user named them with --to.
import { AkguardError, messageOf } from './core/errors.ts';
import type { KeySink } from './core/key-sink.ts';
import type { Log } from './core/runtime.ts';
import { commandSink, fileSink, terminalSink } from './io/hand-over.ts';

export const sinkForms =
  'terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO/NAME, github-secret:OWNER/REPO@ENVIRONMENT/NAME ' +
  'or github-secret:ORG/NAME';

/**
 * @param replace whether a file may be there already.
 * @throws AkguardError AK_SINK for a form that is none.
 */
export async function readSinks(
  names: readonly string[],
  replace: boolean,
  variables: Record<string, string | undefined>,
  log: Log,
): Promise<KeySink[]> {
  const sinks: KeySink[] = [];
  for (const name of names) sinks.push(await readSink(name, replace, variables, log));
  return sinks;
}

async function readSink(
  name: string,
  replace: boolean,
  variables: Record<string, string | undefined>,
  log: Log,
): Promise<KeySink> {
  const [, kind = '', rest = ''] = /^([^:]*)(?::(.*))?$/s.exec(name) ?? [];
  if (kind === 'terminal' && rest === '') return terminalSink(name);
  if (kind === 'file' && rest !== '') return fileSink(name, rest, replace);
  if (kind === 'command' && rest !== '') return commandSink('command', rest, variables);
  if (kind === 'github-secret') {
    const { githubSecretSink, parseSecretPlace } = await import('./github/secrets.ts');
    const place = parseSecretPlace(rest);
    const token = variables['GITHUB_TOKEN'] ?? '';
    if (place !== null && token === '') throw unusable(name, 'GITHUB_TOKEN is not set.');
    const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
    if (place !== null) return githubSecretSink(name, place, { token, apiUrl, log });
  }
  throw unusable(name, `it is not one of ${sinkForms}.`);
}

/** @throws AkguardError AK_SINK for the first that can't take a key. */
export async function prepareSinks(sinks: readonly KeySink[]): Promise<void> {
  for (const sink of sinks) {
    try {
      await sink.prepare();
    } catch (error) {
      throw unusable(sink.name, `${messageOf(error)}.`);
    }
  }
}

function unusable(name: string, problem: string): AkguardError {
  // A command may hold a password, and is long.
  const sink = name.startsWith('command:') ? 'command' : name;
  return new AkguardError('AK_SINK', { sink, problem });
}
