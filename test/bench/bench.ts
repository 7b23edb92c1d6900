// `npm run bench [-- --quick] [-- ROW…]`: akguard as a whole process against the least work that anybody could do,
// paired in one run. The ratios are the result; the times depend on the machine. `--repository FOLDER history` measures
// a repository of yours; with keys in it, or damage, its times say little.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fullSizes, makeHistory, makeLog, makeStaged, makeTrees, quickSizes } from './data.ts';
import { makePushed, tryHook } from './hooks.ts';
import { fullLarge, largeFolder, makeBulkyHistory, makeLargeHistory, quickLarge } from './large-history.ts';
import { type Command, compare, isInstalled, observe } from './measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    runs: { type: 'string' },
    repository: { type: 'string' },
    cli: { type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)) },
  },
});
const sizes = values.quick ? quickSizes : fullSizes;
const large = values.quick ? quickLarge : fullLarge;
const runs = Number(values.runs ?? (values.quick ? 3 : 7));
/** A hook's run is so short that its times scatter. */
const hookRuns = Number(values.runs ?? 20);
const scratch = mkdtempSync(join(tmpdir(), 'akguard-bench-'));
const place = (name: string) => join(scratch, name);
const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

const trees = once(() => makeTrees(place('plain'), place('repository'), sizes.files));
const staged = once(() => makeStaged(place('few'), place('many'), sizes.staged));

type Expected = Partial<Record<'files' | 'objects' | 'bytes', number> & { complete: boolean }>;

interface Row {
  /** What is scanned. Its data is made here, and the coverage that the scan must have is returned. */
  prepare: () => Expected | Promise<Expected>;
  folder: string;
  /** Arguments of `akguard scan`; or null for `akguard redact`, whose output is to be what its input is. */
  scan: string[] | null;
  /** Or those of `akguard hook`, which is to say nothing. */
  hook?: [string, ...string[]];
  input?: string;
  /** A file that is standard input of ours. */
  stdin?: string;
  baseline: [string, ...string[]][];
  target: number;
  /** Megabytes of memory that must be enough. */
  memory?: number;
}

function countObjects(repository: string): number {
  const { stdout } = spawnSync('git', ['cat-file', '--batch-all-objects', '--batch-check=', '--unordered'], {
    cwd: repository,
    maxBuffer: 1 << 30,
  });
  return stdout.filter((byte) => byte === 0x0a).length;
}

const rg: [string, ...string[]] = ['rg', '-uuu', '-c', 'ak_(live|test)_'];
const stagedBaseline: Row['baseline'] = [
  [process.execPath, '-e', '0'],
  ['git', 'diff', '--cached', '--raw'],
];
const gitPrintsAll: Row['baseline'] = [
  ['git', 'cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer'],
];
const rows: Record<string, Row> = {
  'files-git': {
    prepare: () => ({ ...trees(), complete: true }),
    folder: place('repository'),
    scan: ['files'],
    baseline: [[...rg, '-g', '!.git', '.']],
    target: 2,
  },
  'files-plain': {
    prepare: () => ({ ...trees(), complete: true }),
    folder: place('plain'),
    scan: ['files'],
    baseline: [[...rg, '.']],
    target: 2,
  },
  history: {
    prepare: () =>
      values.repository === undefined
        ? { objects: makeHistory(place('history'), sizes.commits), complete: true }
        : { objects: countObjects(values.repository) },
    folder: values.repository ?? place('history'),
    scan: ['history'],
    baseline: gitPrintsAll,
    target: 1,
    memory: 700,
  },
  'history-large': {
    prepare: async () => ({ objects: await makeLargeHistory(large), complete: true }),
    folder: largeFolder(large),
    scan: ['history'],
    baseline: gitPrintsAll,
    target: 0.33,
    memory: 700,
  },
  'history-bulky': {
    prepare: async () => ({
      objects: await makeBulkyHistory(place('bulky'), values.quick ? 50 : 500),
      complete: true,
    }),
    folder: place('bulky'),
    scan: ['history'],
    baseline: gitPrintsAll,
    // git copies these bytes, which do not shrink, and looks at none of them. The memory is what is asked here.
    target: 4,
    memory: 700,
  },
  'staged-few': {
    prepare: () => ({ files: staged().few, complete: true }),
    folder: place('few'),
    scan: ['staged'],
    baseline: stagedBaseline,
    target: 2,
  },
  'staged-many': {
    prepare: () => ({ files: staged().many, complete: true }),
    folder: place('many'),
    scan: ['staged'],
    baseline: stagedBaseline,
    target: 2,
  },
  'hook-10': {
    prepare: () => ({ files: staged().few }),
    folder: place('few'),
    scan: null,
    hook: ['pre-commit'],
    baseline: stagedBaseline,
    target: 1.35,
    memory: 90,
  },
  'hook-2000': {
    prepare: () => ({ files: staged().many }),
    folder: place('many'),
    scan: null,
    hook: ['pre-commit'],
    baseline: [
      [process.execPath, '-e', '0'],
      ['sh', '-c', `git diff --cached | rg -c 'ak_(live|test)_' || [ $? = 1 ]`],
    ],
    target: 2,
    memory: 90,
  },
  'hook-push': {
    prepare: () => {
      writeFileSync(place('told'), makePushed(place('pushed'), sizes.pushed));
      return {};
    },
    folder: place('pushed'),
    scan: null,
    hook: ['pre-push', '--', 'origin', 'https://example.test/'],
    stdin: place('told'),
    baseline: [
      [process.execPath, '-e', '0'],
      ['git', 'rev-list', '--objects', 'main', '--not', '--remotes=origin'],
    ],
    target: 1.5,
    memory: 90,
  },
  log: {
    prepare: () => ({ bytes: makeLog(place('requests.log'), sizes.log), complete: true }),
    folder: scratch,
    scan: ['log', '-'],
    input: place('requests.log'),
    baseline: [rg],
    target: 2,
  },
  redact: {
    prepare: () => ({ bytes: makeLog(place('redact.log'), sizes.log) }),
    folder: scratch,
    scan: null,
    input: place('redact.log'),
    baseline: [['cat']],
    // At least half the throughput of cat.
    target: 2,
  },
};

function command(row: Row, run: [string, ...string[]]): Command {
  // Somebody's own repository may hold keys, or something that can't be read.
  const isOurs = run[0] === process.execPath && run[1] === values.cli;
  return {
    run,
    folder: row.folder,
    ...(row.input !== undefined && { input: row.input }),
    ...(row.stdin !== undefined && isOurs && { stdin: row.stdin }),
    ...(isOurs && values.repository !== undefined && { alright: [1, 3] }),
  };
}

/** What a scan read. @throws Error when that is not what it should have. */
function scanned(
  name: string,
  row: Row,
  ours: [string, ...string[]],
  expected: Expected,
): { bytes: number; peak: number } {
  const { stdout, peak } = observe(command(row, [...ours, '--format', 'json']));
  const coverage = JSON.parse(stdout).scan.coverage as Record<string, unknown>;
  for (const [what, value] of Object.entries(expected)) {
    if (coverage[what] !== value)
      throw new Error(`${name}: coverage.${what} is ${String(coverage[what])}, not ${value}`);
  }
  return { bytes: Number(coverage['bytes']), peak };
}

/** What redact wrote. @throws Error when that is not what came in. */
function copied({ input = '' }: Row, ours: [string, ...string[]]): { bytes: number; peak: number } {
  const { status } = spawnSync('sh', ['-c', 'cat "$0" | "$@" | cmp - "$0"', input, ...ours]);
  if (status !== 0) throw new Error('redact: the output is not what the input was');
  return { bytes: statSync(input).size, peak: observe({ run: ours, folder: scratch, input }, false).peak };
}

/** What a hook looked at can't be told by its silence, so it is tried. */
function hooked({ folder, stdin }: Row, ours: [string, ...string[]]): { bytes: number; peak: number } {
  tryHook(folder, ours, stdin === undefined ? null : readFileSync(stdin, 'utf8'));
  const run: Command = { run: ours, folder, ...(stdin !== undefined && { stdin }) };
  return { bytes: 0, peak: observe(run).peak };
}

function argumentsOf({ hook, scan }: Row): string[] {
  if (hook !== undefined) return ['hook', ...hook];
  return scan === null ? ['redact'] : ['scan', ...scan, '--offline', '--quiet'];
}

/** Tries it once, untimed. @throws Error when it did not do all of its work. */
function look(
  name: string,
  row: Row,
  ours: [string, ...string[]],
  expected: Awaited<ReturnType<Row['prepare']>>,
): { bytes: number; peak: number } {
  if (row.hook !== undefined) return hooked(row, ours);
  return row.scan === null ? copied(row, ours) : scanned(name, row, ours, expected);
}

/** One line of the table. @throws Error when the scan did not read what it should have. */
async function measure(name: string, row: Row): Promise<string> {
  const programs = row.baseline.map(([program]) => program);
  const absent = programs.find((program) => !isInstalled(program));
  if (absent !== undefined) return `${name.padEnd(13)} skipped: ${absent} is not installed`;
  const expected = await row.prepare();
  const ours: [string, ...string[]] = [process.execPath, values.cli, ...argumentsOf(row)];
  const { bytes, peak } = look(name, row, ours, expected);
  const {
    ours: a,
    baseline: b,
    ratio,
  } = compare(
    command(row, ours),
    row.baseline.map((run) => command(row, run)),
    row.hook === undefined ? runs : hookRuns,
  );
  const megabytes = (bytes / 1e6).toFixed(0);
  return [
    name.padEnd(13),
    (bytes === 0 ? '' : `${megabytes} MB`).padStart(8),
    `${a.toFixed(0)} ms`.padStart(9),
    `${b.toFixed(0)} ms`.padStart(9),
    `${ratio.toFixed(2)}×`.padStart(7),
    `≤ ${row.target}×`.padStart(7),
    (ratio <= row.target ? 'met' : 'missed').padStart(7),
    `${peak.toFixed(0)} MB`.padStart(8),
    ...(row.memory === undefined ? [] : [`≤ ${row.memory} MB`, peak <= row.memory ? 'met' : 'missed']),
  ].join(' ');
}

/** A row with a file of its own: there is a server in it, which can't answer while this process waits. */
const pushRow = 'push';
const unknown = positionals.filter((name) => !(name in rows) && name !== pushRow);
if (unknown.length > 0)
  throw new Error(`No row ${unknown.join(', ')}; there are ${[...Object.keys(rows), pushRow].join(', ')}.`);
const isWanted = (name: string) => positionals.length === 0 || positionals.includes(name);
try {
  console.log(
    `Medians of ${runs} pairs (hooks ${hookRuns}); the baseline of each row is in test/bench/bench.ts.\n`,
  );
  console.log('row            scanned      ours  baseline   ratio  target           peak memory');
  for (const [name, row] of Object.entries(rows)) {
    if (isWanted(name)) console.log(await measure(name, row));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (isWanted(pushRow)) {
  const script = fileURLToPath(new URL('push.ts', import.meta.url));
  const args = [script, ...(values.quick ? ['--quick'] : [])];
  if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
}
