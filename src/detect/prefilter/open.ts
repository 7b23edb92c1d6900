// Opens the WebAssembly module of scan.wat: compiled once for each thread, an instance and a memory for each prefilter.
import { WebAssembly, type WasmMemory } from '../../core/web-assembly.ts';
import { areaAt, slackBehind } from './layout.ts';
import { wasmBase64 } from './wasm.ts';

/** What scan.wat exports. */
export interface Scan {
  start(): void;
  scan(at: number, end: number): number;
  countNewlines(at: number, end: number): number;
}

let compiled: object | undefined;

/** @throws RangeError when there is no memory. */
export function open(capacity: number): { scan: Scan; memory: WasmMemory } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((areaAt + capacity + slackBehind) / 65536) });
  compiled ??= new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { akguard: { memory } });
  return { scan: exports as Scan, memory };
}
