// Gives the sinks for a new key their doors, as the user named them with --to.
import { AkguardError, messageOf } from './core/errors.ts';
import { parsePlace, placeForms, placeName } from './core/key-place.ts';
import type { KeySink } from './core/key-sink.ts';
import type { Log } from './core/runtime.ts';
import { commandSink, fileSink, terminalSink } from './io/hand-over.ts';

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
  const place = parsePlace(name);
  switch (place?.kind) {
    case 'terminal':
      return terminalSink(name);
    case 'file':
      return fileSink(name, place.path, replace);
    case 'command':
      return commandSink('command', place.command, variables);
    case 'github-secret': {
      const { githubSecretSink } = await import('./github/secrets.ts');
      const token = variables['GITHUB_TOKEN'] ?? '';
      if (token === '') throw unusable(name, 'GITHUB_TOKEN is not set.');
      const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
      return githubSecretSink(name, place.place, { token, apiUrl, log });
    }
    case undefined:
      throw unusable(name, `it is not one of ${placeForms}.`);
  }
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
  return new AkguardError('AK_SINK', { sink: placeName(name), problem });
}
