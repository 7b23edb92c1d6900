// lefthook 2: commands (or jobs) of each hook in one YAML file. It does not put node_modules/.bin on PATH, and it gives
// standard input only to those that ask for it.
import { join } from 'node:path';
import { isThere } from '../io/hook-files.ts';
import { append, hasBlock, insert, remove } from './block.ts';
import { type HookName, type Manager, type Told, hookNames, put, refuse, textOf } from './manager.ts';
import { firstEntry, parseYaml } from './yaml-place.ts';

const files = ['lefthook.yml', '.lefthook.yml', 'lefthook.yaml', '.lefthook.yaml', '.config/lefthook.yml'];
const otherFiles = ['lefthook.toml', '.lefthook.toml', 'lefthook.json', '.lefthook.json'];

// The pre-commit framework may have started the git that runs this: what it tells its own hooks is about others.
const program = 'PRE_COMMIT= PATH="node_modules/.bin:$PATH" akguard hook';
const fields: Record<HookName, string[]> = {
  'pre-commit': [`run: ${program} pre-commit`],
  'commit-msg': [`run: ${program} commit-msg -- {1}`],
  'pre-push': [`run: ${program} pre-push -- {0}`, 'use_stdin: true'],
};

export const lefthook: Manager = {
  name: 'lefthook',
  isUsed: ({ top }) => [...files, ...otherFiles].some((file) => isThere(join(top, file))),
  install({ top }) {
    const path = fileIn(top);
    const text = textOf(path);
    if (text !== null && hasBlock(text)) return [];
    let changed = text;
    for (const name of hookNames) changed = withHook(changed, name, path);
    put(path, changed);
    return [`${path}: calls akguard.`, 'Now run `lefthook install`, which tells git about new hooks.'];
  },
  uninstall({ top }): Told {
    const path = fileIn(top);
    const text = textOf(path);
    if (text === null || !hasBlock(text)) return [];
    put(path, remove(text));
    return [`${path}: as it was before.`];
  },
};

function fileIn(top: string): string {
  const found = files.find((file) => isThere(join(top, file)));
  const other = otherFiles.find((file) => isThere(join(top, file)));
  if (found === undefined && other !== undefined) {
    const lines = hookNames.flatMap((name) => fields[name]).join(', ');
    throw refuse(join(top, other), `only YAML is changed. Add a command to each hook yourself: ${lines}`);
  }
  return join(top, found ?? 'lefthook.yml');
}

/** @throws AkguardError AK_HOOK when the file is written in a way that does not let a line in. */
function withHook(text: string | null, name: HookName, path: string): string {
  const own = ['akguard:', ...fields[name].map((field) => `  ${field}`)];
  const nested = (lines: string[]) => lines.map((line) => `  ${line}`);
  const top = [`${name}:`, ...nested(['commands:', ...nested(own)])];
  const before = text === null ? null : parseYaml(text);
  if (text !== null && before === null) throw refuse(path, 'it is not valid YAML. Mend it first');
  let changed: string | null = null;
  if (text === null || before === null || !before.has(name)) changed = append(text, top.join('\n'));
  else {
    const commands = firstEntry(before, [name, 'commands'], text);
    const jobs = firstEntry(before, [name, 'jobs'], text);
    const any = firstEntry(before, [name], text);
    if (commands !== null) changed = insert(text, commands.at, own.join('\n'), commands.indent);
    else if (jobs !== null) {
      const [first, ...rest] = ['name: akguard', ...fields[name]];
      changed = insert(text, jobs.at, [`- ${first}`, ...nested(rest)].join('\n'), jobs.indent);
    } else if (any !== null && !before.hasIn([name, 'commands']))
      changed = insert(text, any.at, ['commands:', ...nested(own)].join('\n'), any.indent);
  }
  if (changed === null || !holds(changed, name))
    throw refuse(path, `add this to \`${name}\` yourself: ${own.join(' ')}`);
  return changed;
}

function holds(text: string, name: HookName): boolean {
  const document = parseYaml(text);
  const run: unknown = document?.getIn([name, 'commands', 'akguard', 'run']);
  if (run !== undefined) return run === fields[name][0]?.slice('run: '.length);
  const jobs = document?.toJS() as Record<string, { jobs?: { name?: string }[] }> | undefined;
  return jobs?.[name]?.jobs?.some((job) => job.name === 'akguard') === true;
}
