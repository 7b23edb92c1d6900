// src/core/web-assembly.ts
const { WebAssembly } = globalThis;
export { WebAssembly as t };
