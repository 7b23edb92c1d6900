// Foreign text (paths, authors, messages, names from the API) made safe for where it is shown.
// Lives in core because reporters and alerters both need it.

// Control, format (bidi, zero-width, tags), separator, lone-surrogate and default-ignorable characters: all can
// restyle, reorder or hide what a terminal shows (https://www.unicode.org/reports/tr36/, "Bidirectional Text Spoofing").
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** For terminals and one-line texts: every control or invisible character becomes a visible `\xNN`, `\uNNNN` or `\u{N…}`. */
export function visible(text: string): string {
  return text.replace(unsafe, (c) => {
    if (c === '\n') return '\\n';
    if (c === '\r') return '\\r';
    if (c === '\t') return '\\t';
    const code = c.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code > 0xffff) return `\\u{${hex}}`;
    return code < 256 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}

/**
 * For a line of a log that a CI runner may parse: as `visible`, and neither of the runner's command forms survives.
 * The old form `##[` is recognised anywhere in a line, the new one `::` only at its start
 * (actions/runner src/Runner.Common/ActionCommand.cs). A word joiner breaks them; it also guards both ends, so that
 * no form comes about by what stands next to the text. The runner's trim leaves it alone, for it is no white space.
 */
export function logSafe(text: string): string {
  return visible(text)
    .replace(/#(?=\[|$)/g, '#\u2060')
    .replace(/(?<=^|:):/g, '\u2060:');
}

/**
 * For Markdown: shown as inline code, so that nothing in it is markup. `@` and `#` are followed by U+200B, since
 * mentions in code spans still notify through mail (dependabot/dependabot-core#3157).
 */
export function markdownCode(text: string): string {
  const safe = visible(text)
    .replaceAll('@', '@\u200b')
    .replaceAll('#', '#\u200b')
    // A backslash of the text itself would make the escape of a pipe one of its own, and end the cell.
    .replace(/\\?\|/g, (pipe) => (pipe === '|' ? '\\|' : '\\\u200b\\|'));
  const longestRun = Math.max(0, ...[...safe.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longestRun + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') || safe === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/**
 * For JSON text (pretty or not) that a terminal or a CI runner may see: the same value, but invisible characters and
 * the runner's `##[` are written as `\uNNNN` escapes. Line feeds of the layout stay.
 */
export function jsonSafe(json: string): string {
  return json
    .replace(unsafe, (c) => (c === '\n' ? c : c.replace(/[^]/g, (unit) => `\\u${hex4(unit)}`)))
    .replaceAll('##[', '#\\u0023[');
}

function hex4(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}

/**
 * Masks everything key-shaped in a text, keeping prefix and last 4: for paths, names and messages that hold a key.
 * Words in lower case only (ak_test_helper_name) are left alone; detection does not take them for keys either.
 */
export function maskKeys(text: string): string {
  return text.replace(
    /(ak_(?:live|test)_)([A-Za-z0-9_]{12,})([A-Za-z0-9_]{4})/g,
    (whole, prefix, body, last) => (/[A-Z0-9]/.test(`${body}${last}`) ? `${prefix}****${last}` : whole),
  );
}

/** Milliseconds for people: `840 ms`, `95 s`, `12 min`, `30 h`, `4 days`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
