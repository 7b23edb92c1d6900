// The definition of the prefilter's events, as regular expressions on latin1 text, written as slowly and plainly as can
// be: what the WebAssembly, the tables and the checks must agree with.
import { Kind } from '../../src/detect/prefilter/kinds.ts';

export type Event = [offset: number, kind: Kind];

export function byPlace(a: Event, b: Event): number {
  return a[0] - b[0] || a[1] - b[1];
}

const hexF = '0{0,8}5[fF]';
const underscore = [
  '_',
  String.raw`\x1b\[`,
  String.raw`\\{1,8}(?:_|u\{?${hexF}|U${hexF}|x${hexF}|137|u001b|x1b|033|e\[)`,
  String.raw`%(?:25){0,8}(?:5[fF]|1[bB](?:\[|%5[bB]))`,
  `&(?:amp;){0,8}(?:#0{0,8}95|#[xX]${hexF}|lowbar|UnderBar)`,
  String.raw`=(?:3D){0,8}(?:5[fF]|1[bB](?:\[|=5[bB]))`,
].join('|');
const softBreak = /^=(?:3D){0,2}(?:\r|\\r)?(?:\n|\\n)/;

/** Whether an underscore, plain or encoded, stands at a place: with a soft break before it or in its escape. */
function isUnderscore(text: string, at: number, isPlain: boolean): boolean {
  const here = new RegExp(`^(?:${underscore})`);
  if (here.test(text.slice(at))) return true;
  for (let i = 0; i < 12; i++) {
    const gap = softBreak.exec(text.slice(at + i, at + i + 6))?.[0].length ?? 0;
    if (gap === 0) continue;
    // Behind a k that is not encoded, the first byte of some escapes does not do alone.
    if (isPlain && i === 1 && !/[\\=]/.test(text.charAt(at))) return false;
    return here.test(text.slice(at, at + i) + text.slice(at + i + gap).slice(0, 46));
  }
  return false;
}

/** A k, plain (what follows is then an escape) or encoded, which is an event when an underscore follows. */
const beforeUnderscore = [
  'k(?!_)',
  String.raw`[xX0]6[bB];?|\{6[bB]\}?|[%=]6[bB]|(?<=2)56[bB]|(?<=3)D6[bB]|#107;?|(?<=010)7(?:;(?=[&_])|(?=&#))|\\153`,
];
const stable = [0, 1, 2].flatMap((before) =>
  ['live', 'test'].map((environment) => {
    const encode = (fill: string) =>
      Buffer.from(`${fill.repeat(before)}ak_${environment}_${fill}`, 'latin1').toString('base64');
    // What does not change with the bytes around it.
    const other = encode('\xff');
    const text = encode('\0').replace(/./g, (c, i: number) => (c === other[i] && c !== '=' ? c : ''));
    const cut = Array.from({ length: text.length - 4 }, (_, i) => text.slice(0, 4 + i));
    return `${text}|(?:${cut.join('|')})(?![A-Za-z0-9+/_-])`;
  }),
);
const definitions: [Kind, string][] = [
  [Kind.plain, String.raw`k_(?:live|test)_|(?<=ant)_ocs_|whsec`],
  [Kind.split, String.raw`(?<=[a1;}"'\x60\n])k_(?:l|li|liv|live|t|te|tes|test)?["'\x60=\\%&\x1b]`],
  [Kind.split, String.raw`["'\x60]_(?:live|test)_`],
  [Kind.base64, stable.join('|')],
  [Kind.hex, '(?<=6)16[bB]5[fF]'],
  [Kind.wide, String.raw`(?<=a\0)k\0_|(?<=a\0\0\0)k\0\0\0_`],
];

/** Whether a run of 40 is one that is told. */
function isTold(run: string): boolean {
  const head = run.slice(0, 256);
  if (/[a-z]/.test(head) && /[A-Z]/.test(head)) return !run.startsWith('_Z');
  return (
    run.length >= 256 || /[0-9a-fA-F]{40}/.test(head) || run.replace(/[^%\\]/g, '').length * 8 >= run.length
  );
}

/** All events of these bytes but wide runs. */
export function oracle(bytes: Buffer): Event[] {
  const text = bytes.toString('latin1');
  const events: Event[] = [];
  for (const [kind, pattern] of definitions) {
    const sticky = new RegExp(pattern, 'y');
    for (let at = 0; at < text.length; at++) {
      sticky.lastIndex = at;
      if (sticky.test(text)) events.push([at, kind]);
    }
  }
  for (const pattern of beforeUnderscore) {
    const sticky = new RegExp(pattern, 'y');
    for (let at = 0; at < text.length; at++) {
      sticky.lastIndex = at;
      if (sticky.test(text) && isUnderscore(text, sticky.lastIndex, text[at] === 'k'))
        events.push([at, Kind.escaped]);
    }
  }
  for (const run of text.matchAll(/[A-Za-z0-9+/_%\\-]{40,}/g))
    if (isTold(run[0])) events.push([run.index, Kind.run]);
  return events.toSorted(byPlace);
}
