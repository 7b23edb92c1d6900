// Raw requests to a sandbox, as any HTTP client would send them.
import type { Secret } from '../../src/core/secret.ts';
import type { ApiKey } from '../../src/sandbox/key-ring.ts';

export interface RawAnswer {
  status: number;
  headers: Headers;
  body: any; // eslint-disable-line typescript/no-explicit-any -- the tests look into foreign JSON
}

export async function ask(
  url: string,
  key: Secret | string | null,
  init: RequestInit = {},
): Promise<RawAnswer> {
  const raw = key === null || typeof key === 'string' ? key : key.expose();
  const headers = new Headers(init.headers);
  if (raw !== null) headers.set('Authorization', `Bearer ${raw}`);
  const response = await fetch(url, { ...init, headers, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

/** Makes a key through the API. */
export async function create(
  base: string,
  key: Secret,
  environment: 'live' | 'test',
  name = 'leaked',
): Promise<{ key: ApiKey; raw: string }> {
  const answer = await ask(`${base}/v1/api-keys`, key, {
    method: 'POST',
    body: JSON.stringify({ name, environment }),
  });
  return { key: answer.body.key, raw: answer.body.raw_key };
}
