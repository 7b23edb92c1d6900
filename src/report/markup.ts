// Foreign text in XML and HTML, where it stands between tags or in a quoted attribute.
import { foreign } from './style.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '##[': '##&#91;',
  '::': ':&#58;',
};

/**
 * It can't begin a tag, end an attribute, or be a command to a runner that reads along; what neither XML 1.0 (2.2) nor HTML
 * has room for is written out.
 */
export function markupSafe(text: string): string {
  return text.replaceAll(
    /[&<>"'\p{Noncharacter_Code_Point}]|##\[|::/gu,
    (found) => entities[found] ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** As `markupSafe`, for text from elsewhere: its keys are masked, it is bounded, and what can't be seen in it is written out. */
export function foreignMarkup(text: string): string {
  return markupSafe(foreign({ color: false, width: 100, runner: false }, text));
}
