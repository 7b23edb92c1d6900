// The command line as data: commands, flags, help, and what a user typed. Nothing here decides what a default is.
import { parseArgs } from 'node:util';
import { AkguardError, messageOf } from '../core/errors.ts';

interface Flag {
  type: 'string' | 'boolean';
  multiple?: true;
  short?: string;
  /** Shown behind a flag that takes a value. */
  value?: string;
  help: string;
}

export const flags = {
  offline: { type: 'boolean', help: 'do not verify keys against the Anton API' },
  revoke: { type: 'boolean', help: 'arm: revoke what policy says to revoke (without it: a dry run)' },
  alert: {
    type: 'string',
    multiple: true,
    value: 'CHANNEL',
    help: 'tell people: file[:FOLDER], github-issue[:OWNER/REPO]',
  },
  format: { type: 'string', short: 'f', value: 'FORMAT', help: 'report format: human (default), json' },
  output: { type: 'string', short: 'o', value: 'FILE', help: 'write the report to a file' },
  'fail-on': {
    type: 'string',
    value: 'WHAT',
    help: 'exit 1 on: any (default: all not proven inactive), active, none',
  },
  baseline: {
    type: 'string',
    value: 'FILE',
    help: 'keys that are known and accepted, one fingerprint a line',
  },
  config: { type: 'string', value: 'FILE', help: 'configuration, YAML or JSON (or AKGUARD_CONFIG)' },
  exclude: { type: 'string', multiple: true, value: 'GLOB', help: 'leave out paths (scan files)' },
  'max-file-size': {
    type: 'string',
    value: 'SIZE',
    help: 'do not read larger files, e.g. 50MB; they make the scan incomplete',
  },
  'max-revocations': {
    type: 'string',
    value: 'N',
    help: 'revoke no more keys than that in one run (default: 3)',
  },
  follow: { type: 'boolean', help: 'scan log: go on with what is appended, until stopped' },
  jobs: {
    type: 'string',
    short: 'j',
    value: 'N',
    help: 'threads that scan history; as many as there are cores by default',
  },
  since: {
    type: 'string',
    value: 'REV|DATE',
    help: 'scan history: only what came after a revision or a date (2026-01-31, "2 weeks ago")',
  },
  refs: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    help: 'scan history: only what these refs reach, e.g. main or refs/pull/*',
  },
  'allow-shallow': { type: 'boolean', help: 'scan history: take a shallow clone for the whole' },
  state: { type: 'string', value: 'PATH', help: 'where akguard remembers what it did' },
  env: { type: 'string', value: 'live|test', help: 'keys: of this environment only' },
  name: {
    type: 'string',
    value: 'NAME',
    help: 'keys create: what the key is called, at most 100 characters',
  },
  to: {
    type: 'string',
    multiple: true,
    value: 'PLACE',
    help: 'where a new key goes: terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO[@ENVIRONMENT]/NAME',
  },
  'max-age': {
    type: 'string',
    value: 'TIME',
    help: 'keys review: older keys are to be rotated (default 90d)',
  },
  'unused-for': {
    type: 'string',
    value: 'TIME',
    help: 'keys review: not used for so long is unused (default 30d)',
  },
  'expires-within': { type: 'string', value: 'TIME', help: 'keys review: expiring soon (default 14d)' },
  key: {
    type: 'string',
    value: 'ID',
    help: 'rotate: the key to replace; without it, the one on standard input',
  },
  now: { type: 'boolean', help: 'rotate: do not wait until the old key is quiet' },
  'quiet-for': { type: 'string', value: 'TIME', help: 'rotate: not used for so long is quiet (default 15m)' },
  wait: { type: 'string', value: 'TIME', help: 'rotate: how long to wait for that (default 1h)' },
  back: { type: 'boolean', help: 'rotate: revoke what an unfinished rotation made; the old key stays' },
  rotate: { type: 'boolean', help: 'drill: rehearse a rotation instead' },
  'live-port': { type: 'string', value: 'N', help: 'sandbox: port of the production double' },
  'test-port': { type: 'string', value: 'N', help: 'sandbox: port of the sandbox double' },
  generation: { type: 'string', value: 'A|D', help: 'sandbox: generation of the API to speak (default A)' },
  fault: {
    type: 'string',
    multiple: true,
    value: 'SPEC',
    help: 'sandbox: misbehave on purpose, see `akguard sandbox --help`',
  },
  head: {
    type: 'string',
    value: 'COUNT:HASH',
    help: 'ledger verify: compare with a head that was noted before',
  },
  keep: { type: 'boolean', help: 'drill: keep the folder' },
  quiet: { type: 'boolean', short: 'q', help: 'no progress on stderr' },
  verbose: { type: 'boolean', short: 'v', help: 'structured log on stderr' },
  'no-color': { type: 'boolean', help: 'no colours' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
  version: { type: 'boolean', help: 'the version' },
} as const satisfies Record<string, Flag>;

type FlagName = keyof typeof flags;
const scanFlags: FlagName[] = [
  'offline',
  'revoke',
  'alert',
  'format',
  'output',
  'fail-on',
  'baseline',
  'config',
  'max-file-size',
  'max-revocations',
  'state',
];
const keyFlags: FlagName[] = ['alert', 'format', 'output', 'fail-on', 'config', 'state'];

interface Command {
  form: string;
  help: string;
  flags: FlagName[];
}

/** Commands by the words that call them. */
export const commands = {
  'scan files': {
    form: 'scan [files] [PATH…]',
    help: 'folders, files and patterns; the current folder by default',
    flags: [...scanFlags, 'exclude'],
  },
  'scan staged': { form: 'scan staged', help: 'what the next commit would add', flags: scanFlags },
  'scan range': { form: 'scan range BASE..HEAD', help: 'what these commits add', flags: scanFlags },
  'scan history': {
    form: 'scan history [REPOSITORY]',
    help: 'every object of the repository, reachable or not',
    flags: [...scanFlags, 'since', 'refs', 'allow-shallow', 'jobs'],
  },
  'scan log': {
    form: 'scan log [FILE|GLOB|-…]',
    help: 'logs and streams, also compressed; standard input by default',
    flags: [...scanFlags, 'follow'],
  },
  baseline: {
    form: 'baseline [files|staged|range|history|log …]',
    help: 'write the found keys as a baseline; entries of --baseline FILE stay',
    flags: [
      'output',
      'baseline',
      'config',
      'max-file-size',
      'exclude',
      'since',
      'refs',
      'allow-shallow',
      'jobs',
    ],
  },
  redact: {
    form: 'redact',
    help: 'standard input to standard output with keys masked, plain and encoded: app | akguard redact >>app.log',
    flags: [],
  },
  verify: { form: 'verify', help: 'does the key on standard input still work?', flags: keyFlags },
  revoke: { form: 'revoke', help: 'revoke the key on standard input, and prove it dead', flags: keyFlags },
  'keys list': {
    form: 'keys list',
    help: 'the keys of a merchant: age, last use, and whether they are known here',
    flags: ['env', 'format', 'state'],
  },
  'keys review': {
    form: 'keys review',
    help: 'keys that are unused, old, unrecognised, expiring or out of place; ends with 1 when there is something to do',
    flags: ['env', 'max-age', 'unused-for', 'expires-within', 'format', 'state'],
  },
  'keys create': {
    form: 'keys create --env live|test --name NAME --to PLACE',
    help: 'make a key that nobody gets to see but the place it goes to',
    flags: ['env', 'name', 'to', 'format', 'state'],
  },
  'keys register': {
    form: 'keys register',
    help: 'note which listed key the key on standard input is',
    flags: ['format', 'state'],
  },
  rotate: {
    form: 'rotate --to PLACE [--key ID]',
    help: 'a new key takes the place of another: create, deliver, prove, wait, revoke, prove dead; goes on where it was cut off',
    flags: [
      'to',
      'key',
      'env',
      'quiet-for',
      'wait',
      'now',
      'back',
      'max-revocations',
      'format',
      'config',
      'state',
    ],
  },
  settle: {
    form: 'settle',
    help: 'bring to an end what earlier runs left in doubt (revokes, alerts), without a scan',
    flags: ['config', 'state'],
  },
  drill: {
    form: 'drill',
    help: 'rehearse a leak end to end on a local sandbox; needs no account',
    flags: ['rotate', 'format', 'keep'],
  },
  sandbox: {
    form: 'sandbox',
    help: 'run the local Anton API until stopped',
    flags: ['live-port', 'test-port', 'generation', 'fault'],
  },
  'ledger show': {
    form: 'ledger show [FINGERPRINT]',
    help: 'one page for each incident, or for one: when leaked, found, by whom, dead, and the proof',
    flags: ['output', 'config', 'state'],
  },
  'ledger verify': {
    form: 'ledger verify [FILE]',
    help: 'find lines that were changed, removed, moved or added; of an export if one is named',
    flags: ['head', 'config', 'state'],
  },
  'ledger export': {
    form: 'ledger export',
    help: 'all lines as JSON lines, for an auditor',
    flags: ['output', 'config', 'state'],
  },
  'breaker status': {
    form: 'breaker status',
    help: 'may keys be revoked, and if not, why not?',
    flags: ['config', 'state'],
  },
  'breaker reset': {
    form: 'breaker reset',
    help: 'let keys be revoked again, after you have looked into it',
    flags: ['config', 'state'],
  },
  'policy explain': {
    form: 'policy explain [FINGERPRINT]',
    help: 'which policy rule decides and what would happen: for all combinations, or for a key that was found',
    flags: ['output', 'config', 'state'],
  },
  'rules list': { form: 'rules list', help: 'the rules', flags: [] },
  'rules test': { form: 'rules test', help: 'try each rule on its own examples', flags: [] },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
const everywhere: FlagName[] = ['quiet', 'verbose', 'no-color', 'help', 'version'];

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

/** The words that name a source; without one, files are scanned. */
export const sourceWords = ['files', 'staged', 'range', 'history', 'log'] as const;

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

function findCommand(words: readonly string[]): { command: CommandName | null; operands: string[] } {
  const [first, second, ...rest] = words;
  if (first === undefined) return { command: null, operands: [] };
  if (first === 'scan') {
    const source = sourceWords.find((word) => word === second);
    return source === undefined
      ? { command: 'scan files', operands: words.slice(1) }
      : { command: `scan ${source}`, operands: rest };
  }
  if (first === 'baseline') return { command: 'baseline', operands: words.slice(1) };
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

/** The help text: of one command, or of all. */
export function helpText(command: CommandName | null): string {
  const list = (entries: [string, string][]) => {
    const width = Math.max(...entries.map(([left]) => left.length));
    return entries.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
  };
  const flagLine = (name: FlagName): [string, string] => {
    const flag: Flag = flags[name];
    return [
      `${flag.short === undefined ? '    ' : `-${flag.short}, `}--${name}${flag.value === undefined ? '' : ` ${flag.value}`}`,
      flag.help,
    ];
  };
  if (command !== null) {
    const { form, help, flags: own } = commands[command];
    return `akguard ${form}\n  ${help}\n\nFlags:\n${list([...own, ...everywhere].map(flagLine))}`;
  }
  const all = Object.values(commands).map(({ form, help }): [string, string] => [`akguard ${form}`, help]);
  return `akguard finds leaked Anton Payments API keys, proves whether they work, revokes them, and proves them dead.

Commands:
${list(all)}
Flags for scans:
${list([...scanFlags, 'exclude' as const, ...everywhere].map(flagLine))}
Exit codes: 0 clean, 1 findings, 2 usage, 3 incomplete, 4 a live key is still alive, 70 a bug.
Environment: AKGUARD_LIVE_API_KEY, AKGUARD_TEST_API_KEY (management keys), AKGUARD_LIVE_URL, AKGUARD_TEST_URL,
GITHUB_TOKEN, AKGUARD_CONFIG.
`;
}
