// Issues on GitHub, as far as alerts need them: one per marker, whatever gets lost on the way. A marker counts only in
// an issue of our own, or anybody could silence an alert by copying its marker into an issue of theirs.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertIssue, Issues } from '../core/alerter.ts';
import type { Log } from '../core/runtime.ts';
import { GitHubFailure, failure } from './failure.ts';
import { connect } from './octokit.ts';
import type { Connection } from './octokit.ts';

export interface IssuesOptions extends Connection {
  /** `OWNER/REPO`. */
  repo: string;
  log: Log;
}

/** A 422 above: 256 for titles, 65,536 for bodies; how GitHub counts characters is not documented, hence the margin. */
const longest = { title: 256, body: 60_000 };
const cutNote = '\n\n(Cut here: the rest does not fit into an issue.)\n';
/** Time for a request whose answer got lost to be done, before we look whether it was. */
const settleMs = 2_000;

interface ListedIssue {
  number: number;
  html_url: string;
  title: string;
  body?: string | null | undefined;
  user: { login: string } | null;
  pull_request?: unknown;
}

/** Every failure is a GitHubFailure: a sentence with GitHub's status and message, never with what was sent. */
export function githubIssues(options: IssuesOptions): Issues {
  const octokit = connect(options, options.log);
  const [owner = '', repo = ''] = options.repo.split('/');
  const place = { owner, repo };
  let login: Promise<string> | null = null;

  function ownLogin(): Promise<string> {
    login ??= octokit.rest.users.getAuthenticated().then(
      ({ data }) => data.login,
      (error: unknown) => {
        const refused = failure('say whose token this is', error);
        // The token of a workflow may not ask who it is.
        if (refused.status === 403 && !/rate limit/i.test(refused.message)) return 'github-actions[bot]';
        login = null;
        throw refused;
      },
    );
    return login;
  }

  async function find(marker: string): Promise<AlertIssue | null> {
    const creator = await ownLogin();
    try {
      // The list, not the search: that one lags behind, and two runs would both create an issue.
      const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
        ...place,
        creator,
        state: 'all',
        per_page: 100,
      });
      for await (const { data } of pages) {
        const found = data.find((issue) => isOurs(issue, creator) && (issue.body ?? '').includes(marker));
        if (found) return shown(found);
      }
      return null;
    } catch (error) {
      throw failure(`list the issues of ${options.repo}`, error);
    }
  }

  async function post(title: string, body: string): Promise<AlertIssue> {
    try {
      // The retry plugin would repeat a POST that worked and whose answer got lost.
      const request = { retries: 0 };
      const { data } = await octokit.rest.issues.create({ ...place, ...fitted(title, body), request });
      return shown(data);
    } catch (error) {
      throw failure(`create an issue in ${options.repo}`, error);
    }
  }

  return {
    find,

    async create(title, body, marker) {
      const earlier = await find(marker);
      if (earlier) return earlier;
      try {
        return await post(title, body);
      } catch (error) {
        if (!(error instanceof GitHubFailure) || !error.mayHaveWorked) throw error;
        options.log.warn('the answer to a new issue was lost; looking for it', { reason: error.message });
        await sleep(options.unpaced === true ? 0 : settleMs);
        return (await find(marker)) ?? (await post(title, body));
      }
    },

    async update(number, title, body) {
      try {
        const change = { ...place, issue_number: number, ...fitted(title, body) };
        return shown((await octokit.rest.issues.update(change)).data);
      } catch (error) {
        throw failure(`update issue ${number} of ${options.repo}`, error);
      }
    },
  };
}

function isOurs(issue: ListedIssue, login: string): boolean {
  return issue.pull_request === undefined && issue.user?.login.toLowerCase() === login.toLowerCase();
}

function shown({ number, html_url: url, title, body }: ListedIssue): AlertIssue {
  return { number, url, title, body: body ?? '' };
}

function fitted(title: string, body: string): { title: string; body: string } {
  if (body.length <= longest.body) return { title: title.slice(0, longest.title), body };
  const start = body.slice(0, longest.body - cutNote.length);
  const lineEnd = start.lastIndexOf('\n');
  return { title: title.slice(0, longest.title), body: start.slice(0, Math.max(lineEnd, 0)) + cutNote };
}
