// From options and environment to a plan: which rules, which API, which state, which channels.
import { readAlerters } from './alert-channels.ts';
import type { AntonClientOptions } from './anton/client.ts';
import { defaultEndpoints, parseEndpoint } from './anton/endpoints.ts';
import { type BaselineEntry, parseBaseline } from './config/baseline.ts';
import type { Options } from './config/options.ts';
import type { AntonApi } from './core/anton-api.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import type { Finding } from './core/match.ts';
import type { Policy } from './core/policy.ts';
import type { Environment, Rule } from './core/rule.ts';
import { type Log, systemClock } from './core/runtime.ts';
import { Secret } from './core/secret.ts';
import { groupFindings } from './detect/group.ts';
import { Scanner } from './detect/scanner.ts';
import type { WalkPacks } from './git/pack/sweep-store.ts';
import { readVersion } from './io/package-files.ts';
import { defaultStatePath } from './io/state-path.ts';
import { whoRuns } from './io/who-runs.ts';
import { readShortStdin } from './io/stdin.ts';
import type { Plan } from './pipeline.ts';
import { defaultPolicy } from './respond/default-policy.ts';
import { loadRules } from './rules-command.ts';

/** How `scan history` walks packs; loaded when it does. @param jobs threads at most, null for one for each core. */
export function walkPacks(jobs: number | null): WalkPacks {
  return async (tables, progress) => {
    const { packWalk } = await import('./walk-packs.ts');
    return packWalk(loadRules(), jobs)(tables, progress);
  };
}

type Variables = Record<string, string | undefined>;

/** @param shared for who is not alone. @throws AkguardError AK_RULE, AK_ENDPOINT, AK_USAGE, AK_ALERT_CHANNEL, AK_SINK. */
export async function makePlan(
  subject: Plan['subject'],
  options: Options,
  variables: Variables,
  log: Log,
  shared: Pick<AntonClientOptions, 'paceOf'> = {},
): Promise<Plan> {
  const version = readVersion();
  const hosts = apiHosts(variables);
  const api = options.verify ? await connect(variables, log, shared) : null;
  const rules = loadRules();
  const policy = options.policy ?? defaultPolicy;
  checkRuleIds(policy, rules);
  const readSinks = async (places: readonly string[]) => {
    const sinks = await import('./key-sinks.ts');
    return sinks.readSinks(places, true, variables, log);
  };
  // Said before a key is found, not when it is to be replaced.
  if (options.armed) for (const { to } of policy) if (to) await readSinks(to);
  return {
    version,
    rules,
    subject,
    api,
    policy,
    setting: await settingFor(policy, variables),
    armed: options.armed,
    alerters: await readAlerters(options.alert, variables, log),
    managementKeys: readManagementKeys(variables),
    hosts,
    limits: {
      run: { most: options.maxRevocations, begun: new Set() },
      mostAnHour: options.maxRevocationsPerHour,
    },
    openStore: async () => {
      const { openStore } = await import('./store/index.ts');
      return openStore(options.state ?? defaultStatePath(variables), { log, by: whoRuns(variables) });
    },
    readSinks,
    failOn: options.failOn,
    allowDamaged: options.allowDamaged,
    baseline: options.baseline === null ? null : await readBaseline(options.baseline),
    isIgnored: await ignorer(options.ignore),
    progress: !options.quiet,
    clock: systemClock,
    log,
    random: Math.random,
  };
}

/**
 * @param special for who can't wait, or is not alone.
 * @throws AkguardError AK_ENDPOINT.
 */
export async function connect(
  variables: Variables,
  log: Log,
  special: Pick<AntonClientOptions, 'timeoutMs' | 'attempts' | 'paceOf'> = {},
): Promise<AntonApi> {
  const endpoints = apiEndpoints(variables);
  const { AntonClient } = await import('./anton/client.ts');
  const userAgent = `akguard/${readVersion()}`;
  return new AntonClient({ endpoints, clock: systemClock, log, userAgent, ...special });
}

/** @throws AkguardError AK_USAGE for one that is no key of its environment. */
export function readManagementKeys(variables: Variables): Plan['managementKeys'] {
  return {
    live: managementKey('AKGUARD_LIVE_API_KEY', 'live', variables),
    test: managementKey('AKGUARD_TEST_API_KEY', 'test', variables),
  };
}

function apiEndpoints(variables: Variables): Record<Environment, URL> {
  return {
    live: parseEndpoint('AKGUARD_LIVE_URL', variables['AKGUARD_LIVE_URL'] || defaultEndpoints.live),
    test: parseEndpoint('AKGUARD_TEST_URL', variables['AKGUARD_TEST_URL'] || defaultEndpoints.test),
  };
}

/** By these the state knows who said what about a key. @throws AkguardError AK_ENDPOINT. */
export function apiHosts(variables: Variables): Record<Environment, string> {
  const { live, test } = apiEndpoints(variables);
  return { live: live.host, test: test.host };
}

async function readBaseline(file: string): Promise<BaselineEntry[]> {
  const { readText } = await import('./io/write-file.ts');
  const text = await readText(file).catch((error: unknown) => {
    throw new AkguardError('AK_BASELINE', { file, problem: messageOf(error) });
  });
  if (text === null) throw new AkguardError('AK_BASELINE', { file, problem: 'there is no such file.' });
  return parseBaseline(file, text);
}

/** A rule that asks for a detection rule which does not exist would never decide, and nobody would notice. */
function checkRuleIds(policy: Policy, rules: readonly Rule[]): void {
  for (const { name, when } of policy) {
    const unknown = when.rule?.find((id) => !rules.some((rule) => rule.id === id));
    if (unknown === undefined) continue;
    const problem = `the policy rule \`${name}\` asks for \`${unknown}\`, which \`akguard rules list\` does not show.`;
    throw new AkguardError('AK_USAGE', { problem });
  }
}

/** Loads what matches globs only for a policy that has some. */
export async function settingFor(policy: Policy, variables: Variables): Promise<Plan['setting']> {
  const asks = policy.some(({ when }) => when.paths ?? when.branches ?? when.visibility);
  if (!asks) return { branch: null, visibility: null, fitsGlob: () => false };
  const { globMatcher } = await import('./io/paths.ts');
  const { runPlace } = await import('./io/run-place.ts');
  return { ...runPlace(variables), fitsGlob: await globMatcher() };
}

async function ignorer(patterns: readonly string[]): Promise<(path: string) => boolean> {
  if (patterns.length === 0) return () => false;
  const { excluder } = await import('./io/paths.ts');
  return excluder(patterns);
}

function managementKey(variable: string, environment: Environment, variables: Variables): Secret | null {
  const value = variables[variable]?.trim() ?? '';
  if (value === '') return null;
  if (value.startsWith(`ak_${environment}_`)) return new Secret(value);
  throw new AkguardError('AK_USAGE', {
    problem: `${variable} does not hold a key that starts with ak_${environment}_.`,
  });
}

/** More than any key with white space and quotes around it. */
const longestInput = 4096;

/**
 * The one key on standard input.
 * @throws AkguardError AK_NO_KEY, or AK_NOT_A_KEY unless there is exactly one.
 */
export async function readKey(): Promise<{ name: 'key'; target: string; finding: Finding }> {
  const input = await readShortStdin(longestInput);
  if (input.toString().trim() === '') throw new AkguardError('AK_NO_KEY');
  const scanner = new Scanner(loadRules());
  scanner.whole({ kind: 'log', path: '-' }, input);
  const [finding, ...others] = groupFindings(scanner.matches);
  if (finding === undefined || others.length > 0) throw new AkguardError('AK_NOT_A_KEY');
  return { name: 'key', target: 'the key on standard input', finding };
}
