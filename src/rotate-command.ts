// `akguard rotate`: finds out which key is meant, and hands over to keys/rotate.ts.
import { randomBytes } from 'node:crypto';
import { parseDuration } from './config/duration.ts';
import type { Typed } from './config/command-line.ts';
import type { Options } from './config/options.ts';
import { AkguardError } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Rotation } from './core/rotation.ts';
import type { Environment } from './core/rule.ts';
import { type Log, systemRepeat, timestamp } from './core/runtime.ts';
import type { Secret } from './core/secret.ts';
import { printError, printOut } from './io/terminal.ts';
import { prepareSinks, readSinks } from './key-sinks.ts';
import { type KeyTools, keyTools, listAll } from './key-tools.ts';
import { environmentIn, jsonLine } from './keys-command.ts';
import { type RotationEnd, endOf, rotate, takeBack } from './keys/rotate.ts';
import { rotationJson, rotationText } from './keys/rotation-text.ts';
import { readKey } from './plan.ts';
import { identify } from './respond/identify.ts';
import { judge } from './verify/verdict-table.ts';
import { verifyKeys } from './verify/verify.ts';

type State = Awaited<ReturnType<KeyTools['openStore']>>;

interface Old {
  id: string;
  name: string;
  environment: Environment;
  secret: Secret | null;
  /** The rotation that has ended it already, or null. */
  finished: Rotation | null;
}

/**
 * Ends with 0 when the new key is in place and the old one dead, 3 when it has to go on later, 4 when a revoke was wanted
 * and the key is not proven dead.
 * @throws AkguardError AK_USAGE, AK_SINK, AK_NO_MANAGEMENT_KEY, AK_NO_KEY, AK_NOT_A_KEY, AK_KEYS, AK_STORE.
 */
export async function rotateKey(
  values: Typed['values'],
  options: Options,
  variables: Record<string, string | undefined>,
  log: Log,
): Promise<ExitCode> {
  const isBack = values.back === true;
  const quietFor = parseDuration('quiet-for', values['quiet-for'] ?? '15m');
  const waitMs = parseDuration('wait', values.wait ?? '1h');
  if (values.to === undefined && !isBack)
    throw new AkguardError('AK_USAGE', { problem: 'Say where the new key goes: --to PLACE.' });
  const sinks = await readSinks(values.to ?? [], true, variables, log);
  await prepareSinks(sinks);
  const tools = await keyTools(options, variables, log);
  const given = values.key === undefined ? (await readKey()).finding : null;
  const store = await tools.openStore();
  try {
    const old =
      given === null
        ? await listedKey(values.key ?? '', values.env, tools, store)
        : await presentedKey(given.secret, given.rule.environment, tools, store);
    const { environment, finished } = old;
    if (finished !== null && !isBack)
      return await show(endOf(finished, await store.rotationSteps(finished)), old, options);
    const management = tools.managementKeys[environment];
    const end = await (isBack ? takeBack : rotate)({
      ...tools,
      environment,
      old,
      sinks,
      managementKey: management?.fingerprint === old.secret?.fingerprint ? null : management,
      quietForMs: values.now === true ? null : quietFor,
      waitMs,
      judge: (answer) => judge(answer, true).validity,
      store,
      repeat: systemRepeat,
      token: () => randomBytes(4).toString('hex'),
      tell: (line) => {
        if (!options.quiet && options.format !== 'json') printError(line);
      },
    });
    return await show(end, old, options);
  } finally {
    await store.close();
  }
}

async function show(end: RotationEnd, old: Old, options: Options): Promise<ExitCode> {
  const code = codeOf(end);
  const isJson = options.format === 'json';
  await printOut(isJson ? jsonLine(rotationJson(end, old, code)) : rotationText(end, old));
  return code;
}

function codeOf(end: RotationEnd): ExitCode {
  if (end.result !== 'unfinished') return ExitCode.ok;
  return end.isAlive ? ExitCode.alive : ExitCode.incomplete;
}

/** A key by its id. One that is dead is of interest only to a rotation that is not finished. */
async function listedKey(id: string, env: string | undefined, tools: KeyTools, store: State): Promise<Old> {
  const all: Environment[] = env === undefined ? ['live', 'test'] : [environmentIn(env)];
  const asked = all.filter((environment) => tools.managementKeys[environment] !== null);
  if (asked.length === 0) throw new AkguardError('AK_NO_MANAGEMENT_KEY', { what: `key ${id}` });
  for (const environment of asked) {
    const bearer = tools.managementKeys[environment];
    if (bearer === null) continue;
    const isOpen = (await store.openRotation(environment, id)) !== null;
    const key = (await listAll(bearer, environment, tools.api)).find((each) => each.id === id);
    if (key === undefined && !isOpen) continue;
    const isDead = key !== undefined && key.revokedAt !== null && !isOpen;
    const finished = isDead ? await store.finishedRotation(environment, id) : null;
    if (isDead && finished === null) throw notRotated(id, 'it is revoked already');
    return { id, name: key?.name ?? '', environment, secret: null, finished };
  }
  throw notRotated(id, 'there is no such key');
}

/** The key on standard input, once it is certain which listed key it is. */
async function presentedKey(
  secret: Secret,
  environment: Environment,
  tools: KeyTools,
  store: State,
): Promise<Old> {
  const { fingerprint } = secret;
  const known = await store.known(fingerprint);
  const recorded = known && { id: known.keyId, name: known.name, environment, secret };
  if (recorded && (await store.openRotation(environment, recorded.id)) !== null)
    return { ...recorded, finished: null };
  const verdict = (await verifyKeys([{ secret, environment }], tools.api, tools)).get(fingerprint);
  const finished = recorded && (await store.finishedRotation(environment, recorded.id));
  if (verdict?.validity === 'inactive' && recorded && finished) return { ...recorded, finished };
  if (verdict?.validity !== 'active')
    throw notRotated(secret.redacted, verdict?.reason ?? 'it was not asked');
  const management = tools.managementKeys[environment];
  const observer = management?.fingerprint === fingerprint ? null : management;
  const knownSince = tools.clock.now();
  const found = await identify(secret, environment, { ...tools, observer, knownSince, inventory: store });
  if (found.kind !== 'identified') throw notRotated(secret.redacted, found.why);
  const { id: keyId, name } = found.key;
  // A later run may find the key dead, and must know which one it was.
  const createdAt = timestamp(tools.clock);
  await store.register({ fingerprint, keyId, environment, name, createdAt, source: 'registered' });
  return { id: keyId, name, environment, secret, finished: null };
}

function notRotated(key: string, reason: string): AkguardError {
  return new AkguardError('AK_KEYS', { attempt: `let key ${key} be rotated`, reason });
}
