// Links to a line on GitHub, built from the URL of a remote.

/**
 * A permalink, or null unless the remote is on github.com or an address of the form `HOST:owner/repo` or
 * `https://HOST/owner/repo` with "github" in its host name.
 */
export function permalink(remote: string | null, commit: string, path: string, line: number): string | null {
  const parts =
    /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?([A-Za-z0-9.-]*github[A-Za-z0-9.-]*)(?::\d+)?[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(
      remote ?? '',
    );
  if (parts === null) return null;
  const [, host, owner, repository] = parts;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `https://${host}/${owner}/${repository}/blob/${commit}/${encoded}#L${line}`;
}
