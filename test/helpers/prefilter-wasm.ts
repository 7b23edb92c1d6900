// `npm run build:wasm`: assembles src/detect/prefilter/scan.wat and the tables into wasm.ts. A test does so again and
// compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openWabt from 'wabt';
import { areaAt, slackBefore, slackByte, tablesAt } from '../../src/detect/prefilter/layout.ts';
import { makeTables } from '../../src/detect/prefilter/tables.ts';

const folder = new URL('../../src/detect/prefilter/', import.meta.url);
const target = new URL('wasm.ts', folder);

/** A data segment in WebAssembly's text format. */
function data(at: number, bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  return `(data (i32.const ${at}) "${text}")`;
}

/** The text that wasm.ts must have. */
export async function assemble(): Promise<string> {
  const wabt = await openWabt();
  const features = { simd: true, relaxed_simd: true };
  const code = readFileSync(new URL('scan.wat', folder), 'utf8').trimEnd().replace(/\)$/, '');
  const slack = new Uint8Array(slackBefore).fill(slackByte);
  const text = `${code} ${data(tablesAt, makeTables())} ${data(areaAt - slackBefore, slack)})`;
  const module = wabt.parseWat('scan.wat', text, features);
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  module.destroy();
  return [
    '// Generated from scan.wat and tables.ts by `npm run build:wasm`; a test compares them. Base64 of a WebAssembly module.',
    'export const wasmBase64 =',
    `  '${base64}';`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await assemble());
