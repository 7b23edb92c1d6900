// Foreign text (paths, authors, messages, names from the API) made safe for where it is shown.
// Lives in core because reporters and alerters both need it.

// C0, DEL, C1, bidi controls, zero-width and line separators: all can restyle, reorder or hide what a terminal shows.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** For terminals and one-line texts: every control or invisible character becomes a visible `\xNN` or `\uNNNN`. */
export function visible(text: string): string {
  return text.replace(unsafe, (c) => {
    if (c === '\n') return '\\n';
    if (c === '\r') return '\\r';
    if (c === '\t') return '\\t';
    const code = c.charCodeAt(0);
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/**
 * For a line of a log that a CI runner may parse: as `visible`, and neither of the runner's command forms survives.
 * The old form `##[` is recognised anywhere in a line, the new one `::` only at its start
 * (actions/runner src/Runner.Common/ActionCommand.cs).
 */
export function logSafe(text: string): string {
  return visible(text).replaceAll('##[', '#\u2060#[').replaceAll('::', ':\u2060:');
}

/**
 * For Markdown: shown as inline code, so that nothing in it is markup. `@` and `#` are followed by U+200B, since
 * mentions in code spans still notify through mail (dependabot/dependabot-core#3157).
 */
export function markdownCode(text: string): string {
  const safe = visible(text).replaceAll('@', '@\u200b').replaceAll('#', '#\u200b').replaceAll('|', '\\|');
  const longestRun = Math.max(0, ...[...safe.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longestRun + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') || safe === '' ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}
