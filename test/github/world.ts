// What the double of GitHub remembers: accounts with their repositories and gists, and all that is said about them. Tests
// and simulations put things in, change and remove them, also while somebody reads.
import { createHash } from 'node:crypto';

export interface Edit {
  /** The text as it was, or a summary of the change: GitHub says no more of it. */
  diff: string;
  at: string;
}

/** Anything that somebody wrote and may edit. Times are ISO 8601. */
export interface Text {
  id: string;
  databaseId: number;
  body: string;
  createdAt: string;
  updatedAt: string;
  edits: Edit[];
}

export interface Issue extends Text {
  number: number;
  isPull: boolean;
  title: string;
  formerTitles: string[];
  comments: Text[];
  /** Of pull requests. */
  reviews: Text[];
  reviewComments: Text[];
}

export interface DiscussionComment extends Text {
  replies: Text[];
}

export interface Discussion extends Text {
  number: number;
  title: string;
  comments: DiscussionComment[];
}

export interface Asset {
  databaseId: number;
  name: string;
  bytes: Buffer;
  updatedAt: string;
  /** `open`: never uploaded whole. */
  state: 'uploaded' | 'open';
}

export interface Release extends Text {
  tag: string;
  name: string | null;
  isDraft: boolean;
  assets: Asset[];
}

export interface Activity {
  databaseId: number;
  before: string;
  after: string;
  ref: string;
  at: string;
  type: 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge' | 'merge_queue_merge';
}

export interface Run {
  id: number;
  createdAt: string;
  /** For each attempt a zip, or the status that is answered for it. */
  logs: (Buffer | number)[];
}

export interface Repository {
  id: string;
  databaseId: number;
  owner: string;
  name: string;
  visibility: 'public' | 'private' | 'internal';
  isArchived: boolean;
  isFork: boolean;
  isDisabled: boolean;
  lockReason: string | null;
  isEmpty: boolean;
  topics: string[];
  kilobytes: number;
  hasWiki: boolean;
  hasIssues: boolean;
  createdAt: string;
  pushedAt: string | null;
  issues: Issue[];
  discussions: Discussion[];
  releases: Release[];
  activity: Activity[];
  runs: Run[];
  /** `hidden`: counted in lists, and not shown. */
  standing: 'open' | 'gone' | 'blocked' | 'sso' | 'hidden';
  /** Names that send on to it. */
  formerNames: string[];
}

export interface Gist {
  id: string;
  name: string;
  owner: string;
  isPublic: boolean;
  createdAt: string;
  pushedAt: string;
}

interface Account {
  login: string;
  isOrganisation: boolean;
  members: string[];
}

/** What GraphQL can be asked for by its id. */
export type Node =
  | { kind: 'repository'; it: Repository }
  | { kind: 'issue' | 'pull'; it: Issue; of: Repository }
  | { kind: 'discussion'; it: Discussion; of: Repository }
  | { kind: 'discussionComment'; it: DiscussionComment; of: Repository; on: Discussion }
  | { kind: 'reply'; it: Text; of: Repository; on: Discussion }
  | { kind: 'comment' | 'review' | 'reviewComment'; it: Text; of: Repository; on: Issue };

type Words = Partial<Pick<Text, 'body' | 'createdAt' | 'updatedAt' | 'edits'>>;

export class World {
  readonly accounts = new Map<string, Account>();
  readonly repositories: Repository[] = [];
  readonly gists: Gist[] = [];
  readonly nodes = new Map<string, Node>();
  /** The address before `/OWNER/REPO` on pages for people, to which `.git` is added to clone. */
  pages = 'https://github.example';
  now: () => number = () => Date.now();
  #numbers = 1000;

  /** The account is made when it is first named. */
  account(login: string, isOrganisation = true): Account {
    const known = this.accounts.get(login.toLowerCase());
    if (known) return known;
    const account = { login, isOrganisation, members: [] };
    this.accounts.set(login.toLowerCase(), account);
    return account;
  }

  addRepository(owner: string, name: string, given: Partial<Repository> = {}): Repository {
    this.account(owner);
    const databaseId = ++this.#numbers;
    const at = this.#at();
    const repository: Repository = {
      id: `R_${databaseId}`,
      databaseId,
      owner,
      name,
      visibility: 'private',
      isArchived: false,
      isFork: false,
      isDisabled: false,
      lockReason: null,
      isEmpty: false,
      topics: [],
      kilobytes: 10,
      hasWiki: false,
      hasIssues: true,
      createdAt: at,
      pushedAt: at,
      issues: [],
      discussions: [],
      releases: [],
      activity: [],
      runs: [],
      standing: 'open',
      formerNames: [],
      ...given,
    };
    this.repositories.push(repository);
    this.nodes.set(repository.id, { kind: 'repository', it: repository });
    return repository;
  }

  addIssue(of: Repository, title: string, given: Words & { isPull?: boolean } = {}): Issue {
    const isPull = given.isPull ?? false;
    const it: Issue = {
      ...this.#text(isPull ? 'PR' : 'I', given),
      isPull,
      number: of.issues.length + of.discussions.length + 1,
      title,
      formerTitles: [],
      comments: [],
      reviews: [],
      reviewComments: [],
    };
    of.issues.push(it);
    this.nodes.set(it.id, { kind: isPull ? 'pull' : 'issue', it, of });
    return it;
  }

  addComment(
    of: Repository,
    on: Issue,
    body: string,
    given: Words & { kind?: 'comment' | 'review' | 'reviewComment' } = {},
  ): Text {
    const kind = given.kind ?? 'comment';
    const place = { comment: 'comments', review: 'reviews', reviewComment: 'reviewComments' } as const;
    const prefix = { comment: 'IC', review: 'PRR', reviewComment: 'PRRC' } as const;
    const it = this.#text(prefix[kind], { ...given, body });
    on[place[kind]].push(it);
    on.updatedAt = later(on.updatedAt, it.updatedAt);
    this.nodes.set(it.id, { kind, it, of, on });
    return it;
  }

  addDiscussion(of: Repository, title: string, given: Words = {}): Discussion {
    const number = of.issues.length + of.discussions.length + 1;
    const it: Discussion = { ...this.#text('D', given), number, title, comments: [] };
    of.discussions.push(it);
    this.nodes.set(it.id, { kind: 'discussion', it, of });
    return it;
  }

  /** @param under the comment that it replies to. */
  addDiscussionComment(
    of: Repository,
    on: Discussion,
    body: string,
    under: DiscussionComment | null = null,
    given: Words = {},
  ): DiscussionComment {
    const it: DiscussionComment = { ...this.#text('DC', { ...given, body }), replies: [] };
    (under?.replies ?? on.comments).push(it);
    on.updatedAt = later(on.updatedAt, it.updatedAt);
    this.nodes.set(it.id, { kind: under ? 'reply' : 'discussionComment', it, of, on });
    return it;
  }

  addRelease(of: Repository, tag: string, given: Words & { name?: string; isDraft?: boolean } = {}): Release {
    const { name = null, isDraft = false } = given;
    const it: Release = { ...this.#text('RE', given), tag, name, isDraft, assets: [] };
    of.releases.push(it);
    return it;
  }

  addAsset(to: Release, name: string, bytes: Buffer, state: Asset['state'] = 'uploaded'): Asset {
    const asset = { databaseId: ++this.#numbers, name, bytes, updatedAt: this.#at(), state };
    to.assets.push(asset);
    to.updatedAt = later(to.updatedAt, asset.updatedAt);
    return asset;
  }

  addActivity(of: Repository, given: Partial<Activity> & Pick<Activity, 'type' | 'before'>): Activity {
    const databaseId = ++this.#numbers;
    const after = given.type === 'branch_deletion' ? '0'.repeat(40) : sha(`after ${databaseId}`);
    const it = { databaseId, after, ref: 'refs/heads/main', at: this.#at(), ...given };
    of.activity.push(it);
    return it;
  }

  addRun(of: Repository, logs: Run['logs'], createdAt = this.#at()): Run {
    const run = { id: ++this.#numbers, createdAt: createdAt.replace(/\.\d+/, ''), logs };
    of.runs.push(run);
    return run;
  }

  addGist(owner: string, given: Partial<Gist> = {}): Gist {
    this.account(owner, false);
    const number = ++this.#numbers;
    const at = this.#at();
    const name = sha(`gist ${number}`).slice(0, 32);
    const gist = { id: `G_${number}`, name, owner, isPublic: true, createdAt: at, pushedAt: at, ...given };
    this.gists.push(gist);
    return gist;
  }

  /** Writes a text anew; what it was before stays in its history, as it does on GitHub. */
  edit(it: Text, body: string): void {
    const at = this.#at();
    if (it.edits.length === 0) it.edits.push({ diff: it.body, at: it.createdAt });
    it.edits.push({ diff: body, at });
    it.body = body;
    it.updatedAt = at;
    const node = this.nodes.get(it.id);
    if (node && 'on' in node) node.on.updatedAt = later(node.on.updatedAt, at);
  }

  /** From now on it has another name, and the old one sends on. */
  rename(repository: Repository, name: string): void {
    repository.formerNames.push(repository.name);
    repository.name = name;
  }

  pageOf({ owner, name }: Repository): string {
    return `${this.pages}/${owner}/${name}`;
  }

  /** The page for people of anything that has an id. */
  urlOf(id: string): string {
    const node = this.nodes.get(id);
    if (!node) return this.pages;
    const number = node.it.databaseId;
    switch (node.kind) {
      case 'repository':
        return this.pageOf(node.it);
      case 'issue':
        return `${this.pageOf(node.of)}/issues/${node.it.number}`;
      case 'pull':
        return `${this.pageOf(node.of)}/pull/${node.it.number}`;
      case 'discussion':
        return `${this.pageOf(node.of)}/discussions/${node.it.number}`;
      case 'discussionComment':
      case 'reply':
        return `${this.urlOf(node.on.id)}#discussioncomment-${number}`;
      case 'comment':
        return `${this.urlOf(node.on.id)}#issuecomment-${number}`;
      case 'review':
        return `${this.urlOf(node.on.id)}#pullrequestreview-${number}`;
      case 'reviewComment':
        return `${this.urlOf(node.on.id)}#discussion_r${number}`;
    }
  }

  #text(prefix: string, { body = '', createdAt, updatedAt, edits = [] }: Words): Text {
    const databaseId = ++this.#numbers;
    const at = createdAt ?? this.#at();
    return {
      id: `${prefix}_${databaseId}`,
      databaseId,
      body,
      createdAt: at,
      updatedAt: updatedAt ?? at,
      edits,
    };
  }

  /** GitHub keeps whole seconds. */
  #at(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+/, '');
  }
}

/** An id like git's, of any text. */
export function sha(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
