// `akguard keys create`: a new key that nobody gets to see but the place it goes to. It is in the inventory before it is
// handed over; one that could not be handed over to any place is revoked, since nobody has it.
import { randomUUID } from 'node:crypto';
import type { Typed } from './config/command-line.ts';
import type { Options } from './config/options.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { KeySink } from './core/key-sink.ts';
import type { Environment } from './core/rule.ts';
import { type Log, timestamp } from './core/runtime.ts';
import type { Secret } from './core/secret.ts';
import { visible } from './core/text.ts';
import { printOut } from './io/terminal.ts';
import { prepareSinks, readSinks } from './key-sinks.ts';
import { type KeyTools, keyTools, listAll, managementKeyOf, notDone } from './key-tools.ts';
import { environmentIn, jsonLine } from './keys-command.ts';

const longestName = 100;

/** @throws AkguardError AK_USAGE, AK_SINK, AK_NO_MANAGEMENT_KEY, AK_STORE, AK_KEYS, AK_DELIVERY. */
export async function createKey(
  values: Typed['values'],
  options: Options,
  variables: Record<string, string | undefined>,
  log: Log,
): Promise<ExitCode> {
  const environment = environmentIn(values.env);
  const name = values.name?.trim() ?? '';
  if (name === '' || name.length > longestName) {
    throw new AkguardError('AK_USAGE', { problem: `--name takes 1 to ${longestName} characters.` });
  }
  const sinks = await readSinks(values.to ?? ['terminal'], false, variables, log);
  await prepareSinks(sinks);
  const tools = await keyTools(options, variables, log);
  const bearer = managementKeyOf(environment, tools);
  const store = await tools.openStore();
  try {
    const before = await listAll(bearer, environment, tools.api);
    const creation = await tools.api.createKey(bearer, environment, name, `akguard-create-${randomUUID()}`);
    if (!creation.ok) {
      const orphans = await newOnes(
        before.map(({ id }) => id),
        name,
        bearer,
        environment,
        tools,
      );
      const made =
        orphans.length === 0
          ? ''
          : `; but it made ${orphans.join(', ')}, which nobody has: revoke it in the portal`;
      const error = notDone('make a key', creation.answer);
      throw made === ''
        ? error
        : new AkguardError('AK_KEYS', { attempt: 'give a key', reason: `the answer was lost${made}` });
    }
    const { key, secret } = creation;
    const { fingerprint } = secret;
    const createdAt = timestamp(tools.clock);
    await store.register({ fingerprint, keyId: key.id, environment, name, createdAt, source: 'created' });
    const places = await handOver(secret, sinks, () => takeBack(key.id, secret, bearer, environment, tools));
    if (options.format === 'json') {
      const made = { key_id: key.id, name, environment, fingerprint, redacted: secret.redacted };
      await printOut(jsonLine({ schema: 'akguard.key/1', ...made, source: 'created', delivered_to: places }));
    } else {
      const where = places.map(visible).join(', ');
      await printOut(
        `Made ${environment} key ${key.id} (${secret.redacted}), and handed it over to ${where}.\n`,
      );
    }
    return ExitCode.ok;
  } finally {
    await store.close();
  }
}

/** @throws AkguardError AK_DELIVERY for the first that fails; `undo` is called if none before it has the key. */
async function handOver(
  secret: Secret,
  sinks: readonly KeySink[],
  undo: () => Promise<string>,
): Promise<string[]> {
  const places: string[] = [];
  for (const sink of sinks) {
    try {
      places.push(await sink.take(secret));
    } catch (error) {
      const reason = messageOf(error);
      const standing = places.length === 0 ? await undo() : `The key works, and is in ${places.join(', ')}`;
      throw new AkguardError('AK_DELIVERY', { sink: sink.name, reason, standing });
    }
  }
  return places;
}

async function takeBack(
  id: string,
  secret: Secret,
  bearer: Secret,
  environment: Environment,
  { api }: KeyTools,
): Promise<string> {
  const answer = await api.revokeKey(bearer, environment, id, `akguard-revoke-${secret.fingerprint}`);
  const isDone = answer.kind === 'http' && answer.anton && answer.status >= 200 && answer.status < 300;
  return isDone
    ? `The key ${id} is revoked again`
    : `The key ${id} works, and nobody has it: revoke it in the portal`;
}

/** Ids of keys by that name that were not there before. */
async function newOnes(
  before: readonly string[],
  name: string,
  bearer: Secret,
  environment: Environment,
  { api }: KeyTools,
): Promise<string[]> {
  const listing = await api.listKeys(bearer, environment);
  if (!listing.ok) return [];
  return listing.keys.filter((key) => key.name === name && !before.includes(key.id)).map(({ id }) => id);
}
