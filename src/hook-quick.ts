// What nearly every run of a hook comes to: there is nothing to say. That is told here with as little as can be loaded, since
// people wait for it; anything else is left to hook-command.ts, which starts over.
import { containerKind, headSize } from './archive/kind.ts';
import { type RuleFile, prefixesOf, shippedRules } from './config/shipped-rules.ts';
import { isTold } from './detect/prefilter/told.ts';
import { Prefilter } from './detect/prefilter/prefilter.ts';
import { type StagedBlobs, stagedBlobs } from './git/quick/staged-blobs.ts';
import { findUserConfig, readMessage } from './io/hook-input.ts';
import { readRuleFiles } from './io/package-files.ts';

type Variables = Record<string, string | undefined>;
type Read = StagedBlobs['read'];

/**
 * Whether a hook's run, by its command line, is certain to end with 0 and without a word. False means nothing: something was
 * found, or it takes a closer look.
 */
export async function isCertainlyClean(argv: readonly string[], variables: Variables): Promise<boolean> {
  const [, hook = '', ...rest] = argv;
  const operands = rest[0] === '--' ? rest.slice(1) : rest;
  // Flags and a configuration may ask for anything; and the pre-commit framework calls hooks in its own way.
  if (operands[0]?.startsWith('-') || variables['PRE_COMMIT'] || isConfigured(variables)) return false;
  try {
    return await isClean(hook, operands, variables);
  } catch {
    return false;
  }
}

async function isClean(hook: string, operands: string[], variables: Variables): Promise<boolean> {
  const [path] = operands;
  switch (hook) {
    case 'pre-commit': {
      if (path !== undefined) return false;
      const { ids, read } = stagedBlobs(process.cwd(), variables);
      return areClean(ids, read);
    }
    case 'commit-msg':
      return path !== undefined && operands.length === 1 && areClean([path], readText);
    case 'pre-push':
    case 'pre-receive':
    case 'update': {
      const { keepCompiled } = await import('./io/compile-cache.ts');
      keepCompiled(variables);
      const { isCleanPush } = await import('./hook-quick-push.ts');
      return isCleanPush(`hook ${hook}`, operands);
    }
    default:
      return false;
  }
}

function isConfigured(variables: Variables): boolean {
  return variables['AKGUARD_CONFIG'] !== undefined || findUserConfig(variables) !== undefined;
}

const readText: Read = (path, look) => look(readMessage(path));

/** More than nearly every source file has, and little enough to make in no time. */
const capacity = 1 << 20;

/** Keys that were there before, and those with a remark, are no reason to stop; but they are to be looked at. */
async function areClean(names: Iterable<string>, read: Read): Promise<boolean> {
  const files = readRuleFiles();
  const isQuick = prefixesOf(files).every(isTold);
  const prefilter = new Prefilter(capacity);
  const others: string[] = [];
  for (const name of names) {
    const seen = read(name, (bytes) => firstLook(bytes, prefilter));
    if (seen === 'container') return false;
    if (!isQuick || seen !== 'nothing') others.push(name);
  }
  return others.length === 0 || (await holdNone(others, read, files));
}

/** `nothing`: there is nothing at all that a decoder or a rule could want. */
function firstLook(bytes: Buffer, prefilter: Prefilter): 'container' | 'something' | 'nothing' {
  if (containerKind(bytes.subarray(0, headSize), null) !== null) return 'container';
  if (bytes.length > capacity) return 'something';
  bytes.copy(prefilter.area);
  const end = prefilter.scan(0, bytes.length, true);
  return end < bytes.length || prefilter.count > 0 ? 'something' : 'nothing';
}

async function holdNone(names: readonly string[], read: Read, files: readonly RuleFile[]): Promise<boolean> {
  const { Scanner } = await import('./detect/scanner.ts');
  const { containers } = await import('./archive/containers.ts');
  const scanner = new Scanner(shippedRules(files, readRuleFiles('context/')), containers);
  for (const name of names) {
    read(name, (bytes) => scanner.whole({ kind: 'object', type: 'blob', id: '' }, bytes));
    if (scanner.matches.length > 0 || scanner.gaps.length > 0) return false;
  }
  return true;
}
