// GitHub Actions secrets: a new key goes there encrypted for the one who holds the private key, so that nothing in between
// can read it. https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api
import type { KeySink } from '../core/key-sink.ts';
import type { Log } from '../core/runtime.ts';
import type { SecretPlace } from '../core/key-place.ts';
import type { Secret } from '../core/secret.ts';
import { GitHubFailure, failure } from './failure.ts';
import { connect } from './octokit.ts';
import type { Connection } from './octokit.ts';

interface PublicKey {
  key_id: string;
  key: string;
}

/** Failures are sentences with GitHub's status and message, never with what was sent. */
export function githubSecretSink(
  name: string,
  place: SecretPlace,
  connection: Connection & { log: Log },
): KeySink {
  const { rest } = connect(connection, connection.log);
  const { actions } = rest;

  async function publicKey(): Promise<PublicKey> {
    const attempt = `give the public key for ${placeText(place)}`;
    try {
      const { data } = await askPublicKey();
      if (!isPublicKey(data))
        throw new GitHubFailure(`GitHub did not ${attempt}: what it gave is none`, null);
      return data;
    } catch (error) {
      throw failure(attempt, error);
    }
  }

  function askPublicKey(): Promise<{ data: PublicKey }> {
    switch (place.kind) {
      case 'repository':
        return actions.getRepoPublicKey({ owner: place.owner, repo: place.repo });
      case 'environment':
        return actions.getEnvironmentPublicKey({
          owner: place.owner,
          repo: place.repo,
          environment_name: place.environment,
        });
      case 'organisation':
        return actions.getOrgPublicKey({ org: place.org });
    }
  }

  async function put(encrypted_value: string, key_id: string): Promise<{ status: number }> {
    const value = { secret_name: place.secret, encrypted_value, key_id };
    switch (place.kind) {
      case 'repository':
        return actions.createOrUpdateRepoSecret({ owner: place.owner, repo: place.repo, ...value });
      case 'environment':
        return actions.createOrUpdateEnvironmentSecret({
          owner: place.owner,
          repo: place.repo,
          environment_name: place.environment,
          ...value,
        });
      case 'organisation': {
        const shared = await sharedWith(place.org, place.secret);
        return actions.createOrUpdateOrgSecret({ org: place.org, ...shared, ...value });
      }
    }
  }

  /** Who may read an organisation's secret stays as it is; a new one is for private repositories. */
  async function sharedWith(org: string, secret_name: string) {
    try {
      const { data } = await actions.getOrgSecret({ org, secret_name });
      if (data.visibility !== 'selected') return { visibility: data.visibility };
      const pages = await connect(connection, connection.log).paginate(
        'GET /orgs/{org}/actions/secrets/{secret_name}/repositories',
        { org, secret_name, per_page: 100 },
      );
      return { visibility: data.visibility, selected_repository_ids: pages.map(({ id }) => id) };
    } catch (error) {
      if (failure('', error).status === 404) return { visibility: 'private' as const };
      throw error;
    }
  }

  return {
    name,
    prepare: async () => {
      await publicKey();
    },
    take: async (key) => {
      const recipient = await publicKey();
      const sealed = await seal(key, recipient.key);
      const attempt = `take ${placeText(place)}`;
      try {
        const { status } = await put(sealed, recipient.key_id);
        // Made, or replaced. A proxy's page comes with 200, and the old key would go while nobody has the new one.
        if (status !== 201 && status !== 204)
          throw new GitHubFailure(`GitHub did not ${attempt}: it answered ${status}`, status);
      } catch (error) {
        throw failure(attempt, error);
      }
      return placeText(place);
    },
  };
}

function isPublicKey(data: unknown): data is PublicKey {
  if (typeof data !== 'object' || data === null || !('key' in data) || !('key_id' in data)) return false;
  const { key, key_id } = data;
  const isText = typeof key === 'string' && typeof key_id === 'string';
  return isText && Buffer.from(key, 'base64').length === 32;
}

/** A libsodium sealed box in base64. `publicKey` is base64 of 32 bytes. */
async function seal(key: Secret, publicKey: string): Promise<string> {
  const { default: sodium } = await import('libsodium-wrappers');
  await sodium.ready;
  const { ORIGINAL } = sodium.base64_variants;
  const box = sodium.crypto_box_seal(key.expose(), sodium.from_base64(publicKey, ORIGINAL));
  return sodium.to_base64(box, ORIGINAL);
}

function placeText(place: SecretPlace): string {
  switch (place.kind) {
    case 'repository':
      return `the secret ${place.secret} of ${place.owner}/${place.repo}`;
    case 'environment':
      return `the secret ${place.secret} of the environment ${place.environment} of ${place.owner}/${place.repo}`;
    case 'organisation':
      return `the secret ${place.secret} of the organisation ${place.org}`;
  }
}
