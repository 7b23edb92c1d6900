// For tests that look for a key where none may be.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** How a text may hold a key of production. */
export function forms(raw: string): string[] {
  const body = raw.slice('ak_live_'.length);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + raw)
      .toString('base64')
      .slice(4, -4),
  );
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const each = (form: (unit: number) => string) =>
    Array.from(body, (letter) => form(letter.charCodeAt(0))).join('');
  const hex4 = (unit: number) => unit.toString(16).padStart(4, '0');
  return [
    body,
    ...base64url,
    each((unit) => `\\u${hex4(unit)}`),
    each((unit) => `\\x${unit.toString(16)}`),
    each((unit) => `&#${unit};`),
    each((unit) => `&#x${unit.toString(16)};`),
    each((unit) => `%${unit.toString(16)}`),
    each((unit) => `%${unit.toString(16).toUpperCase()}`),
    Buffer.from(raw).toString('hex').toUpperCase(),
    Buffer.from(raw, 'utf16le').swap16().toString('latin1'),
    body.toUpperCase(),
    body.split('').toReversed().join(''),
    Buffer.from(raw).toString('hex'),
    Buffer.from(raw, 'utf16le').toString('latin1'),
    encodeURIComponent(raw).replaceAll('_', '%5F').slice(10),
    ...base64,
  ];
}

/** All plain files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
