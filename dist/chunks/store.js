// src/core/store.ts
const intentLeaseMs = 6e4;
export { intentLeaseMs as t };
