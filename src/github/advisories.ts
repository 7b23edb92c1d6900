// Draft security advisories, as far as alerts need them: only who administers the repository reads them, also where everybody
// reads the repository itself. One per marker, which counts only in one of our own.
// https://docs.github.com/rest/security-advisories/repository-advisories
import { setTimeout as sleep } from 'node:timers/promises';
import type { Advisories, AlertAdvisory } from '../core/alerter.ts';
import { type Author, isBy, ownLogin } from './author.ts';
import { failure } from './failure.ts';
import { fitted } from './fitted.ts';
import type { IssuesOptions } from './issues.ts';
import { connect } from './octokit.ts';
import { makeOnce } from './once.ts';

const settleMs = 2_000;

interface Listed {
  ghsa_id: string;
  html_url: string;
  description: string | null;
  author: Author | null;
}

/** Every failure is a GitHubFailure: a sentence with GitHub's status and message, never with what was sent. */
export function githubAdvisories(options: IssuesOptions): Advisories {
  const octokit = connect(options, options.log);
  const [owner = '', repo = ''] = options.repo.split('/');
  const place = { owner, repo };
  const request = { retries: 0 };

  async function find(marker: string): Promise<AlertAdvisory | null> {
    try {
      const login = await ownLogin(octokit);
      const route = octokit.rest.securityAdvisories.listRepositoryAdvisories;
      // Anybody may report one: those are in triage, or were written by others.
      const listed = { ...place, state: 'draft', sort: 'created', direction: 'asc', per_page: 100 } as const;
      for await (const { data } of octokit.paginate.iterator(route, listed)) {
        const ours = data.filter(({ author }) => isBy(login, author));
        const found = ours.find(({ description }) => description?.startsWith(marker) === true);
        if (found) return shown(found);
      }
      return null;
    } catch (error) {
      throw failure(`list the draft advisories of ${options.repo}`, error);
    }
  }

  async function post(title: string, text: string, isLive: boolean): Promise<AlertAdvisory> {
    const { title: summary, body: description } = fitted(title, text);
    const vulnerabilities = [{ package: { ecosystem: 'other' as const, name: repo } }];
    const severity = isLive ? ('critical' as const) : ('medium' as const);
    const draft = { summary, description, severity, vulnerabilities, cwe_ids: ['CWE-798'] };
    try {
      const made = await octokit.rest.securityAdvisories.createRepositoryAdvisory({
        ...place,
        ...draft,
        request,
      });
      return shown(made.data);
    } catch (error) {
      throw failure(`create a draft advisory in ${options.repo}`, error);
    }
  }

  return {
    find,

    async create(title, text, marker, isLive) {
      const settle = () => sleep(options.unpaced === true ? 0 : settleMs);
      const made = await makeOnce({
        find: () => find(marker),
        post: () => post(title, text, isLive),
        settle,
        log: options.log,
      });
      return made.thing;
    },

    async update(id, title, text, isOver) {
      const { title: summary, body: description } = fitted(title, text);
      const state = isOver ? ({ state: 'closed' } as const) : {};
      try {
        const about = { ...place, ghsa_id: id, summary, description, ...state };
        await octokit.rest.securityAdvisories.updateRepositoryAdvisory(about);
      } catch (error) {
        throw failure(`update the draft advisory ${id}`, error);
      }
    },
  };
}

function shown({ ghsa_id: id, html_url: url, description }: Listed): AlertAdvisory {
  return { id, url, text: description ?? '' };
}
