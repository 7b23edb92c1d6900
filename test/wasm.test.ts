// The WebAssembly that is committed is what its sources give.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildWasm } from './helpers/wasm.ts';

test('what `npm run build:wasm` would write is there', async () => {
  const built = await buildWasm();
  for (const [path, text] of Object.entries(built))
    expect(readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8')).toBe(text);
});
