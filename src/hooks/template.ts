// Hooks for all repositories that are made or cloned from now on: git copies a template folder into each. One that the
// user has set is added to; else one is made, and named in the user's configuration of git.
import { join } from 'node:path';
import { templateFolder } from '../git/user-settings.ts';
import { isThere, removeEmpty } from '../io/hook-files.ts';
import { home, userFolder } from '../io/hook-input.ts';
import { append, hasBlock, remove } from './block.ts';
import { type Told, put, textOf } from './manager.ts';
import { installInto, templateFolders, templateHooks, uninstallFrom } from './plain-git.ts';

type Variables = Record<string, string | undefined>;

export async function installTemplate(variables: Variables): Promise<Told> {
  const set = await templateFolder();
  const template = set ?? ownTemplate(variables);
  const told = installInto(templateHooks(template));
  if (set === null) {
    const file = userGitConfig(variables);
    put(file, append(textOf(file), `[init]\n\ttemplateDir = "${template.replace(/["\\]/g, '\\$&')}"`));
    told.push(`${file}: init.templateDir is ${template}.`);
  }
  return told.length === 0
    ? []
    : [...told, 'Repositories that are here already: run `akguard hook install` in each.'];
}

export async function uninstallTemplate(variables: Variables): Promise<Told> {
  const template = (await templateFolder()) ?? ownTemplate(variables);
  const told = uninstallFrom(templateHooks(template));
  if (template !== ownTemplate(variables)) return told;
  removeEmpty(templateFolders(template));
  const file = userGitConfig(variables);
  const text = textOf(file);
  if (text === null || !hasBlock(text)) return told;
  put(file, remove(text));
  return [...told, `${file}: as it was before.`];
}

function ownTemplate(variables: Variables): string {
  return join(userFolder(variables), 'git-template');
}

/** The file that `git config --global` writes to. */
function userGitConfig(variables: Variables): string {
  const named = variables['GIT_CONFIG_GLOBAL'];
  if (named) return named;
  const usual = join(home(variables), '.gitconfig');
  const other = join(variables['XDG_CONFIG_HOME'] || join(home(variables), '.config'), 'git', 'config');
  return !isThere(usual) && isThere(other) ? other : usual;
}
