// Help, made of what flags.ts says. Loaded only when somebody asks for it.
import { type CommandName, commands, everywhere, scanFlags } from './commands.ts';
import { type Flag, type FlagName, flags } from './flags.ts';

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
