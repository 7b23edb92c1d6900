// Opens the WebAssembly module of unpack.as on a memory that others use as well.
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

// TypeScript has these types in its library for browsers only.
interface WebAssembly {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}

/** @param memory a WebAssembly.Memory. */
export function openUnpack(memory: object): Unpack {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssembly };
  const module = new WebAssembly.Module(Buffer.from(unpackWasm, 'base64'));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Unpack;
}
