// What the hooks of a push have to look at, and in what time.
import type { Source } from './core/source.ts';
import { pushed, toldByGit } from './sources/index.ts';

export type PushHook = 'hook pre-push' | 'hook pre-receive' | 'hook update';

/** Milliseconds from the start of this process on; GitHub Enterprise gives all hooks of a push 5 s. */
const limits: Record<PushHook, number> = {
  'hook pre-push': 60_000,
  'hook pre-receive': 4_500,
  'hook update': 4_500,
};

/** @param limit milliseconds that the user gives it from now on; null: what it has by itself. */
export function limitOf(hook: PushHook, limit: number | null): number {
  return limit ?? limits[hook] - performance.now();
}

/** @param operands as git gives them to the hook. */
export async function pushSource(
  hook: PushHook,
  operands: readonly string[],
  limit: number | null,
): Promise<Source> {
  const [first = null, old = '', fresh = ''] = operands;
  // The update hook is told of its ref by arguments, the others by standard input.
  if (hook === 'hook update') return pushed(`${old} ${fresh} ${first ?? ''}\n`, null, limitOf(hook, limit));
  return pushed(await toldByGit(), hook === 'hook pre-push' ? first : null, limitOf(hook, limit));
}
