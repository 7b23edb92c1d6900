// `akguard hook install` and `uninstall`: says what was changed, file by file.
import { AkguardError } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import { visible } from './core/text.ts';
import { type HookPlace, findHookPlace } from './git/user-settings.ts';
import { managerOf, managers } from './hooks/index.ts';
import type { Manager, Told } from './hooks/manager.ts';
import { printOut } from './io/terminal.ts';

type Variables = Record<string, string | undefined>;

/** @throws AkguardError AK_HOOK, AK_NOT_A_REPOSITORY, AK_USAGE. */
export async function changeHooks(
  command: 'hook install' | 'hook uninstall',
  operands: readonly string[],
  flags: { manager?: string; global?: boolean },
  variables: Variables,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new AkguardError('AK_USAGE', { problem: `\`akguard ${command}\` takes no operands.` });
  const isInstall = command === 'hook install';
  const told = flags.global === true ? await inTemplate(isInstall, variables) : await here(isInstall, flags);
  const nothing = isInstall ? 'The hooks are in place already.' : 'There is no hook of akguard here.';
  await printOut((told.length > 0 ? told : [nothing]).map((line) => `${visible(line)}\n`).join(''));
  return ExitCode.ok;
}

async function inTemplate(isInstall: boolean, variables: Variables): Promise<Told> {
  const { installTemplate, uninstallTemplate } = await import('./hooks/template.ts');
  return isInstall ? installTemplate(variables) : uninstallTemplate(variables);
}

async function here(isInstall: boolean, { manager }: { manager?: string }): Promise<Told> {
  const place = await findHookPlace('.');
  if (place === null) throw new AkguardError('AK_NOT_A_REPOSITORY', { path: '.' });
  if (isInstall) return chosen(manager, place).install(place);
  // Unless one is named, all are asked: hooks may have been installed before the manager came.
  const asked = manager === undefined ? managers : [chosen(manager, place)];
  return asked
    .filter((each) => manager !== undefined || each.isUsed(place))
    .flatMap((each) => each.uninstall(place));
}

/** @throws AkguardError AK_USAGE. */
function chosen(name: string | undefined, place: HookPlace): Manager {
  if (name === undefined) return managerOf(place);
  const found = managers.find((manager) => manager.name === name);
  if (found !== undefined) return found;
  const names = managers.map((manager) => manager.name).join(', ');
  throw new AkguardError('AK_USAGE', { problem: `--manager can not be \`${name}\`: it takes ${names}.` });
}
