// Opens the WebAssembly module of scan.wat: compiled once for each thread, an instance and a memory for each prefilter.
import { areaAt, slackBehind } from './layout.ts';
import { wasmBase64 } from './wasm.ts';

/** What scan.wat exports. */
export interface Scan {
  start(): void;
  scan(at: number, end: number): number;
  countNewlines(at: number, end: number): number;
}

// TypeScript has these types in its library for browsers only.
interface WebAssembly {
  Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}

let compiled: object | undefined;

/** @throws RangeError when there is no memory. */
export function open(capacity: number): { scan: Scan; memory: { buffer: ArrayBuffer } } {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssembly };
  const memory = new WebAssembly.Memory({ initial: Math.ceil((areaAt + capacity + slackBehind) / 65536) });
  compiled ??= new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { akguard: { memory } });
  return { scan: exports as Scan, memory };
}
