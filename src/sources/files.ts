// Source `files`: folders, files and patterns. In a repository, git says which files there are (tracked, and untracked
// but not ignored); a path that the user named is scanned even where git ignores it.
import { join } from 'node:path';
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { type RawPath, isIgnored, listTracked, listUntracked } from '../git/listing.ts';
import { type Repository, findRepository } from '../git/repository.ts';
import {
  type Found,
  excluder,
  findPattern,
  isPattern,
  kindOf,
  listFolder,
  realPath,
  whyShut,
} from '../io/paths.ts';
import { type ReadResult, readFile } from '../io/read-file.ts';

/** What to scan; a subset of the run's options. */
export interface FilesRequest {
  /** Paths and patterns; empty means the current folder. */
  paths: string[];
  exclude: string[];
  /** Bytes. */
  maxFileSize: number;
}

/** What is left to say of a folder once its files were handed over. */
interface Listed {
  unread: Found['unread'];
  /** Files that were listed and are known not to be there. */
  absent: Set<string>;
}

export function filesSource(request: FilesRequest): Source {
  const paths = request.paths.length > 0 ? request.paths : ['.'];
  return {
    name: 'files',
    target: paths.join(' '),
    async read(sink, coverage) {
      const reader = new FilesReader(request, sink, coverage, await excluder(request.exclude));
      for (const path of paths) await reader.named(path);
      reader.finish();
    },
  };
}

class FilesReader {
  readonly #request: FilesRequest;
  readonly #sink: BlobSink;
  readonly #coverage: Coverage;
  readonly #isExcluded: (path: string) => boolean;
  #excluded = 0;
  #links = 0;

  constructor(
    request: FilesRequest,
    sink: BlobSink,
    coverage: Coverage,
    isExcluded: (path: string) => boolean,
  ) {
    this.#request = request;
    this.#sink = sink;
    this.#coverage = coverage;
    this.#isExcluded = isExcluded;
  }

  /** One path or pattern as the user wrote it. */
  async named(path: string): Promise<void> {
    const kind = kindOf(path);
    if (kind === 'folder') {
      await this.#folder(path, true);
    } else if (kind === 'file') {
      if (this.#file(path, path, true) === 'gone') this.#vanished(path);
    } else if (await isPattern(path)) {
      const found = await findPattern(path);
      this.#unread('', found.unread);
      if (found.paths.length + found.unread.length === 0)
        throw new AkguardError('AK_NOTHING_MATCHES', { pattern: path });
      for (const file of found.paths) {
        const shown = String(file);
        if (this.#isExcluded(shown)) this.#excluded++;
        else if (this.#file(file, shown, false) === 'gone') this.#vanished(shown);
      }
    } else {
      throw new AkguardError('AK_PATH_NOT_FOUND', { path });
    }
  }

  finish(): void {
    if (this.#excluded > 0) this.#coverage.leftOut(`${this.#excluded} files`, 'excluded by --exclude');
    if (this.#links > 0) {
      this.#coverage.leftOut(
        `${this.#links} symbolic links`,
        'not followed; their targets were scanned as text',
      );
    }
  }

  async #folder(folder: string, named: boolean): Promise<void> {
    // git could not be started in there, and that must not end the scan.
    const shut = whyShut(folder);
    if (shut !== null) {
      this.#coverage.missed(folder, shut);
      return;
    }
    const nested: string[] = [];
    const missing: string[] = [];
    const { unread, absent } = await list(folder, named, (paths) => {
      for (const path of paths) {
        const text = String(path);
        if (this.#isExcluded(text)) {
          this.#excluded++;
          continue;
        }
        const shown = folder === '.' ? text : join(folder, text);
        const real = typeof path === 'string' ? shown : Buffer.concat([Buffer.from(`${folder}/`), path]);
        const result = this.#file(real, shown, false);
        if (result === 'folder') nested.push(shown.replace(/\/$/, ''));
        if (result === 'gone') missing.push(text);
      }
    });
    this.#unread(folder, unread);
    for (const path of missing) if (!absent.has(path)) this.#vanished(join(folder, path));
    for (const inner of nested) await this.#folder(inner, false);
  }

  /** Reads one file and puts down what became of it; the caller deals with a folder and with what is gone. */
  #file(real: string | Buffer, path: string, followLinks: boolean): ReadResult['kind'] {
    const coverage = this.#coverage;
    const result = readFile(real, { kind: 'file', path }, this.#sink, this.#request.maxFileSize, followLinks);
    switch (result.kind) {
      case 'read':
        coverage.files++;
        coverage.bytes += result.bytes;
        break;
      case 'link':
        this.#links++;
        this.#sink.whole({ kind: 'file', path }, result.target);
        break;
      case 'notAFile':
        coverage.leftOut(path, `${result.what}, not a file`);
        break;
      case 'tooLarge':
        coverage.missed(path, `${result.size} bytes, over --max-file-size`);
        break;
      case 'failed':
        coverage.missed(path, result.why);
        break;
      case 'folder':
      case 'gone':
        break;
    }
    return result.kind;
  }

  #unread(folder: string, unread: Found['unread']): void {
    for (const { path, why } of unread) {
      const shown = join(folder, path);
      if (this.#isExcluded(path)) this.#excluded++;
      else this.#coverage.missed(shown, why);
    }
  }

  #vanished(path: string): void {
    this.#coverage.missed(path, 'vanished before it was read');
  }
}

/**
 * git's listing where git has one, else everything below the folder. In a work tree, the tracked files are read while
 * git looks for the untracked ones.
 */
async function list(folder: string, named: boolean, read: (paths: RawPath[]) => void): Promise<Listed> {
  const place = { directory: folder, hook: false };
  const repository = await findRepository(folder, false);
  if (repository?.hasWorkTree === true && !(named && (await isIgnoredFolder(repository, folder)))) {
    const [absent, { paths, unread }] = await Promise.all([listTracked(place, read), listUntracked(place)]);
    read(paths);
    return { unread, absent };
  }
  const { paths, unread } = listFolder(folder);
  read(paths);
  return { unread, absent: new Set() };
}

/** Asking git takes as long as reading some hundred files, and nothing ignores the top of a work tree. */
async function isIgnoredFolder({ place, gitDirectory }: Repository, folder: string): Promise<boolean> {
  const real = realPath(folder) ?? folder;
  return join(real, '.git') !== gitDirectory && isIgnored(place, real);
}
