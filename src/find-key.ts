// Finds a key again that is known by its fingerprint only: where people were told that it is, and in all that a server shows.
import { namedPlaces } from './action/named-places.ts';
import { commitsOf, subjectFor } from './action/subject.ts';
import type { Workspace } from './action/subject.ts';
import { makeWorkspace } from './action/workspace.ts';
import type { Options } from './config/options.ts';
import { Coverage } from './core/coverage.ts';
import { AkguardError } from './core/errors.ts';
import type { Finding } from './core/match.ts';
import type { Fingerprint, Secret } from './core/secret.ts';
import type { Source } from './core/source.ts';
import { type Plan, makeScanner, scan } from './pipeline.ts';
import { walkPacks } from './plan.ts';
import type { GivenOrder } from './order-run.ts';

/** A place to look, opened when it is its turn. */
type Search = () => Promise<Source>;

interface Home {
  at: Parameters<typeof makeWorkspace>[0];
  workspace: Workspace;
  /** `OWNER/REPO`. */
  repository: string;
}

/**
 * To revoke, the named places come first, which is fast; to look again, everything does, for only then it is known which
 * branches hold the key.
 * @param notes gets what people should know.
 */
export function searchesFor(
  { order, body }: Pick<GivenOrder, 'order' | 'body'>,
  { at, workspace, repository }: Home,
  options: Options,
  notes: string[],
): Search[] {
  const server = at.url.slice(0, -repository.length - 1);
  const named = namedPlaces(body, server);
  // A central repository keeps the issues of others.
  const elsewhere = named.filter((place) => place.repository !== repository);
  const workspaceOf = (name: string): Workspace =>
    name === repository ? workspace : makeWorkspace({ ...at, checkout: at.folder, url: `${server}/${name}` });
  const places = named.map(({ repository: name, commits }): Search => {
    const about = `the places named by the issue, in ${name}`;
    return async () => commitsOf(about, commits, workspaceOf(name), notes);
  });
  const histories = [...elsewhere.map((place) => place.repository), repository].map(
    (name): Search =>
      () =>
        subjectFor({ kind: 'history' }, workspaceOf(name), options, walkPacks(options.jobs), notes),
  );
  return order === 'recheck' ? [...histories, ...places] : [...places, ...histories];
}

export interface Found {
  /** Null when no search has found the key. */
  finding: Finding | null;
  /** What was read last, and how far. */
  subject: Source;
  coverage: Coverage;
}

/** @param silence is told of all keys that are come across, before anything is done or said. */
export async function findKey(
  fingerprint: Fingerprint,
  searches: readonly Search[],
  plan: Plan,
  notes: string[],
  silence: (secrets: readonly Secret[]) => Promise<void>,
): Promise<Found> {
  const scanner = await makeScanner(plan);
  let found: Found = { finding: null, subject: none, coverage: new Coverage() };
  for (const search of searches) {
    try {
      const subject = await search();
      const coverage = new Coverage(plan.allowDamaged);
      const { findings } = await scan(subject, scanner, coverage, plan);
      await silence(findings.map(({ secret }) => secret));
      const finding = findings.find((each) => each.fingerprint === fingerprint) ?? null;
      found = { finding: finding && bare(finding), subject, coverage };
      if (finding !== null) return found;
    } catch (error) {
      if (!(error instanceof AkguardError)) throw error;
      notes.push(`A place could not be searched: ${error.message}`);
    }
  }
  return found;
}

const none: Source = { name: 'history', target: 'nothing', read: async () => {} };

/** A remark beside the key, or an ignored path, is no answer to somebody who asks about this very key. */
function bare(finding: Finding): Finding {
  return { ...finding, matches: finding.matches.map((match) => ({ ...match, suppressed: null })) };
}
