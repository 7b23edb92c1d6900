// The commands of the command line as data: how each is called, what it is for, and which flags it takes.
import type { FlagName } from './flags.ts';

/** Flags that all scans take. */
export const scanFlags: FlagName[] = [
  'offline',
  'revoke',
  'alert',
  'format',
  'output',
  'fail-on',
  'baseline',
  'config',
  'max-file-size',
  'allow-damaged',
  'max-revocations',
  'state',
];
const keyFlags: FlagName[] = ['alert', 'format', 'output', 'fail-on', 'config', 'state'];

interface Command {
  form: string;
  help: string;
  flags: FlagName[];
}

/** The words that name a source; without one, files are scanned. */
export const sourceWords = ['files', 'staged', 'range', 'history', 'log', 'actions-logs', 'message'] as const;

/** What hooks are called with. They print nothing but what stops a commit or a push. */
const hookFlags: FlagName[] = ['offline', 'fail-on', 'baseline', 'config'];

const orgFlags: FlagName[] = [
  'with',
  'without',
  'visibility',
  'topic',
  'repo',
  'skip-archived',
  'skip-forks',
  'max-size',
  'disk',
  'cache',
  'time-limit',
  'max-duration',
  'shard',
  'jobs',
];

/** Commands by the words that call them. */
export const commands = {
  'scan files': {
    form: 'scan [files] [PATH…]',
    help: 'folders, files and patterns; the current folder by default',
    flags: [...scanFlags, 'exclude'],
  },
  'scan staged': { form: 'scan staged', help: 'what the next commit would add', flags: scanFlags },
  'scan range': {
    form: 'scan range BASE..HEAD',
    help: 'what these commits add; --range-from-hook [REMOTE] reads what git tells a hook instead',
    flags: [...scanFlags, 'range-from-hook', 'time-limit'],
  },
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
  'scan actions-logs': {
    form: 'scan actions-logs OWNER/REPO [--run ID | --since 7d]',
    help: 'logs of workflow runs on GitHub, all attempts; GITHUB_TOKEN has to read Actions',
    flags: [...scanFlags, 'run', 'since'],
  },
  'scan message': {
    form: 'scan message FILE',
    help: "a commit's message, without what git cuts off",
    flags: scanFlags,
  },
  org: {
    form: 'org OWNER…',
    help: 'all repositories of organisations, users or an App on GitHub, with what is around them; goes on where an earlier run was cut off',
    flags: [...scanFlags, ...orgFlags],
  },
  worker: {
    form: 'worker',
    help: 'scan repositories for runs of `akguard org` on the same Postgres, until stopped; takes the flags that they take',
    flags: [
      'offline',
      'revoke',
      'alert',
      'fail-on',
      'baseline',
      'config',
      'max-file-size',
      'allow-damaged',
      'max-revocations',
      'state',
      'disk',
      'cache',
      'time-limit',
      'jobs',
      'metrics',
    ],
  },
  'report merge': {
    form: 'report merge FILE…',
    help: 'several JSON reports as one, of the shards of a matrix for example',
    flags: ['format', 'output', 'fail-on', 'config'],
  },
  baseline: {
    form: 'baseline [files|staged|range|history|log|actions-logs …]',
    help: 'write the found keys as a baseline; entries of --baseline FILE stay',
    flags: [
      'output',
      'baseline',
      'config',
      'max-file-size',
      'exclude',
      'run',
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
  'hook install': {
    form: 'hook install',
    help: 'have every commit and push looked at: pre-commit, commit-msg and pre-push',
    flags: ['manager', 'global'],
  },
  'hook uninstall': {
    form: 'hook uninstall',
    help: 'leave everything as it was before',
    flags: ['manager', 'global'],
  },
  'hook pre-commit': { form: 'hook pre-commit', help: 'called by git: what is staged', flags: hookFlags },
  'hook commit-msg': { form: 'hook commit-msg FILE', help: 'called by git: the message', flags: hookFlags },
  'hook pre-push': {
    form: 'hook pre-push REMOTE URL',
    help: 'called by git: what the remote lacks',
    flags: [...hookFlags, 'time-limit'],
  },
  'hook pre-receive': {
    form: 'hook pre-receive',
    help: 'called by git on a server: what is pushed',
    flags: [...hookFlags, 'time-limit'],
  },
  'hook update': {
    form: 'hook update REF OLD NEW',
    help: 'called by git on a server: what is pushed to one ref',
    flags: [...hookFlags, 'time-limit'],
  },
  doctor: {
    form: 'doctor',
    help: 'what keeps the hooks from working here, and how to mend it',
    flags: [],
  },
  'rules list': { form: 'rules list', help: 'the rules', flags: [] },
  'rules test': { form: 'rules test', help: 'try each rule on its own examples', flags: [] },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
/** Flags that each command takes. */
export const everywhere: FlagName[] = ['quiet', 'verbose', 'no-color', 'help', 'version'];
