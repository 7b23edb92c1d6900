// Makes the key that a drill leaks. The raw key never becomes a Secret here: leaking it is the point.

/**
 * Creates a production key through the API, as a developer would.
 * @param connectionLine of the sandbox.
 * @throws Error when the API does not give one.
 */
export async function createKeyToLeak(connectionLine: string): Promise<{ id: string; raw: string }> {
  const { live_url: url, live_api_key: managementKey } = JSON.parse(connectionLine) as Record<string, string>;
  const answer = await fetch(`${url}/v1/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${managementKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'checkout-service', environment: 'live' }),
  });
  const body = (await answer.json()) as { key?: { id?: string }; raw_key?: string };
  if (answer.status !== 201 || body.key?.id === undefined || body.raw_key === undefined) {
    throw new Error(`creating a key was answered with ${answer.status}`);
  }
  return { id: body.key.id, raw: body.raw_key };
}
