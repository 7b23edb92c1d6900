// Issues on GitHub, as far as alerts need them: one per marker, whatever gets lost on the way, and whoever else is at it. A
// marker counts only in an issue of our own, or anybody could silence an alert by copying its marker into theirs.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertIssue, Issues } from '../core/alerter.ts';
import type { Log } from '../core/runtime.ts';
import { type Author, isBy, ownLogin } from './author.ts';
import { GitHubFailure, failure } from './failure.ts';
import { fitted, fittedComment } from './fitted.ts';
import { connect } from './octokit.ts';
import type { Connection } from './octokit.ts';
import { makeOnce } from './once.ts';
import { type SourceRepository, responsibleFor } from './responsible.ts';
import { isPublicRepository } from './visibility.ts';

export interface IssuesOptions extends Connection {
  /** `OWNER/REPO`. */
  repo: string;
  log: Log;
  /** Where places of alerts are; null when that is not known, and then nobody is assigned. */
  source?: SourceRepository | null;
}

/** Time for a request whose answer got lost to be done, before we look whether it was. */
const settleMs = 2_000;
const label = 'akguard';

interface ListedIssue {
  number: number;
  html_url: string;
  title: string;
  state: string;
  body?: string | null | undefined;
  user: Author | null;
  pull_request?: unknown;
}

/** Every failure is a GitHubFailure: a sentence with GitHub's status and message, never with what was sent. */
export function githubIssues(options: IssuesOptions): Issues {
  const octokit = connect(options, options.log);
  const { log } = options;
  const [owner = '', repo = ''] = options.repo.split('/');
  const place = { owner, repo };
  /** A POST is not repeated by the retry plugin: it may have worked, and only its answer got lost. */
  const request = { retries: 0 };
  let own: Promise<string | null> | null = null;
  let isPublic: Promise<boolean> | null = null;
  let listed: Promise<AlertIssue[]> | null = null;

  async function ours(): Promise<string | null> {
    own ??= ownLogin(octokit);
    try {
      return await own;
    } catch (error) {
      own = null;
      throw error;
    }
  }

  /** Oldest first. */
  async function ourIssues(): Promise<AlertIssue[]> {
    const login = await ours();
    const found: AlertIssue[] = [];
    try {
      // The list, not the search: that one lags behind, and two runs would both create an issue. Not by label: who may
      // not label gets issues without.
      const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
        ...place,
        ...(login === null ? {} : { creator: login }),
        state: 'all',
        sort: 'created',
        direction: 'asc',
        per_page: 100,
      });
      for await (const { data } of pages) {
        const fitting = data.filter((issue) => !issue.pull_request && isBy(login, issue.user));
        found.push(...fitting.map(shown));
      }
    } catch (error) {
      throw failure(`list the issues of ${options.repo}`, error);
    }
    return found.toSorted((a, b) => a.number - b.number);
  }

  /** The oldest stays: all runs choose the same one, in whatever order they look. */
  async function find(marker: string): Promise<AlertIssue | null> {
    const all = await ourIssues();
    const [first = null, ...others] = all.filter((issue) => issue.body.startsWith(marker));
    for (const other of first ? others.filter(({ isOpen }) => isOpen) : []) {
      const body = `${marker}\n\nDuplicate of #${first?.number}: two runs found the key at the same time.\n`;
      await change(other.number, {
        title: other.title,
        body,
        state: 'closed',
        state_reason: 'duplicate',
      }).catch((error: unknown) =>
        log.warn('a duplicate issue stays open', { reason: failure('close it', error).message }),
      );
    }
    return first;
  }

  async function post(title: string, body: string, assignees: readonly string[]): Promise<AlertIssue> {
    try {
      const { data, status } = await octokit.rest.issues.create({
        ...place,
        ...fitted(title, body),
        ...(assignees.length > 0 && { assignees: [...assignees] }),
        request,
      });
      // After a 301 a client asks again with GET, and gets a list.
      if (!isMade(status))
        throw new GitHubFailure(
          `GitHub did not create an issue in ${options.repo}: it answered ${status}; has the repository moved?`,
          301,
        );
      return shown(data);
    } catch (error) {
      const refused = failure(`create an issue in ${options.repo}`, error);
      // One login that can't be assigned fails it all, and GitHub does not say which.
      if (refused.status === 422 && assignees.length > 0) return post(title, body, []);
      throw refused;
    }
  }

  /** Unknown labels are made by naming them; who may not do either still has the issue. */
  async function mark(number: number): Promise<void> {
    try {
      await octokit.rest.issues.addLabels({ ...place, issue_number: number, labels: [label], request });
    } catch (error) {
      log.debug('the issue has no label', { reason: failure('label the issue', error).message });
    }
  }

  async function change(number: number, values: Change): Promise<AlertIssue> {
    const about = { ...place, issue_number: number };
    try {
      return shown((await octokit.rest.issues.update({ ...about, ...values })).data);
    } catch (error) {
      const refused = failure(`update issue ${number} of ${options.repo}`, error);
      if (refused.status !== 422 || values.state_reason === undefined) throw refused;
    }
    // Servers that do not know the reason yet.
    const { state_reason: _, ...rest } = values;
    return change(number, rest);
  }

  return {
    find,

    isPublic() {
      return (isPublic ??= isPublicRepository(octokit, options.repo, log));
    },

    async peek(marker) {
      listed ??= ourIssues().catch((error: unknown) => {
        log.debug('earlier alerts are not known', { reason: failure('list issues', error).message });
        return [];
      });
      return (await listed).find((issue) => issue.body.startsWith(marker)) ?? null;
    },

    async responsible(places) {
      const { source } = options;
      return source == null ? [] : responsibleFor(octokit, source, places, log);
    },

    async create(title, body, marker, assignees = []) {
      const { thing: made, isNew } = await makeOnce({
        find: () => find(marker),
        post: () => post(title, body, assignees),
        settle: () => sleep(options.unpaced === true ? 0 : settleMs),
        log,
      });
      if (!isNew) return made;
      await mark(made.number);
      // The alert is told by now: a list that can't be had must not make it a failed one.
      return (await find(marker).catch(() => null)) ?? made;
    },

    async update(number, { title, body, isOpen }) {
      const state =
        isOpen === undefined
          ? {}
          : isOpen
            ? ({ state: 'open', state_reason: 'reopened' } as const)
            : ({ state: 'closed', state_reason: 'completed' } as const);
      return change(number, { ...fitted(title, body), ...state });
    },

    async comment(number, text) {
      const body = fittedComment(text);
      try {
        await octokit.rest.issues.createComment({ ...place, issue_number: number, body, request });
      } catch (error) {
        log.warn('an issue could not be commented on', { reason: failure('take a comment', error).message });
      }
    },
  };
}

interface Change {
  title: string;
  body: string;
  state?: 'open' | 'closed';
  state_reason?: 'completed' | 'duplicate' | 'reopened';
}

function shown({ number, html_url: url, title, body, state }: ListedIssue): AlertIssue {
  return { number, url, title, body: body ?? '', isOpen: state === 'open' };
}

/** GitHub's description knows no other status, so the type does not, either. */
function isMade(status: number): boolean {
  return status === 201;
}
