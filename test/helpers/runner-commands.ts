// Reads what a process prints as the GitHub runner does: which lines it takes for commands, and which annotations come
// of them. Written from the runner's grammar (actions/runner src/Runner.Common/ActionCommand.cs: TryParseV2, TryParse;
// src/Runner.Worker/ActionCommandManager.cs, ExecutionContext.cs).

export interface RunnerCommand {
  /** As written; the runner compares names without regard to case. */
  name: string;
  properties: Record<string, string>;
  data: string;
}

export interface Annotation {
  type: 'error' | 'warning' | 'notice';
  properties: Record<string, string>;
  /** As the runner keeps it: at most 4,096 characters. */
  message: string;
  cut: boolean;
}

export interface RunnerOutput {
  /** All that was carried out, in order. */
  commands: RunnerCommand[];
  /** At most 10 of a type: the runner drops the rest. */
  annotations: Annotation[];
  dropped: number;
  /** What is shown in the log as it is. */
  lines: string[];
}

const registered = [
  'set-env',
  'set-output',
  'save-state',
  'add-mask',
  'add-path',
  'add-matcher',
  'remove-matcher',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
];
const mostOfType = 10;
const longestMessage = 4096;

/** @param text what was printed to stdout or to stderr; the runner reads each by itself. */
export function parseRunnerOutput(text: string): RunnerOutput {
  const output: RunnerOutput = { commands: [], annotations: [], dropped: 0, lines: [] };
  let stopToken: string | null = null;
  // .NET's ReadLine ends a line at a lone carriage return, too.
  for (const line of text.split(/\r\n|\r|\n/)) {
    const names: Set<string> = new Set(
      stopToken === null ? registered : [...registered, stopToken.toLowerCase()],
    );
    const command: RunnerCommand | null = parseNew(line, names) ?? parseOld(line, names);
    if (command === null) {
      output.lines.push(line);
      continue;
    }
    const name = command.name.toLowerCase();
    if (stopToken !== null) {
      output.lines.push(line);
      if (name === stopToken.toLowerCase()) stopToken = null;
      continue;
    }
    if (name === 'stop-commands') stopToken = command.data;
    output.commands.push(command);
    if (name === 'error' || name === 'warning' || name === 'notice') annotate(output, name, command);
  }
  return output;
}

function annotate(output: RunnerOutput, type: Annotation['type'], { properties, data }: RunnerCommand): void {
  if (output.annotations.filter((each) => each.type === type).length >= mostOfType) {
    output.dropped += 1;
    return;
  }
  const cut = data.length > longestMessage;
  output.annotations.push({ type, properties, message: data.slice(0, longestMessage), cut });
}

/** `::name key=value,key=value::data`, at the start of a line that may be indented. */
function parseNew(line: string, names: ReadonlySet<string>): RunnerCommand | null {
  // Char.IsWhiteSpace knows U+0085 and not U+FEFF.
  const text = line.replace(/^(?:(?!\ufeff)[\s\u0085])+/, '');
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  if (end === -1) return null;
  return toCommand(text.slice(2, end).trimEnd(), ',', text.slice(end + 2), names, {
    property: [...lineEnds, ['%3A', ':'], ['%2C', ','], percent],
    data: [...lineEnds, percent],
  });
}

/** `##[name key=value;key=value]data`, anywhere in a line. */
function parseOld(line: string, names: ReadonlySet<string>): RunnerCommand | null {
  const start = line.indexOf('##[');
  const end = start === -1 ? -1 : line.indexOf(']', start);
  if (end === -1) return null;
  const escapes: Escapes = [['%3B', ';'], ...lineEnds, ['%5D', ']'], percent];
  return toCommand(line.slice(start + 3, end), ';', line.slice(end + 1), names, {
    property: escapes,
    data: escapes,
  });
}

type Escapes = (readonly [string, string])[];

const lineEnds: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
];
const percent = ['%25', '%'] as const;

function toCommand(
  info: string,
  separator: string,
  data: string,
  names: ReadonlySet<string>,
  escapes: { property: Escapes; data: Escapes },
): RunnerCommand | null {
  const space = info.indexOf(' ');
  const name = space === -1 ? info : info.slice(0, space);
  if (!names.has(name.toLowerCase())) return null;
  const properties: Record<string, string> = {};
  for (const pair of space === -1 ? [] : info.slice(space + 1).split(separator)) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, at);
    if (at > 0 && at < pair.length - 1) properties[key] = unescape(pair.slice(at + 1), escapes.property);
  }
  return { name, properties, data: unescape(data, escapes.data) };
}

function unescape(text: string, escapes: Escapes): string {
  return escapes.reduce((t, [escaped, plain]) => t.replaceAll(escaped, plain), text);
}
