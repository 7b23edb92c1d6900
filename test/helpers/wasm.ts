// `npm run build:wasm`: assembles src/detect/prefilter/scan.wat and its tables, and compiles src/git/pack/unpack.as, into
// the modules that hold them as base64. A test does so again and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main as compileAssemblyScript } from 'assemblyscript/asc';
import openWabt from 'wabt';
import { areaAt, slackBefore, slackByte, tablesAt } from '../../src/detect/prefilter/layout.ts';
import { makeTables } from '../../src/detect/prefilter/tables.ts';

const source = (path: string) => new URL(`../../src/${path}`, import.meta.url);

/** A data segment in WebAssembly's text format. */
function data(at: number, bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  return `(data (i32.const ${at}) "${text}")`;
}

function moduleText(from: string, name: string, wasm: Uint8Array): string {
  return [
    `// Generated from ${from} by \`npm run build:wasm\`; a test compares them. Base64 of a WebAssembly module.`,
    `export const ${name} =`,
    `  '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

async function assemblePrefilter(): Promise<string> {
  const wabt = await openWabt();
  const features = { simd: true, relaxed_simd: true };
  const code = readFileSync(source('detect/prefilter/scan.wat'), 'utf8').trimEnd().replace(/\)$/, '');
  const slack = new Uint8Array(slackBefore).fill(slackByte);
  const text = `${code} ${data(tablesAt, makeTables())} ${data(areaAt - slackBefore, slack)})`;
  const module = wabt.parseWat('scan.wat', text, features);
  const { buffer } = module.toBinary({});
  module.destroy();
  return moduleText('scan.wat and tables.ts', 'wasmBase64', buffer);
}

async function compileUnpack(): Promise<string> {
  const options = '--runtime stub --importMemory --memoryBase 0 --enable simd,bulk-memory -O3 --noAssert';
  let wasm: Uint8Array | undefined;
  const { error } = await compileAssemblyScript(
    ['unpack.ts', '--outFile', 'unpack.wasm', ...options.split(' ')],
    {
      readFile: (name) => (name === 'unpack.ts' ? readFileSync(source('git/pack/unpack.as'), 'utf8') : null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || wasm === undefined) throw new Error(`unpack.as: ${String(error)}`);
  return moduleText('unpack.as', 'unpackWasm', wasm);
}

/** The texts that the generated modules must have, by path in src/. */
export async function buildWasm(): Promise<Record<string, string>> {
  return {
    'detect/prefilter/wasm.ts': await assemblePrefilter(),
    'git/pack/unpack-wasm.ts': await compileUnpack(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await buildWasm())) writeFileSync(source(path), text);
}
