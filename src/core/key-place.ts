// Where a new key may go, as users write it. Read here, so that a mistake is told before anything runs; the doors make
// sinks of it.

/** What there is, for people. */
export const placeForms =
  'terminal, file:PATH, command:COMMAND, github-secret:OWNER/REPO/NAME, github-secret:OWNER/REPO@ENVIRONMENT/NAME ' +
  'or github-secret:ORG/NAME';

export type KeyPlace =
  | { kind: 'terminal' }
  | { kind: 'file'; path: string }
  | { kind: 'command'; command: string }
  | { kind: 'github-secret'; place: SecretPlace };

/** Whose secret: of a repository, of one of its environments, or of an organisation. */
export type SecretPlace =
  | { kind: 'repository'; owner: string; repo: string; secret: string }
  | { kind: 'environment'; owner: string; repo: string; environment: string; secret: string }
  | { kind: 'organisation'; org: string; secret: string };

/** Null for anything that is none of `placeForms`. */
export function parsePlace(text: string): KeyPlace | null {
  const [, kind = '', rest = ''] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  if (kind === 'terminal' && !text.includes(':')) return { kind };
  if (rest === '') return null;
  if (kind === 'file') return { kind, path: rest };
  if (kind === 'command') return { kind, command: rest };
  if (kind !== 'github-secret') return null;
  const place = parseSecretPlace(rest);
  return place && { kind, place };
}

/** A place for people: a command may hold a password, and is long. */
export function placeName(text: string): string {
  return text.startsWith('command:') ? 'command' : text;
}

/**
 * `OWNER/REPO/NAME`, `OWNER/REPO@ENVIRONMENT/NAME` or `ORG/NAME`; null for anything else. Names of secrets:
 * https://docs.github.com/actions/reference/security/secrets#naming-your-secrets
 */
export function parseSecretPlace(text: string): SecretPlace | null {
  const parts =
    /^(?<owner>[A-Za-z0-9][\w-]*)\/(?:(?<repo>[\w.-]+)(?:@(?<environment>.+))?\/)?(?<secret>[A-Za-z_]\w*)$/.exec(
      text,
    );
  const { owner, repo, environment, secret } = parts?.groups ?? {};
  if (owner === undefined || secret === undefined || /^GITHUB_/i.test(secret)) return null;
  if (repo === undefined) return { kind: 'organisation', org: owner, secret };
  return environment === undefined
    ? { kind: 'repository', owner, repo, secret }
    : { kind: 'environment', owner, repo, environment, secret };
}
