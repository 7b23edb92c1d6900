// What git tells the hooks of a push: which refs are to be moved from where to where. pre-push has
// `<local ref> <local id> <remote ref> <remote id>` a line, pre-receive `<old> <new> <ref>`, update the latter as arguments
// (githooks(5)). The id of zeros stands for no object.
import { AkguardError } from '../core/errors.ts';

export interface RefUpdates {
  /** What refs are moved to. */
  tips: string[];
  /** What they were before: known to the other side. Ours may lack them. */
  known: string[];
  /** Options of git rev-list that leave out what the other side has. */
  except: string[];
  target: string;
}

const id = '[0-9a-f]{40}(?:[0-9a-f]{24})?';
const received = new RegExp(`^(${id}) (${id}) (\\S+)$`);
// What is pushed may be any expression, with spaces in it.
const pushed = new RegExp(`^.* (${id}) (\\S+) (${id})$`);
const isNone = (each: string) => /^0+$/.test(each);

/**
 * @param remote what pre-push is told as its first argument: the name of a remote, or an URL; null when nobody said.
 * @throws AkguardError AK_USAGE for what no hook is told.
 */
export function parseRefUpdates(text: string, remote: string | null): RefUpdates {
  const updates = text.split('\n').flatMap((line) => (line === '' ? [] : [parseLine(line)]));
  const tips = updates.flatMap(({ to }) => (isNone(to) ? [] : [to]));
  const known = updates.flatMap(({ from }) => (isNone(from) ? [] : [from]));
  // On the server, everything that any ref has was there before: what is pushed has no ref yet.
  const isServer = updates.some((update) => update.server);
  const others = isServer ? '--all' : `--remotes=${remote ?? '*'}`;
  return {
    tips: [...new Set(tips)],
    known: [...new Set(known)],
    except: remote === null || isServer || isName(remote) ? ['--not', others, '--not'] : [],
    target: isServer ? 'what is pushed' : `what ${remote ?? 'the remote'} lacks`,
  };
}

/** Whether it is the name of a remote; an URL has no refs here, and characters that a pattern would take for its own. */
function isName(remote: string): boolean {
  return /^[\w.][\w./-]*$/.test(remote);
}

function parseLine(line: string): { from: string; to: string; server: boolean } {
  const [, old = '', fresh = ''] = received.exec(line) ?? [];
  if (fresh !== '') return { from: old, to: fresh, server: true };
  const [, local = '', , remote = ''] = pushed.exec(line) ?? [];
  if (local !== '') return { from: remote, to: local, server: false };
  throw new AkguardError('AK_USAGE', {
    problem: 'Standard input is not what git tells a pre-push or pre-receive hook.',
  });
}
