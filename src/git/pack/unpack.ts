// Opens the WebAssembly module of unpack.as on a memory that others use as well.
import { WebAssembly, type WasmMemory } from '../../core/web-assembly.ts';
import { unpackWasm } from './unpack-wasm.ts';

/** What unpack.as exports; all places are addresses. */
export interface Unpack {
  init(at: number): void;
  inflate(from: number, end: number, to: number, size: number): number;
  deltaSize(at: number, end: number, baseSize: number): number;
  applyDelta(base: number, baseSize: number, at: number, end: number, to: number, changes: number): number;
  readonly workSize: { value: number };
  readonly mostChanges: { value: number };
}

export function openUnpack(memory: WasmMemory): Unpack {
  const module = new WebAssembly.Module(Buffer.from(unpackWasm, 'base64'));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Unpack;
}
