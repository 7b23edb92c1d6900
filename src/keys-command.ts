// `akguard keys list`, `keys review` and `keys register`: what keys there are, what ought to be done about them, and which
// of them we know.
import { parseDuration } from './config/duration.ts';
import type { Typed } from './config/command-line.ts';
import type { Options } from './config/options.ts';
import { AkguardError } from './core/errors.ts';
import { ExitCode, worst } from './core/exit-code.ts';
import type { Environment } from './core/rule.ts';
import { type Log, timestamp } from './core/runtime.ts';
import { jsonSafe } from './core/text.ts';
import { printError, printOut } from './io/terminal.ts';
import { type KeyTools, keyTools, listAll } from './key-tools.ts';
import { type KeyRow, adviceText, keyRow, keyTable } from './keys/key-table.ts';
import { type Advice, type WorkingKey, review, workingKeys } from './keys/review.ts';
import { readKey } from './plan.ts';
import { counted } from './report/units.ts';
import { identify } from './respond/identify.ts';
import { verifyKeys } from './verify/verify.ts';

type Values = Typed['values'];
type Variables = Record<string, string | undefined>;

/** Lists what works. @throws AkguardError AK_NO_MANAGEMENT_KEY, AK_STORE. */
export async function listKeys(
  values: Values,
  options: Options,
  variables: Variables,
  log: Log,
): Promise<ExitCode> {
  const tools = await keyTools(options, variables, log);
  const { keys, code } = await readKeys(values, tools);
  const rows = keys.map((key) => keyRow(key));
  await print(options, rows, () => keyTable(rows, tools.clock.now()));
  return code;
}

/** Ends with 1 when there is something to do. @throws AkguardError AK_NO_MANAGEMENT_KEY, AK_STORE, AK_USAGE. */
export async function reviewKeys(
  values: Values,
  options: Options,
  variables: Variables,
  log: Log,
): Promise<ExitCode> {
  const limits = {
    maxAge: parseDuration('max-age', values['max-age'] ?? '90d'),
    unusedFor: parseDuration('unused-for', values['unused-for'] ?? '30d'),
    expiresWithin: parseDuration('expires-within', values['expires-within'] ?? '14d'),
  };
  const tools = await keyTools(options, variables, log);
  const { keys, code } = await readKeys(values, tools);
  const now = tools.clock.now();
  const rows = keys.map((key) => keyRow(key, review(key, limits, now)));
  const advice: Advice[] = rows.flatMap((row) => row.advice);
  const summary = `${counted(rows.length, 'key')}, ${counted(advice.length, 'thing')} to do.\n`;
  await print(options, rows, () => adviceText(rows) + summary);
  return worst([code, advice.length === 0 ? ExitCode.ok : ExitCode.findings]);
}

/**
 * Notes which listed key the key on standard input is, once that is certain.
 * @throws AkguardError AK_NO_KEY, AK_NOT_A_KEY, AK_KEYS, AK_STORE.
 */
export async function registerKey(options: Options, variables: Variables, log: Log): Promise<ExitCode> {
  const { secret, rule } = (await readKey()).finding;
  const { environment } = rule;
  const tools = await keyTools(options, variables, log);
  const store = await tools.openStore();
  try {
    const verdict = (await verifyKeys([{ secret, environment }], tools.api, tools)).get(secret.fingerprint);
    const attempt = `say which key ${secret.redacted} is`;
    if (verdict?.validity !== 'active') {
      throw new AkguardError('AK_KEYS', { attempt, reason: verdict?.reason ?? 'it was not asked' });
    }
    const management = tools.managementKeys[environment];
    const observer = management?.fingerprint === secret.fingerprint ? null : management;
    const knownSince = tools.clock.now();
    const found = await identify(secret, environment, { ...tools, observer, knownSince, inventory: store });
    if (found.kind !== 'identified') throw new AkguardError('AK_KEYS', { attempt, reason: found.why });
    const { id: keyId, name, matchedBy } = found.key;
    const createdAt = timestamp(tools.clock);
    const { fingerprint } = secret;
    const entry = { fingerprint, keyId, environment, name, createdAt, source: 'registered' as const };
    const noted = await store.register(entry);
    const isNew = noted.createdAt === createdAt && noted.source === 'registered';
    const how = isNew ? `identified by ${matchedBy}` : `in the inventory since ${noted.createdAt}`;
    if (options.format === 'json') await printOut(jsonLine({ schema: 'akguard.key/1', ...named(noted) }));
    else await printOut(`${secret.redacted} is ${environment} key ${noted.keyId}, ${how}.\n`);
    return ExitCode.ok;
  } finally {
    await store.close();
  }
}

/** As JSON output has an inventory entry. */
function named(entry: { fingerprint: string; keyId: string; environment: Environment; source: string }) {
  const { fingerprint, keyId: key_id, environment, source } = entry;
  return { fingerprint, key_id, environment, source };
}

/** The working keys of the environments that were asked for; a list that fails is told, and the rest goes on. */
async function readKeys(values: Values, tools: KeyTools): Promise<{ keys: WorkingKey[]; code: ExitCode }> {
  const environments = environmentsOf(values, tools);
  const store = await tools.openStore();
  try {
    const keys: WorkingKey[] = [];
    let code: ExitCode = ExitCode.ok;
    for (const environment of environments) {
      const bearer = tools.managementKeys[environment];
      if (bearer === null) continue;
      try {
        const listed = await listAll(bearer, environment, tools.api);
        const known = new Set((await store.inventory(environment)).map(({ keyId }) => keyId));
        keys.push(...workingKeys(listed, known, tools.clock.now()));
      } catch (error) {
        if (!(error instanceof AkguardError)) throw error;
        printError(`akguard: ${error.message}\n  ${error.remedy}`);
        code = worst([code, error.exitCode]);
      }
    }
    return { keys, code };
  } finally {
    await store.close();
  }
}

/** @throws AkguardError AK_NO_MANAGEMENT_KEY when none of them can be asked, AK_USAGE for no environment. */
function environmentsOf(values: Values, { managementKeys }: KeyTools): Environment[] {
  const all: Environment[] = values.env === undefined ? ['live', 'test'] : [environmentIn(values.env)];
  const asked = all.filter((environment) => managementKeys[environment] !== null);
  if (asked.length > 0) return asked;
  const what = values.env === undefined ? 'any environment' : `the environment ${values.env}`;
  throw new AkguardError('AK_NO_MANAGEMENT_KEY', { what });
}

/** @throws AkguardError AK_USAGE. */
export function environmentIn(text: string | undefined): Environment {
  if (text === 'live' || text === 'test') return text;
  const problem =
    text === undefined
      ? 'Say which environment: --env live or --env test.'
      : `--env takes live or test, not ${text}.`;
  throw new AkguardError('AK_USAGE', { problem });
}

async function print(options: Options, rows: KeyRow[], text: () => string): Promise<void> {
  await printOut(options.format === 'json' ? jsonLine({ schema: 'akguard.keys/1', keys: rows }) : text());
}

/** Pretty, as all JSON output is. */
export function jsonLine(value: unknown): string {
  return `${jsonSafe(JSON.stringify(value, null, 2))}\n`;
}
