// An organisation from a seed: bare repositories on disk, what GitHub keeps around them in a double, and keys in every place
// where they leak. Needs no test runner: benches and processes of their own make one as well.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type World, type Repository } from '../github/world.ts';
import { type HttpBackend, serveGit } from '../helpers/http-backend.ts';
import { FakeOrganisation } from '../github/fake-organisation.ts';
import { makeZip } from '../archive/make-zip.ts';

/** Where a key may be. */
export const places = [
  'code',
  'history',
  'message',
  'tag',
  'pull request head',
  'force-pushed away',
  'deleted branch',
  'wiki',
  'gist',
  'issue',
  'issue comment',
  'pull request',
  'review',
  'review comment',
  'discussion',
  'discussion comment',
  'release',
  'release asset',
] as const;
export type Place = (typeof places)[number];

export interface Planted {
  key: string;
  place: Place;
  /** `OWNER/REPO`, or `gist:ID`. */
  repository: string;
}

const env = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

export class Organisation {
  readonly root: string;
  readonly github: FakeOrganisation;
  readonly git: HttpBackend;
  readonly planted: Planted[] = [];
  readonly #files = new Map<string, number>();
  #time = 1_700_000_000;

  private constructor(root: string, github: FakeOrganisation, git: HttpBackend) {
    this.root = root;
    this.github = github;
    this.git = git;
  }

  /** @param root an empty folder for the repositories. */
  static async make(root: string): Promise<Organisation> {
    const git = await serveGit(root, null);
    const github = await new FakeOrganisation().listen();
    github.world.pages = git.url;
    // What happens in the seconds of a listing may have come after it, and is looked at again.
    github.world.now = () => Date.now() - 3_600_000;
    return new Organisation(root, github, git);
  }

  get world(): World {
    return this.github.world;
  }

  async close(): Promise<void> {
    this.git.close();
    await this.github.close();
  }

  /** What the CLI needs to find it. */
  get environment(): Record<string, string> {
    return { GITHUB_TOKEN: 'token-for-tests', GITHUB_API_URL: this.github.url };
  }

  /** A repository with some commits, pushed an hour ago. */
  add(owner: string, name: string, given: Partial<Repository> = {}): Repository {
    const pushedAt = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
    const repository = this.world.addRepository(owner, name, { createdAt: pushedAt, pushedAt, ...given });
    if (!repository.isEmpty) {
      this.commit(`${owner}/${name}`, 'refs/heads/main', { 'README.md': `# ${name}\n` });
      this.commit(`${owner}/${name}`, 'refs/heads/main', {
        'src/index.js': `export const name = '${name}';\n`,
      });
    } else this.#bare(`${owner}/${name}`);
    return repository;
  }

  /** @returns the id of a new commit on a ref, or beside all refs. */
  commit(path: string, ref: string | null, files: Record<string, string | null>, message = 'work'): string {
    const folder = this.#bare(path);
    const target = ref ?? 'refs/akguard-test/loose';
    const changes = Object.entries(files).map(([file, text]) =>
      text === null ? `D ${file}\n` : `M 100644 inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    const parent = this.#tip(folder, target) ?? (ref === null ? this.#tip(folder, 'refs/heads/main') : null);
    const from = parent === null ? '' : `from ${parent}\n`;
    const head = `commit ${target}\ncommitter Ada <ada@example.test> ${++this.#time} +0000\ndata ${Buffer.byteLength(message)}\n${message}\n`;
    execFileSync('git', ['fast-import', '--quiet', '--force'], {
      cwd: folder,
      env,
      input: `${head}${from}${changes.join('')}\ndone\n`,
    });
    const id = this.#tip(folder, target) ?? '';
    if (ref === null) execFileSync('git', ['update-ref', '-d', target], { cwd: folder, env });
    return id;
  }

  /** Somebody pushes now, or at another time. */
  push(
    repository: Repository,
    files: Record<string, string | null>,
    message?: string,
    at = Date.now(),
  ): string {
    repository.pushedAt = new Date(at).toISOString().replace(/\.\d+/, '');
    return this.commit(nameOf(repository), 'refs/heads/main', files, message);
  }

  plant(repository: Repository, place: Place, key: string): void {
    const name = nameOf(repository);
    const { world } = this;
    const text = `please use ${key} for now`;
    let where = name;
    switch (place) {
      case 'code':
        this.commit(name, 'refs/heads/main', { [this.#file(name)]: `PAY=${key}\n` });
        break;
      case 'history': {
        const file = this.#file(name);
        this.commit(name, 'refs/heads/main', { [file]: `PAY=${key}\n` });
        this.commit(name, 'refs/heads/main', { [file]: null });
        break;
      }
      case 'message':
        this.commit(name, 'refs/heads/main', { [this.#file(name)]: 'x' }, text);
        break;
      case 'tag':
        execFileSync(
          'git',
          [
            '-c',
            'user.name=A',
            '-c',
            'user.email=a@b.test',
            'tag',
            '-a',
            `v${this.#file(name).length}-${key.slice(-4)}`,
            '-m',
            text,
            'main',
          ],
          {
            cwd: this.#bare(name),
            env,
          },
        );
        break;
      case 'pull request head':
        this.commit(name, `refs/pull/${this.#number(name)}/head`, { 'pull.env': key });
        break;
      case 'force-pushed away':
        world.addActivity(repository, {
          type: 'force_push',
          before: this.commit(name, null, { 'away.env': key }),
        });
        break;
      case 'deleted branch':
        world.addActivity(repository, {
          type: 'branch_deletion',
          before: this.commit(name, null, { 'gone.env': key }),
        });
        break;
      case 'wiki':
        repository.hasWiki = true;
        this.commit(`${name}.wiki`, 'refs/heads/master', { 'Home.md': text });
        break;
      case 'gist': {
        const pushedAt = repository.createdAt;
        const owner = this.#member(repository.owner);
        const gist = world.addGist(owner, { pushedAt, createdAt: pushedAt });
        this.commit(`gist/${gist.name}`, 'refs/heads/main', { 'note.txt': text });
        where = `gist:${gist.name}`;
        break;
      }
      case 'issue':
        world.addIssue(repository, 'It fails', { body: text });
        break;
      case 'issue comment':
        world.addComment(repository, world.addIssue(repository, 'It fails'), text);
        break;
      case 'pull request':
        world.addIssue(repository, 'Mend it', { body: text, isPull: true });
        break;
      case 'review':
      case 'review comment': {
        const kind = place === 'review' ? 'review' : 'reviewComment';
        world.addComment(repository, world.addIssue(repository, 'Mend it', { isPull: true }), text, { kind });
        break;
      }
      case 'discussion':
        world.addDiscussion(repository, 'How?', { body: text });
        break;
      case 'discussion comment':
        world.addDiscussionComment(repository, world.addDiscussion(repository, 'How?'), text);
        break;
      case 'release':
        world.addRelease(repository, `v${this.#number(name)}`, { body: text });
        break;
      case 'release asset': {
        const zip = makeZip([{ name: 'config/pay.properties', bytes: Buffer.from(`key=${key}\n`) }]);
        world.addAsset(world.addRelease(repository, `v${this.#number(name)}`), 'app.jar', zip);
        break;
      }
    }
    this.planted.push({ key, place, repository: where });
  }

  /** Under another name from now on; the old one sends on. */
  rename(repository: Repository, name: string): void {
    const before = this.#bare(nameOf(repository));
    this.world.rename(repository, name);
    renameSync(before, join(this.root, `${nameOf(repository)}.git`));
  }

  /** A git side in which an object is damaged. */
  corrupt(repository: Repository): () => void {
    const folder = this.#bare(nameOf(repository));
    execFileSync('git', ['repack', '-adq'], { cwd: folder, env });
    const packs = join(folder, 'objects', 'pack');
    const pack = readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '';
    const whole = execFileSync('cat', [join(packs, pack)]);
    rmSync(join(packs, pack));
    writeFileSync(join(packs, pack), whole.subarray(0, whole.length >> 1));
    return () => {
      rmSync(join(packs, pack));
      writeFileSync(join(packs, pack), whole);
    };
  }

  #member(owner: string): string {
    const account = this.world.account(owner);
    const login = `${owner}-member`;
    if (!account.members.includes(login)) account.members.push(login);
    return login;
  }

  #bare(path: string): string {
    const folder = join(this.root, `${path}.git`);
    if (!this.#files.has(path)) {
      mkdirSync(folder, { recursive: true });
      execFileSync('git', ['init', '-q', '--bare', '-b', 'main', folder], { env });
      this.#files.set(path, 0);
    }
    return folder;
  }

  #tip(folder: string, ref: string): string | null {
    const found = execFileSync('git', ['for-each-ref', '--format=%(objectname)', ref], { cwd: folder, env });
    return found.toString().trim() || null;
  }

  #number(path: string): number {
    const number = (this.#files.get(path) ?? 0) + 1;
    this.#files.set(path, number);
    return number;
  }

  #file(path: string): string {
    return `config/${this.#number(path)}.env`;
  }
}

export function nameOf({ owner, name }: Repository): string {
  return `${owner}/${name}`;
}
