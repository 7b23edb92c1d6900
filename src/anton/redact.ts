// Whatever the server says may repeat what it was sent. Nothing of an answer leaves this room before it went through here.

const longestMessage = 200;
/** Read of a message before anything else, so that a hostile one costs nothing. */
const longestInput = 2000;
const longestCode = 64;

/** True if a text holds a key, so much of this key that it is as good as the key, or this key in hex or base64. */
function holdsKey(text: string, key: string): boolean {
  if (/ak_(live|test)_/i.test(text)) return true;
  const body = bodyOf(key);
  const lower = text.toLowerCase();
  const window = Math.min(8, body.length);
  for (let at = 0; at + window <= body.length; at += 1) {
    if (lower.includes(body.slice(at, at + window).toLowerCase())) return true;
  }
  return encodings(body).some((encoded) => lower.includes(encoded.toLowerCase()));
}

/** The middle of a text in hex, and in base64 for each of the three places it may have in a group of bytes. */
function encodings(text: string): string[] {
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + text)
      .toString('base64')
      .slice(4, 16),
  );
  return [Buffer.from(text).toString('hex'), ...base64];
}

/** The key without its published prefix: as good as the key. */
function bodyOf(key: string): string {
  return key.replace(/^ak_(live|test)_/, '');
}

/** A body as received, without the key that was presented. Leaves JSON valid: keys hold nothing that JSON escapes. */
export function withoutKey(text: string, key: string): string {
  const body = bodyOf(key);
  return body.length < 8 ? text : text.replaceAll(body, '****');
}

/** A text with every whole key in it masked. */
export function maskKeys(text: string): string {
  return text.replace(/ak_(live|test)_\w+/gi, '[a key]');
}

/**
 * A message from the server: bounded, without keys, and without any other long run of letters and digits (which may be
 * a key in base64 or hex).
 */
export function safeMessage(text: string, key: string): string {
  const masked = maskKeys(text.slice(0, longestInput)).replace(
    /(?=[A-Za-z+/_=-]*[0-9])[\w+/=-]{16,}/g,
    '[…]',
  );
  return holdsKey(masked, key) ? '[withheld: it repeats part of the key]' : masked.slice(0, longestMessage);
}

/** An error code, or null for anything that is not one (`snake_case`, as all documented codes are). */
export function safeCode(text: string, key: string): string | null {
  const plain = text.length <= longestCode && /^[a-z][a-z0-9_]*$/i.test(text);
  return plain && !holdsKey(text, key) ? text : null;
}

/** A request id, or null for anything else. */
export function safeRequestId(text: string | null, key: string): string | null {
  if (text === null || !/^[\w.:-]{1,128}$/.test(text)) return null;
  return holdsKey(text, key) ? null : text;
}
