// Stores of every shape, and what a history scan finds in them against a plain scan of every object that git expands.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { containers } from '../../../src/archive/containers.ts';
import { Coverage } from '../../../src/core/coverage.ts';
import type { Skipped } from '../../../src/core/coverage.ts';
import type { Match } from '../../../src/core/match.ts';
import { Scanner } from '../../../src/detect/scanner.ts';
import { historySource } from '../../../src/sources/history.ts';
import { packWalk } from '../../../src/walk-packs.ts';
import type { Selection } from '../../../src/git/refs.ts';
import type { TestRepository } from '../../helpers/git-repo.ts';
import { rules } from '../../helpers/rules.ts';
import type { Version } from './versions.ts';

/** Puts versions into the store, and packs everything that is there with these options of pack-objects. */
export function store(repository: TestRepository, versions: readonly Version[], options: string[]): void {
  const { folder, git, bytes, remove } = repository;
  const stream = versions.map((version, i) =>
    Buffer.concat([
      Buffer.from(`blob\nmark :${i + 1}\ndata ${version.bytes.length}\n`),
      version.bytes,
      Buffer.from('\n'),
    ]),
  );
  const marks = join(folder, '.git/marks');
  const unpacked = ['-c', 'fastimport.unpackLimit=1'];
  bytes(
    [...unpacked, 'fast-import', '--quiet', '--depth=0', `--export-marks=${marks}`],
    Buffer.concat(stream),
  );
  const named = readFileSync(marks, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [, mark = '', id = ''] = /^:(\d+) (\w+)$/.exec(line) ?? [];
      return `${id} ${versions[Number(mark) - 1]?.path}\n`;
    });
  const packs = '.git/objects/pack';
  const old = readdirSync(join(folder, packs));
  const anew = ['--no-reuse-delta', '--no-reuse-object', ...options, join(folder, packs, 'pack')];
  const made = git(['pack-objects', '-q', ...anew], named.join(''));
  for (const name of old) if (!name.includes(made)) remove(join(packs, name));
}

const describeMatch = ({ provenance, offset, line, column, secret, encoding, member }: Match) =>
  [
    'id' in provenance ? provenance.id : provenance.kind,
    offset,
    line,
    column,
    secret.fingerprint,
    encoding.join('+'),
    member,
  ].join(' ');

/** The matches and gaps of a plain scan of every object. */
export function scanPlainly(repository: TestRepository): {
  matches: string[];
  gaps: number;
  objects: number;
} {
  const all = repository.bytes(['cat-file', '--batch-all-objects', '--batch']);
  const scanner = new Scanner(rules, containers);
  let objects = 0;
  for (let at = 0; at < all.length; objects++) {
    const end = all.indexOf('\n', at);
    const [id = '', type = '', size] = all.toString('latin1', at, end).split(' ');
    const content = all.subarray(end + 1, end + 1 + Number(size));
    if (type === 'blob' || type === 'commit' || type === 'tag')
      scanner.whole({ kind: 'object', type, id }, content);
    at = end + 2 + Number(size);
  }
  return { matches: scanner.take().map(describeMatch).toSorted(), gaps: scanner.gaps.length, objects };
}

export async function scanHistory(
  folder: string,
  jobs: number,
  selected: Partial<Selection> = {},
  beforeWalk: () => void = () => {},
): Promise<{ matches: string[]; gaps: number; objects: number; skipped: readonly Skipped[] }> {
  const scanner = new Scanner(rules, containers);
  const coverage = new Coverage();
  const selection = { refs: [], since: null, ...selected };
  const request = { directory: folder, selection, allowShallow: false };
  const walk = packWalk(rules, jobs);
  const source = historySource(request, (...job) => {
    beforeWalk();
    return walk(...job);
  });
  await source.read(scanner, coverage);
  const { objects, skipped } = coverage;
  return {
    matches: scanner.take().map(describeMatch).toSorted(),
    gaps: scanner.gaps.length,
    objects,
    skipped,
  };
}
