// WebAssembly, which TypeScript has types for in its library for browsers only. Of what there is, as much as is used here.

/** A memory of `initial` pages of 64 KiB. Only what is touched takes room. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WebAssembly {
  Memory: new (limits: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
}

export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssembly };
