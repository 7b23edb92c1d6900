// What the prefilter can tell. A kind says which decoder to try, and what stands at the event's offset.

/**
 * | kind | at the offset |
 * |---|---|
 * | plain | `k_live_` or `k_test_` (whatever is before it: the a may be encoded), `_ocs_` of `ant_ocs_`, or `whsec_` |
 * | split | `k_` and perhaps a part of `live_` or `test_`, then a quote, ESC, `=`, `\`, `%`, `&`, what opens a literal in a template, or a colour without its ESC; or `_live_`, `_test_` right behind a quote |
 * | base64 | `YWtf`, `FrX2`, `FrX3` or `ha19`: `ak_` in one of the three alignments; the rest is right, too, up to the first byte that is no base64 |
 * | hex | `16b5f` behind a 6, digits in either case |
 * | wide | the k of `ak_` in UTF-16 or UTF-32 of either byte order |
 * | escaped | a k with an encoded `_` behind it; or `?6b`, `#10`, the `7` of `#0107`, `\15`: the end of an encoded k with a `_` behind it, plain or encoded |
 * | run | the first byte of 40 or more of the base64 alphabets (without `=`), `%` and `\`, of which words, paths and constants are left out |
 * | wideRun | 32 bytes inside a run of text with a NUL for each second byte, or for three of four; every run of 64 bytes is told, once |
 */
export const Kind = {
  plain: 1,
  split: 2,
  base64: 3,
  hex: 4,
  wide: 5,
  escaped: 6,
  run: 7,
  wideRun: 8,
} as const;

export type Kind = (typeof Kind)[keyof typeof Kind];
