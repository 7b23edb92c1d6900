// The script that git runs as a hook. It calls the akguard that has installed it, wherever that hook runs from: programs
// with windows have a short PATH. A hook that was here before is called first, with the same arguments and input.
import type { HookName } from './manager.ts';

/** Node and the command line of akguard, absolute. */
export interface Program {
  node: string;
  cli: string;
}

/** Put behind the name of the hook that was here before. */
export const beforeSuffix = '.before-akguard';

const subjects: Record<HookName, [what: string, skip: string]> = {
  'pre-commit': ['commit', 'git commit --no-verify'],
  'commit-msg': ['commit', 'git commit --no-verify'],
  'pre-push': ['push', 'git push --no-verify'],
};

/** @param madeFolder whether the folder of hooks was made for it, and has to go with it. */
export function hookScript(name: HookName, { node, cli }: Program, madeFolder: boolean): string {
  const [what, skip] = subjects[name];
  return `#!/bin/sh
# Looks for Anton API keys. Made by \`akguard hook install\`; \`akguard hook uninstall\` puts back what was here before.
${madeFolder ? '# This folder was made for it.\n' : ''}node=${quoted(node)}
cli=${quoted(cli)}
before="$0${beforeSuffix}"
# Git calls this, even where the pre-commit framework has started git: what that tells its own hooks is about others.
unset PRE_COMMIT PRE_COMMIT_REMOTE_NAME
${name === 'pre-push' ? chainWithInput : chain}
look() {
  if [ -x "$node" ] && [ -f "$cli" ]; then "$node" "$cli" "$@"
  elif command -v akguard >/dev/null 2>&1; then akguard "$@"
  elif [ -f "$cli" ] && command -v node >/dev/null 2>&1; then node "$cli" "$@"
  else
    echo "akguard is neither where it was ($cli) nor on PATH." >&2
    return 127
  fi
}
${name === 'pre-push' ? `printf '%s' "$refs" | look hook pre-push -- "$@"` : `look hook ${name} -- "$@"`}
code=$?
case $code in
  0 | 1 | 2 | 3 | 4 | 70) ;;
  *)
    echo "akguard could not look at this ${what} (it ended with $code), so it was stopped." >&2
    echo "Mend it with \\\`akguard hook install\\\`, or go on without a look: ${skip}" >&2
    ;;
esac
exit $code
`;
}

const chain = `if [ -x "$before" ]; then "$before" "$@" || exit $?; fi`;
const chainWithInput = `refs=$(cat)
[ -z "$refs" ] || refs="$refs
"
if [ -x "$before" ]; then printf '%s' "$refs" | "$before" "$@" || exit $?; fi`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What a script says about itself, or null for one that is not, or not any more, as it was made. */
export function parseScript(name: HookName, text: string): (Program & { madeFolder: boolean }) | null {
  const value = (variable: string) => {
    const [, written] = new RegExp(`^${variable}='(.*)'$`, 'm').exec(text) ?? [];
    return written?.replaceAll(`'\\''`, "'") ?? '';
  };
  const found = { node: value('node'), cli: value('cli'), madeFolder: text.includes('\n# This folder was') };
  return hookScript(name, found, found.madeFolder) === text ? found : null;
}

/** Whether a file is a script of ours, perhaps changed by hand or made by another version. */
export function isOurs(text: string): boolean {
  return text.includes('\n# Looks for Anton API keys. Made by `akguard hook install`');
}
