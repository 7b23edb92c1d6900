// Looks at the hooks of a repository as git would run them, and says what is shadowed or broken, with the way to mend it.
import { join } from 'node:path';
import { type HookPlace, askGit } from '../git/user-settings.ts';
import { findOnPath, isExecutable, isThere, ownProgram } from '../io/hook-files.ts';
import { hasBlock } from './block.ts';
import { huskyFolder } from './husky.ts';
import { managerOf } from './index.ts';
import { type HookName, hookNames, textOf } from './manager.ts';
import { beforeSuffix, isOurs, parseScript } from './script.ts';

export interface Trouble {
  what: string;
  /** What to do about it, as a sentence. */
  mend: string;
}

export interface Diagnosis {
  fine: string[];
  troubles: Trouble[];
}

const again = 'Run `akguard hook install`.';

export async function diagnose(
  place: HookPlace,
  variables: Record<string, string | undefined>,
): Promise<Diagnosis> {
  const manager = managerOf(place);
  const fine: string[] = [];
  const troubles: Trouble[] = [];
  for (const name of hookNames) {
    const found = manager.name === 'git' ? inGit(place, name) : inManager(place, manager.name, name);
    troubles.push(...found);
    if (found.length === 0) fine.push(`${name} calls akguard (${manager.name})`);
  }
  troubles.push(...(await elsewhere(place)), ...switchedOff(manager.name, variables));
  if (manager.name !== 'git') troubles.push(...program(place));
  return { fine, troubles };
}

/** A hook of plain git: is it there, is it ours, would git run it, and would it find akguard? */
function inGit({ hooks }: HookPlace, name: HookName): Trouble[] {
  const path = join(hooks, name);
  const text = textOf(path);
  if (text === null) return [{ what: `${path}: there is no such hook.`, mend: again }];
  const kept = path + beforeSuffix;
  if (!isOurs(text)) {
    if (isThere(kept))
      return [
        {
          what: `${path}: another tool has put its own hook in the place of akguard's.`,
          mend: `Remove ${kept} if the new hook does its work, then run \`akguard hook install\`.`,
        },
      ];
    return /\bakguard\b/.test(text)
      ? notExecutable(path)
      : [
          {
            what: `${path}: it does not call akguard.`,
            mend: `${again} The hook that is there stays, and is called first.`,
          },
        ];
  }
  const script = parseScript(name, text);
  if (script === null)
    return [
      {
        what: `${path}: it was made by another version of akguard, or changed by hand.`,
        mend: 'Take out of it what is yours, delete it, and run `akguard hook install`.',
      },
    ];
  const own = ownProgram();
  return [
    ...notExecutable(path),
    ...(isThere(kept) ? readsTree(kept) : []),
    ...(isThere(script.cli) || findOnPath('akguard') !== null
      ? []
      : [{ what: `${path}: akguard is neither at ${script.cli} nor on PATH.`, mend: again }]),
    ...(isThere(script.cli) && script.cli !== own.cli
      ? [{ what: `${path}: it calls another akguard, ${script.cli}; this one is ${own.cli}.`, mend: again }]
      : []),
    ...(isExecutable(script.node) || findOnPath('node') !== null
      ? []
      : [{ what: `${path}: Node is not at ${script.node} any more, nor on PATH.`, mend: again }]),
  ];
}

function notExecutable(path: string): Trouble[] {
  return isExecutable(path)
    ? []
    : [{ what: `${path}: it is not executable, so git does not run it.`, mend: `Run \`chmod +x ${path}\`.` }];
}

/** Other scanners that look at files on disk miss what is staged and was changed since. */
function readsTree(path: string): Trouble[] {
  const text = textOf(path) ?? '';
  const reads =
    /\b(?:gitleaks\s+(?:detect|dir)\b(?!.*--staged)|trufflehog\s+filesystem|akguard\s+scan\s+(?!staged|range|message)|detect-secrets\s+scan)/;
  return reads.test(text)
    ? [
        {
          what: `${path}: it scans the files on disk, not what is committed.`,
          mend: 'Have it look at the index (`akguard scan staged`, `gitleaks git --staged`).',
        },
      ]
    : [];
}

function inManager(place: HookPlace, manager: string, name: HookName): Trouble[] {
  if (manager === 'husky') return inHusky(place, name);
  const file = manager === 'lefthook' ? lefthookFile(place.top) : join(place.top, '.pre-commit-config.yaml');
  const text = textOf(file) ?? '';
  if (!text.includes('akguard')) return [{ what: `${file}: it does not call akguard.`, mend: again }];
  const hook = join(place.hooks, name);
  const called = textOf(hook) ?? '';
  const isInstalled =
    manager === 'lefthook' ? /lefthook/i.test(called) : /pre-commit|pre_commit/.test(called);
  const mend =
    manager === 'lefthook' ? 'Run `lefthook install`.' : `Run \`pre-commit install --hook-type ${name}\`.`;
  return isInstalled
    ? notExecutable(hook)
    : [{ what: `${hook}: git does not call ${manager} for it.`, mend }];
}

function lefthookFile(top: string): string {
  const names = ['lefthook.yml', '.lefthook.yml', 'lefthook.yaml', '.lefthook.yaml', '.config/lefthook.yml'];
  return join(top, names.find((name) => isThere(join(top, name))) ?? 'lefthook.yml');
}

function inHusky(place: HookPlace, name: HookName): Trouble[] {
  const path = join(huskyFolder(place), name);
  const text = textOf(path) ?? '';
  if (!text.includes('akguard')) return [{ what: `${path}: it does not call akguard.`, mend: again }];
  const troubles: Trouble[] = [];
  if (!isThere(join(place.hooks, name)))
    troubles.push({ what: `${place.hooks}: husky has not made its hooks.`, mend: 'Run `npx husky`.' });
  const before = hasBlock(text) ? text.slice(0, text.indexOf('# akguard: begin')) : '';
  if (/^(?:exec|exit)\b/m.test(before))
    troubles.push({
      what: `${path}: a line before the call of akguard ends the script.`,
      mend: 'Move the block of akguard before that line.',
    });
  return troubles;
}

/** Hooks in .git/hooks that git does not look at, since it is told to look elsewhere. */
async function elsewhere({ top, hooks, hooksPath }: HookPlace): Promise<Trouble[]> {
  if (hooksPath === null) return [];
  const common =
    (await askGit(top, ['rev-parse', '--path-format=absolute', '--git-common-dir']))?.trim() ?? '';
  const shadowed = hookNames.filter((name) => isOurs(textOf(join(common, 'hooks', name)) ?? ''));
  if (shadowed.length === 0 || join(common, 'hooks') === hooks) return [];
  return [
    {
      what: `${join(common, 'hooks')}: git runs hooks from ${hooks} (core.hooksPath, ${hooksPath.scope}), so ${shadowed.join(', ')} there are never run.`,
      mend: 'Run `akguard hook install`, or `git config --unset core.hooksPath` if nothing needs it.',
    },
  ];
}

function switchedOff(manager: string, variables: Record<string, string | undefined>): Trouble[] {
  const off =
    (manager === 'husky' && variables['HUSKY'] === '0' && 'HUSKY=0') ||
    (manager === 'lefthook' &&
      /^(?:0|false)$/.test(variables['LEFTHOOK'] ?? '') &&
      `LEFTHOOK=${variables['LEFTHOOK']}`) ||
    (manager === 'pre-commit' && /\bakguard\b/.test(variables['SKIP'] ?? '') && `SKIP=${variables['SKIP']}`);
  return off ? [{ what: `${off} is set: no hook is run.`, mend: 'Unset it.' }] : [];
}

/** Managers call akguard by its name. */
function program({ top }: HookPlace): Trouble[] {
  const local = join(top, 'node_modules', '.bin', 'akguard');
  return isExecutable(local) || findOnPath('akguard') !== null
    ? []
    : [
        {
          what: 'akguard is neither in node_modules/.bin nor on PATH, so the hook can not call it.',
          mend: 'Run `npm install --save-dev akguard`, or install it with `--global`.',
        },
      ];
}
