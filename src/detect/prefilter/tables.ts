// The tables of scan.wat, made from a list of windows; `npm run build:wasm` puts them into the module, so that a scan
// starts at once. A window is three bytes that each form of an anchor holds.
// There are eight buckets; windows that share one also let through mixtures of each other, so a bucket brings together
// those whose mixtures are rare. What gets through is checked in confirm.ts.

import { inRun } from './run.ts';

type Window = readonly [first: string, second: string, third: string];

/** One list for each bucket: the bytes that may stand first, second and third. */
const buckets: readonly (readonly Window[])[] = [
  [['k', '_', 'lt`']],
  [
    ['k', '_', `"'=\\%&\x1b$#{`],
    ['k', '\\', 'uxU10e_\\='],
    ['k', '\0', '_\0'],
  ],
  [
    ['k', '%', '251'],
    ['k', '&', '#laU'],
    ['k', '\x1b', '['],
  ],
  [[`"'\``, '_', 'lt']],
  [['x%0=1{X5D', '6', 'bB']],
  [
    ['#', '1', '0'],
    ['\\', '1', '5'],
    ['_', 'o', 'c'],
  ],
  [
    ['Y', 'W', 't'],
    ['F', 'r', 'X'],
    ['w', 'h', 's'],
    ['7', ';', '&_'],
    ['7', '&', '#'],
  ],
  [
    ['h', 'a', '1'],
    ['k', '=', '5\r\n31\\='],
  ],
];

/** Low and high half for windows' first, second and third bytes, then for runs; then sixteen times 15. */
export function makeTables(): Uint8Array {
  const tables = new Uint8Array(9 * 16);
  const set = (at: number, index: number, bit: number) => {
    tables[at + index] = (tables[at + index] ?? 0) | (1 << bit);
  };
  for (let bucket = 0; bucket < buckets.length; bucket++) {
    for (const window of buckets[bucket] ?? []) {
      for (let position = 0; position < 3; position++) {
        const characters = window[position] ?? '';
        for (let i = 0; i < characters.length; i++) {
          const byte = characters.charCodeAt(i);
          set(position * 32, byte & 15, bucket);
          set(position * 32 + 16, byte >> 4, bucket);
        }
      }
    }
  }
  for (let byte = 0; byte < 128; byte++) if (inRun(byte)) set(96, byte & 15, byte >> 4);
  for (let high = 0; high < 8; high++) set(112, high, high);
  return tables.fill(15, 128);
}
