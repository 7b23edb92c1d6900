// The flags of the command line as data, each with its help. Nothing here decides what a default is.

export interface Flag {
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
    help: 'tell people: file[:FOLDER], github-issue[:OWNER/REPO], github-advisory[:OWNER/REPO]',
  },
  format: {
    type: 'string',
    short: 'f',
    value: 'FORMAT',
    help: 'report format: human (default), json, jsonl, sarif, junit, csv, markdown, html, github',
  },
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
  'allow-damaged': {
    type: 'boolean',
    help: 'archives that are damaged or cut short count as read when they were read as far as they go',
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
    help: 'scan history: threads; org: repositories at once; as many as there are cores by default',
  },
  since: {
    type: 'string',
    value: 'REV|DATE|TIME',
    help: 'scan history: only what came after a revision or a date (2026-01-31, "2 weeks ago"); scan actions-logs: a date or 24h, 30d (default 7d)',
  },
  run: { type: 'string', value: 'ID', help: 'scan actions-logs: this run only' },
  refs: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    help: 'scan history: only what these refs reach, e.g. main or refs/pull/*',
  },
  'allow-shallow': { type: 'boolean', help: 'scan history: take a shallow clone for the whole' },
  'range-from-hook': {
    type: 'boolean',
    help: 'scan range: what a push brings, as git tells its pre-push or pre-receive hook on standard input',
  },
  'time-limit': {
    type: 'string',
    value: 'TIME',
    help: 'hook: what is not read by then makes the scan incomplete (default 60s; 4.5s on a server); org: for fetching one repository (default 1h)',
  },
  with: {
    type: 'string',
    multiple: true,
    value: 'WHAT',
    help: 'org: also look into actions-logs, which costs a request for each repository',
  },
  without: {
    type: 'string',
    multiple: true,
    value: 'WHAT',
    help: 'org: leave out git, activity, wikis, gists, issues, pull-requests, discussions or releases',
  },
  visibility: {
    type: 'string',
    multiple: true,
    value: 'WHICH',
    help: 'org: only public, private or internal ones',
  },
  topic: {
    type: 'string',
    multiple: true,
    value: 'TOPIC',
    help: 'org: only repositories with one of these topics',
  },
  repo: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    help: "org: only these, by OWNER/REPO; '!GLOB' leaves some out",
  },
  'skip-archived': { type: 'boolean', help: 'org: leave out archived repositories' },
  'skip-forks': { type: 'boolean', help: 'org: leave out forks' },
  'max-size': {
    type: 'string',
    value: 'SIZE',
    help: 'org: larger repositories are not read; they make the scan incomplete',
  },
  disk: { type: 'string', value: 'SIZE', help: 'org: for all that is fetched at one time (default 20GB)' },
  cache: { type: 'string', value: 'FOLDER', help: 'org: keep what was fetched there, for the next run' },
  'max-duration': {
    type: 'string',
    value: 'TIME',
    help: 'org: begin no other repository after that; the next run goes on with them',
  },
  shard: { type: 'string', value: 'I/N', help: 'org: part I of N, for N jobs side by side' },
  metrics: {
    type: 'string',
    value: '[HOST:]PORT',
    help: 'worker: Prometheus metrics at /metrics, and /healthz; on loopback unless a host is named',
  },
  manager: {
    type: 'string',
    value: 'NAME',
    help: 'hook: git, husky, lefthook or pre-commit; found out by default',
  },
  global: { type: 'boolean', help: 'hook: for all repositories that are made or cloned from now on' },
  state: {
    type: 'string',
    value: 'PATH|URL',
    help: 'where akguard remembers what it did: a file, or postgres://… (or DATABASE_URL)',
  },
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

export type FlagName = keyof typeof flags;
