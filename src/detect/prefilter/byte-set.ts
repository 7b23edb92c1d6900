// Sets of bytes as tables: quick to ask, and (unlike a regular expression tried on 256 characters) quick to make, which
// a commit hook pays for each time.

export const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
export const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const digits = '0123456789';
/** Standard and URL-safe, without the padding. */
export const base64Alphabet = `${upperCase}${lowerCase}${digits}+/-_`;

/** 1 for each byte of a latin1 text. */
export function byteSet(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
  return table;
}
