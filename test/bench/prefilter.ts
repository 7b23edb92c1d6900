// `node test/bench/prefilter.ts [NAME…]`: the prefilter alone, on one core, against Buffer.indexOf over the same bytes.
// What is scanned lies in the area already, as it does when a file was read into it; copying is timed apart.
import { randomBytes } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind } from '../../src/detect/prefilter/kinds.ts';
import { Prefilter } from '../../src/detect/prefilter/prefilter.ts';
import { makeLog } from './data.ts';

const opening = performance.now();
const prefilter = new Prefilter();
const opened = performance.now() - opening;
const empty = performance.now();
prefilter.scan(0, 32, true);
const first = performance.now() - empty;

const size = 32 << 20;
const block = prefilter.area.length;
const runs = 7;
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const scripts = globSync('**/*.{js,mjs,cjs,ts}', { cwd: modules })
  .toSorted()
  .map((name) => join(modules, name))
  .filter((path) => statSync(path).isFile());

function gather(wanted: (bytes: Buffer) => boolean): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (const path of scripts) {
    const bytes = readFileSync(path);
    if (!wanted(bytes)) continue;
    parts.push(bytes);
    if ((length += bytes.length) > size) break;
  }
  return Buffer.concat(parts).subarray(0, size);
}

function log(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-prefilter-'));
  try {
    makeLog(join(folder, 'log'), size);
    return readFileSync(join(folder, 'log'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isMinified = (bytes: Buffer) =>
  bytes.length > 100_000 && bytes.length / bytes.toString('latin1').split('\n').length > 400;
const base64 = () => randomBytes((size / 4) * 3).toString('base64');
const corpora: Record<string, () => Buffer> = {
  source: () => gather((bytes) => !isMinified(bytes)),
  minified: () => gather(isMinified),
  log,
  base64: () => Buffer.from(base64().replace(/.{76}/g, '$&\n')),
  'one line': () => Buffer.from(base64()),
  hex: () => Buffer.from(randomBytes(size / 2).toString('hex')),
  random: () => randomBytes(size),
  utf16: () => Buffer.from(gather(() => true).toString('latin1', 0, size / 2), 'utf16le'),
  program: () => readFileSync(process.execPath).subarray(0, size),
};

const two = ['k_live_', 'k_test_'];
const all = two.concat(
  ['k_"', "k_'", 'k_\x1b', 'k_\\', 'k_=', '"_l', '"_t', 'YWtf', 'FrX2', 'FrX3', 'ha19', '616b5f', '616B5F'],
  ['k\0_', 'k\0\0\0_', 'k\\', 'k%', 'k&#', 'k&l', 'k=5', 'k\x1b', '%6', 'x6', '006', '=6', '&#107', '\\153'],
  ['ant_ocs_', 'whsec_'],
);

function searchAll(bytes: Buffer, needles: readonly string[]): void {
  for (const needle of needles)
    for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1));
}

/** Events by kind. */
function scan(length: number): number[] {
  const counts = Array.from({ length: 9 }, () => 0);
  for (let at = 0; at < length;) {
    at = prefilter.scan(at, length, true);
    for (let i = 0; i < prefilter.count; i++) {
      const kind = prefilter.kinds[i] ?? 0;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  return counts;
}

const fill = (piece: Buffer) => void piece.copy(prefilter.area);
/** Each gets the area filled with the piece, but for those that fill it themselves. */
const contenders: ((piece: Buffer) => void)[] = [
  (piece) => void scan(piece.length),
  (piece) => {
    fill(piece);
    scan(piece.length);
  },
  (piece) => searchAll(piece, two),
  (piece) => searchAll(piece, all),
  (piece) => void prefilter.countNewlines(0, piece.length),
];

/** GB/s of each contender: the best of several runs, taken in turns, since other work on the machine only slows. */
function rates(bytes: Buffer): number[] {
  const best = contenders.map(() => Infinity);
  for (let run = 0; run < runs; run++) {
    const totals = contenders.map(() => 0);
    for (let at = 0; at < bytes.length; at += block) {
      const piece = bytes.subarray(at, at + block);
      fill(piece);
      for (const [i, contender] of contenders.entries()) {
        const begin = performance.now();
        contender(piece);
        totals[i] = (totals[i] ?? 0) + performance.now() - begin;
      }
    }
    for (const [i, total] of totals.entries()) best[i] = Math.min(best[i] ?? 0, total);
  }
  return best.map((time) => bytes.length / time / 1e6);
}

const names = Object.keys(Kind);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(corpora);
console.log(`Opened in ${opened.toFixed(2)} ms, first scan ${first.toFixed(2)} ms. GB/s, best of ${runs}.\n`);
console.log('bytes      prefilter   + copy   2 indexOf  all indexOf  newlines   events per MB');
for (const name of wanted) {
  const bytes = corpora[name]?.() ?? Buffer.alloc(0);
  const counts = Array.from({ length: 9 }, () => 0);
  for (let at = 0; at < bytes.length; at += block) {
    const piece = bytes.subarray(at, at + block);
    fill(piece);
    for (const [kind, count] of scan(piece.length).entries()) counts[kind] = (counts[kind] ?? 0) + count;
  }
  const events = names.flatMap((kind, i) => {
    const perMegabyte = ((counts[i + 1] ?? 0) / bytes.length) * 1e6;
    return perMegabyte > 0 ? [`${kind} ${perMegabyte.toPrecision(2)}`] : [];
  });
  const widths = [9, 9, 11, 12, 10];
  const figures = rates(bytes).map((figure, i) => figure.toFixed(2).padStart(widths[i] ?? 9));
  console.log(`${name.padEnd(10)}${figures.join('')}  ${events.join(', ')}`);
}
