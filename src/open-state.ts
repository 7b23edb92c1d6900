// Opens the state for commands that look at it or settle it, without a scan.
import type { Options } from './config/options.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import type { Log } from './core/runtime.ts';
import type { Rotations } from './core/rotation.ts';
import type { Store } from './core/store.ts';
import { defaultStatePath } from './io/state-path.ts';
import { printOut } from './io/terminal.ts';
import { whoRuns } from './io/who-runs.ts';

/** What such a command is given by `main`. */
export interface StateContext {
  options: Options;
  environment: Record<string, string | undefined>;
  log: Log;
}

/** Opens the state for as long as `look` takes. @throws AkguardError AK_STORE, also when there is none. */
export async function withState<T>(
  { options, environment, log }: StateContext,
  look: (store: Store & Rotations) => Promise<T>,
): Promise<T> {
  const { openStore } = await import('./store/index.ts');
  const location = options.state ?? defaultStatePath(environment);
  const store = await openStore(location, { log, by: whoRuns(environment), mustExist: true });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** Prints, or writes to `--output`. @throws AkguardError AK_OUTPUT. */
export async function deliver(text: string, { options }: StateContext): Promise<void> {
  if (options.output === null) return printOut(text);
  const { writeWhole } = await import('./io/write-file.ts');
  await writeWhole(options.output, text).catch((error: unknown) => {
    throw new AkguardError('AK_OUTPUT', { path: options.output ?? '', reason: messageOf(error) });
  });
}
