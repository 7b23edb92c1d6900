// Reads configuration, baseline and policy from the side that a change goes to, as git objects: what is under scan must
// not say what counts as a find, and a pull request could otherwise put its own key into the baseline.
import { AkguardError } from '../core/errors.ts';
import { runGit, tryGit } from '../git/run.ts';
import type { PrivateRepository } from './private-repository.ts';
import type { Point } from './request.ts';

export class BaseSide {
  readonly #repository: PrivateRepository;
  readonly #points: readonly Point[];
  #commit: Promise<string> | null = null;

  /** @param points the first that can be had counts. */
  constructor(repository: PrivateRepository, points: readonly Point[]) {
    this.#repository = repository;
    this.#points = points;
  }

  /** The text of a file, or null when that side does not have it. @throws AkguardError AK_CONFIG when the side can't be had. */
  async read(path: string): Promise<string | null> {
    const { place } = this.#repository;
    const commit = await (this.#commit ??= this.#find(path));
    const named = await tryGit(place, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${commit}:${path}`,
    ]);
    if (named.code !== 0) return null;
    const blob = named.stdout.toString().trim();
    const failure = await this.#repository.obtain([blob]);
    if (failure !== null) throw new AkguardError('AK_CONFIG', { file: path, problem: failure.why });
    return (await runGit(place, ['cat-file', 'blob', blob])).toString();
  }

  async #find(file: string): Promise<string> {
    let why = '';
    for (const [i, point] of this.#points.entries()) {
      const got = await this.#repository.get(point, `trusted${i}`, 1);
      if ('id' in got) return got.id;
      why = got.failure.why;
    }
    throw new AkguardError('AK_CONFIG', {
      file,
      problem: `the branch that it is read from could not be had: ${why}`,
    });
  }
}
