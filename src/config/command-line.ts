// What a user typed, understood: which command, its operands and its flags. Values are checked in options.ts.
import { parseArgs } from 'node:util';
import { AkguardError, messageOf } from '../core/errors.ts';
import { type CommandName, commands, everywhere, sourceWords } from './commands.ts';
import { type Flag, type FlagName, flags } from './flags.ts';

type Values = {
  [Name in FlagName]?: (typeof flags)[Name] extends { multiple: true }
    ? string[]
    : (typeof flags)[Name] extends { type: 'boolean' }
      ? boolean
      : string;
};

/** What the user typed, understood but not yet checked. `command` is null when there was none. */
export interface Typed {
  command: CommandName | null;
  operands: string[];
  values: Values;
}

/** @throws AkguardError AK_USAGE for an unknown command or flag, or a flag that the command has no use for. */
export function parseCommandLine(argv: readonly string[]): Typed {
  const { values, positionals } = parse(argv);
  const { command, operands } = findCommand(positionals);
  const allowed: readonly string[] =
    command === null ? everywhere : [...commands[command].flags, ...everywhere];
  for (const name of Object.keys(values)) {
    if (!allowed.includes(name) && values.help !== true) {
      throw new AkguardError('AK_USAGE', {
        problem: `\`akguard ${command ?? ''}\` has no use for --${name}.`,
      });
    }
  }
  return { command, operands, values };
}

function parse(argv: readonly string[]): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries<Flag>(flags).map(([name, { type, multiple, short }]) => [
      name,
      { type, ...(multiple && { multiple }), ...(short !== undefined && { short }) },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new AkguardError('AK_USAGE', {
      problem: messageOf(error).replace(/\.\s+(?:To specify|Did you).*/s, '.'),
    });
  }
}

/** Commands of two words, by the first; the second is what it means alone. */
const groups: Record<string, string> = {
  rules: 'list',
  keys: 'list',
  ledger: 'show',
  breaker: 'status',
  policy: 'explain',
};
/** Commands that take an operand. */
const takesOne = ['ledger show', 'ledger verify', 'policy explain'];
const hookWords = 'install, uninstall, pre-commit, commit-msg, pre-push, pre-receive, update';

function findCommand(words: readonly string[]): { command: CommandName | null; operands: string[] } {
  const [first, second, ...rest] = words;
  if (first === undefined) return { command: null, operands: [] };
  if (first === 'scan') {
    const source = sourceWords.find((word) => word === second);
    return source === undefined
      ? { command: 'scan files', operands: words.slice(1) }
      : { command: `scan ${source}`, operands: rest };
  }
  if (first === 'baseline' || first === 'org') return { command: first, operands: words.slice(1) };
  if (first === 'report') return { command: findReport(second), operands: rest };
  if (first === 'hook') return { command: findHook(second), operands: rest };
  const usual = Object.hasOwn(groups, first) ? groups[first] : undefined;
  const name = usual === undefined ? first : `${first} ${second ?? usual}`;
  if (!(name in commands))
    throw new AkguardError('AK_USAGE', { problem: `There is no command \`${name}\`.` });
  const operands = words.slice(usual === undefined ? 1 : 2);
  if (operands.length > (takesOne.includes(name) ? 1 : 0)) {
    const hint = first === 'verify' || first === 'revoke' ? ' A key is read from standard input only.' : '';
    throw new AkguardError('AK_USAGE', {
      problem: `\`akguard ${name}\` takes ${takesOne.includes(name) ? 'one operand at most' : 'no operands'}.${hint}`,
    });
  }
  return { command: name as CommandName, operands };
}

/** Git decides with how many operands it calls its hooks. */
function findHook(word: string | undefined): CommandName {
  const name = `hook ${word ?? ''}`;
  if (name in commands) return name as CommandName;
  throw new AkguardError('AK_USAGE', { problem: `Behind \`akguard hook\` stands one of ${hookWords}.` });
}

function findReport(word: string | undefined): CommandName {
  if (word === 'merge') return 'report merge';
  throw new AkguardError('AK_USAGE', { problem: 'The command is `akguard report merge FILE…`.' });
}
