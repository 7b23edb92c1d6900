// What the test uses of a package that comes without types.
declare module 'tweetnacl-sealedbox-js' {
  /** Null for a box that is not for this key. */
  export function open(box: Uint8Array, publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | null;
}
