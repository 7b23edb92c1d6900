// What may stand in the middle of a key or of its encoding without ending it, as patterns that match at a place: whole, and
// as far as there is text. They follow the decoders (decoders/*.ts), but generously: what is no interruption after all
// delays a few bytes behind a key's prefix, and what is none here lets a part of a key through.

/** Patterns for what is there, and for what may have begun at the end of the text. */
export interface Gaps {
  /** Each stands for a character of the key. */
  characters: readonly RegExp[];
  whole: readonly RegExp[];
  some: readonly RegExp[];
  /** What may have begun behind a key that a comma is a joint of: nobody knows yet whether the list is joined. */
  behindList?: RegExp;
}

// Two hex digits of a letter, a digit or an underscore.
const code = '(?:3\\d|[46][1-9a-f]|[57][\\da]|5f)';
const marks = '(?:\\\\*["\'`]){1,3}';
// Also with soft breaks of quoted-printable in it, the last of which may have begun only.
const space = '(?:[ \\t\\r\\n]|\\\\{1,8}[nrt\\r\\n]|=[ \\t]{0,8}(?:\\r?\\n|\\r?$)){0,200}';
const escape = '(?:\\x1b|\\^\\[|\\xe2\\x90\\x9b|\\\\+(?:x1b|u001b|u\\{1b\\}|033|e))';
const someEscape = `(?:${escape}|\\^|\\xe2\\x90?|\\\\+(?:x1?|u(?:0{0,2}|001|\\{1?b?)|0?3?))`;
// With soft breaks of quoted-printable, the last of which may have begun only.
const parameters = '(?:[ -?]|(?<==)(?:\\r?\\n|\\r$)){0,64}';

const whole = (source: string) => new RegExp(`(?:${source})`, 'iy');
const atTheEnd = (source: string) => new RegExp(`(?:${source})$`, 'iy');

/** What can stand in a key for one of its characters. */
const escaped = whole(
  [
    `%(?:25)*(?:u00)?${code}`,
    `\\\\+(?:u00${code}|U000000${code}|[ux]\\{0*${code}\\}|x${code}|[0-7]{2,3}|[_cdg-mo-qswyz89])`,
    `&(?:amp;)*(?:#0*\\d{2,3};?|#x0*${code};?|lowbar;|underbar;)`,
    `=(?:3D)*${code}`,
  ].join('|'),
);
/** What can stand in a key and is left out in decoding. */
const interruption = whole(
  [
    '=[ \\t]{0,8}\\r?\\n',
    '\\\\\\r?\\n[ \\t]{0,200}',
    `(?:${escape}\\[|\\xc2?\\x9b)${parameters}[@-~]`,
    `${escape}\\][^\\n\\x07]{0,1024}?(?:\\x07|\\\\(?:u0007|x07|007|a|7)|${escape}\\\\)`,
    `${escape}[()].`,
    '\\[[\\d;:]{0,64}[mK]',
  ].join('|'),
);
/** A backslash before a letter whose lower case would make a control character of it. */
const upperCase = /\\+[ABEFNRTV]/y;
const someInterruption = atTheEnd(
  [
    '%(?:25)*(?:2|u0{0,2}|(?:u00)?[3-7])?',
    '\\\\+(?:[ux]\\{?0{0,6}[3-7]?|u\\{?0*[3-7][\\da-f]|[0-7]{1,2}|\\r)?',
    '&(?:amp;)*(?:#x?[\\da-f]{0,12}|[a-z]{0,8})',
    '=(?:3D)*[3-7]?|=[ \\t]{0,8}\\r?',
    `(?:${someEscape}|\\xc2)(?:\\[${parameters}|\\][^\\n\\x07]{0,1024}|[()])?`,
    `\\xc2?\\x9b${parameters}`,
    '\\[[\\d;:]{0,64}',
  ].join('|'),
);

// See decoders/joint.ts and decoders/split-literal.ts.
const operator = '(?:\\.concat\\(|& _|\\+\\+|\\.\\.|\\|\\||<>|<<|[+.&^~])';
const someOperator = '(?:\\.(?:c(?:o(?:n(?:c(?:at?)?)?)?)?)?|& ?|\\||<|[+^~])';
const joint = (operators: string) =>
  whole(
    [
      `${marks}${space}(?:${operators}${space})?(?:u8|[a-z@$]{0,2}?)${marks}`,
      `${marks}(?=\\w)`,
      '(?:["\'`]\\})?[$#]?\\{["\'`]',
      '["\'`]\\}(?=\\w)',
    ].join('|'),
  );
const someJoint = (operators: string) =>
  atTheEnd(
    [
      `${marks}${space}(?:(?:${operators}|${someOperator})${space})?[\\w@$]{0,2}(?:${marks})?\\\\*`,
      '(?:["\'`]\\})?[$#]?(?:\\{)?',
    ].join('|'),
  );

/**
 * Behind a key, to the end of its list and the call there that joins its elements: behind what may be escapes, and one
 * more byte, whatever it is; see decoders/split-literal.ts.
 */
const maybeEscapes = '(?=([\\w%\\\\&#;{}=\\x1b[^]{0,480}))\\1';
const someJoin = atTheEnd(
  `${maybeEscapes}[^]?[^\\]{}]{0,128}(?:\\]\\s{0,32}(?:\\.\\s{0,32}(?:j(?:oi?)?)?)?)?`,
);

const writtenLine = '(?:\\r?\\n|\\r|\\\\+(?:[nr]|u000[ad]|x0[ad]|01[25])|%0[ad]|&#(?:1[03]|x0?[ad]);)';
const indent = '(?:[ \\t]|%20){0,200}';
/** Between the lines of an encoding; see decoders/stretch.ts, and `continuedLine` in decoders/joint.ts. */
const lineGap = whole(`=?${writtenLine}{1,2}${indent}[#>*;]?[ \\t]{0,200}|\\\\\\r?\\n[ \\t]{0,200}`);
const someLineGap = atTheEnd(
  '=|\\\\\\r|=?(?:\\\\+(?:[nr]|u0{0,3}|x0?|01?)?|%(?:0[ad]?)?|&(?:#(?:1[03]?|x0?[ad]?)?)?)|' +
    `=?${writtenLine}{1,2}${indent}[#>*;]?[ \\t]{0,200}(?:\\\\+(?:u0{0,3}|x0?|01?)?|%[02]?|&(?:#(?:1|x0?)?)?)?`,
);
const digitGap = whole('[,:;-]?[ \\t\\r\\n]{0,200}(?:0x)?(?=[\\da-f]{2})');
const someDigitGap = atTheEnd('[,:;-]?[ \\t\\r\\n]{0,200}(?:0x?|[\\da-f])?');

const literal = joint(operator);
const someLiteral = someJoint(operator);

/** In plain text and between escapes. */
export const textGaps: Gaps = {
  characters: [escaped, upperCase],
  whole: [interruption, literal],
  some: [someInterruption, someLiteral],
};
/** The same for a literal that is an element of a list or an argument: a comma may be a joint, too. */
export const listGaps: Gaps = {
  characters: [escaped, upperCase],
  whole: [interruption, joint(`(?:${operator}|,)`)],
  some: [someInterruption, someJoint(`(?:${operator}|,)`)],
  behindList: someJoin,
};
export const base64Gaps: Gaps = {
  characters: [],
  whole: [lineGap, literal],
  some: [someLineGap, someLiteral],
};
export const hexGaps: Gaps = {
  characters: [],
  whole: [lineGap, literal, digitGap],
  some: [someLineGap, someLiteral, someDigitGap],
};
