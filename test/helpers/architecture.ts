// The room table of the design as data with its reasons, and the checker that holds sources against it. The checker
// takes path → text, so that a test can plant a mistake and see it reported.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { references } from './references.ts';
import type { Tree } from './tree.ts';

interface Room {
  rooms: string[];
  /** `any`: a door; which package has which door is decided below. */
  packages: string[] | 'any';
  builtins: string[] | 'any';
  why: string;
}

const doors = ['git', 'anton', 'github', 'store', 'io', 'archive'];
const pure = (why: string): Room => ({ rooms: ['core'], packages: [], builtins: [], why });
const door = (why: string): Room => ({ rooms: ['core'], packages: 'any', builtins: 'any', why });

export const rooms: Record<string, Room> = {
  core: {
    rooms: [],
    packages: [],
    builtins: ['node:crypto', 'node:util'],
    why: 'the nouns stand on nothing; hashing and inspect are all that Secret needs',
  },
  detect: pure('bytes to matches is pure, so it can be tested by laws and run anywhere'),
  verify: pure('verdicts come from answers; the API is handed in'),
  respond: pure('deciding and doing get their doors handed in, so a test can see every act'),
  keys: {
    rooms: ['core', 'respond'],
    packages: [],
    builtins: [],
    why: 'keys are told apart and proven dead as leaked ones are; the doors are handed in',
  },
  report: pure('a report is a function of the run; nothing to read, nothing to ask'),
  config: {
    rooms: ['core'],
    packages: ['zod', 'yaml'],
    builtins: ['node:util'],
    why: 'text to options is pure; node:util parses the flags',
  },
  sources: {
    rooms: ['core', ...doors],
    packages: [],
    builtins: ['node:path'],
    why: 'a source reads the world, but only through the doors',
  },
  action: {
    rooms: ['core', 'config', 'sources', ...doors],
    packages: [],
    builtins: ['node:path', 'node:crypto'],
    why: 'from what the runner says to what is scanned; the run itself is put together in action-run.ts',
  },
  hooks: {
    rooms: ['core', 'git', 'io'],
    packages: ['yaml'],
    builtins: ['node:path'],
    why: 'puts hooks in and takes them out; files and git are reached through their doors',
  },
  org: {
    rooms: ['core', ...doors],
    packages: [],
    builtins: ['node:path'],
    why: 'runs the pipeline over many repositories; touches the world only through the doors',
  },
  git: door('a door knows nothing of the other doors, or closing one would break another'),
  anton: door('the one room that holds a raw key; the less it imports the better'),
  github: door('a door knows nothing of the other doors'),
  store: door('a door knows nothing of the other doors'),
  io: door('a door knows nothing of the other doors'),
  archive: door('opens containers in memory; knows nothing of where they come from'),
  sandbox: door('stands in for Anton, so it may share nothing with the client but the nouns'),
};

/** Where a package or builtin may be imported: rooms, or single files. What is not named has no door and is refused. */
const packageDoors: Record<string, [where: string[], why: string]> = {
  'simple-git': [['git'], 'git runs hermetically, and only one room knows how'],
  'libsodium-wrappers': [['github'], 'GitHub alone takes sealed boxes'],
  octokit: [['github'], 'tokens, retries and paging are settled once'],
  'fast-glob': [['io'], 'walking the tree decides what is scanned'],
  picomatch: [['io'], 'walking the tree decides what is scanned'],
  pino: [['io/logger.ts'], 'the rest logs through the Log port'],
  pg: [['store'], 'SQL stays in one room'],
  'prom-client': [['io/metrics.ts'], 'metrics are counted and told in one place'],
  'pg-boss': [['store/work-queue.ts'], 'the queue is on the Postgres of the store'],
  kysely: [['store'], 'SQL stays in one room, so that Postgres can join'],
  yaml: [['config', 'hooks'], 'only the configuration, and that of managers of hooks, is YAML'],
  zod: [['config', 'anton', 'github', 'sandbox', 'store'], 'parsing happens at the border, never inside'],
};

const builtinDoors: Record<string, [where: string[], why: string]> = {
  'node:child_process': [
    ['git', 'io/hand-over.ts'],
    'git is run, and the command that a user names for a new key; nothing else',
  ],
  'node:fs': [
    ['io', 'store', 'git/loose.ts', 'git/pack', 'git/quick'],
    'paths from a hostile tree are opened in one room; store/ opens its own state file, git/ its own objects',
  ],
  'node:sqlite': [['store'], 'SQL stays in one room'],
  'node:http': [
    ['sandbox', 'io/proxy.ts', 'io/metrics.ts'],
    'the sandbox and the metrics of a worker are the only servers; clients use fetch, which is told of a proxy here',
  ],
  'node:https': [['sandbox'], 'the sandbox is the only server; clients use fetch'],
  'node:http2': [['sandbox'], 'the sandbox is the only server; clients use fetch'],
  'node:process': [['io'], 'its stdout would get round the rule about printing'],
  'node:module': [['io/compile-cache.ts'], 'require would get round these rules'],
};

/** Words that may be used in some places only. */
const guarded: Record<string, [where: string[], why: string]> = {
  expose: [
    ['anton', 'action/masks.ts', 'core/secret.ts', 'io/hand-over.ts', 'github/secrets.ts'],
    'a raw key leaves its wrapper for Anton, for masking, and a new one for where the user wants it; nowhere else',
  ],
  console: [['cli.ts', 'action.ts', 'io'], 'all output goes through the entry files and io/'],
  'process.stdout': [['cli.ts', 'action.ts', 'io'], 'all output goes through the entry files and io/'],
  'process.stderr': [['cli.ts', 'action.ts', 'io'], 'all output goes through the entry files and io/'],
  fetch: [
    ['anton', 'github', 'sandbox/leak.ts'],
    'a key goes to nobody but Anton; sandbox/leak.ts plays the careless developer of a drill, on loopback',
  ],
  require: [[], 'modules are imported, where this checker sees them'],
};

/** What breaks the table, one line each, sorted; paths are as `src/detect/finder.ts`. */
export function violations(files: Tree): string[] {
  return Object.entries(files)
    .flatMap(([path, text]) => {
      const { imports, words } = references(path, text);
      return [
        ...imports.flatMap((specifier) => importViolations(path, specifier)),
        ...words.flatMap((word) => notIn(path, word, own(guarded, word))),
      ];
    })
    .toSorted();
}

function importViolations(path: string, specifier: string | null): string[] {
  if (specifier === null) return [`${path}: import() of a computed name can not be checked`];
  const from = roomOf(path);
  const room = from === null ? null : own(rooms, from);
  if (from !== null && room === null)
    return [`${path}: the room ${from} is not in the table of test/helpers/architecture.ts`];
  if (specifier.startsWith('.')) return pathViolations(path, posix.join(posix.dirname(path), specifier));
  if (isBuiltin(specifier)) {
    const name = `node:${specifier.replace(/^node:/, '').split('/')[0]}`;
    if (room && room.builtins !== 'any' && !room.builtins.includes(name)) return [refused(path, name, room)];
    return notIn(path, name, own(builtinDoors, name));
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (room && room.packages !== 'any' && !room.packages.includes(name)) return [refused(path, name, room)];
  return notIn(
    path,
    name,
    own(packageDoors, name) ?? [[], 'no door is named for it in test/helpers/architecture.ts'],
  );
}

function pathViolations(path: string, target: string): string[] {
  const from = roomOf(path);
  const to = roomOf(target);
  const room = from === null ? null : own(rooms, from);
  if (!target.startsWith('src/')) {
    const data = target === 'package.json' || target.startsWith('rules/');
    return data && (from === null || from === 'config')
      ? []
      : [
          `${path} imports ${target}: only data goes in from outside src/, and only at the top and in config/`,
        ];
  }
  if (!room || from === to) return [];
  if (to !== null && room.rooms.includes(to)) return [];
  if (from === 'org' && target === 'src/pipeline.ts') return [];
  return [refused(path, target, room)];
}

function refused(path: string, what: string, room: Room): string {
  return `${path} imports ${what}: ${room.why}`;
}

function notIn(path: string, what: string, doorOf: [string[], string] | null): string[] {
  if (!doorOf) return [];
  const [where, why] = doorOf;
  const allowed = where.some((place) => path === `src/${place}` || path.startsWith(`src/${place}/`));
  return allowed ? [] : [`${path} uses ${what}: ${why}`];
}

/** `src/detect/x.ts` → `detect`; null for the files right under src/. */
function roomOf(path: string): string | null {
  const [, room, file] = path.split('/');
  return room !== undefined && file !== undefined ? room : null;
}

// `constructor` is a word in many files, and must not find Object.prototype's.
function own<T>(table: Record<string, T>, name: string): T | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
