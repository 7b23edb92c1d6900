// From inputs and the base side's files to the options that a run has.
import type { ActionInputs } from '../config/action-inputs.ts';
import { type BaselineEntry, parseBaseline } from '../config/baseline.ts';
import { parseConfig } from '../config/config-file.ts';
import { type Config, type Options, buildOptions } from '../config/options.ts';
import { AkguardError } from '../core/errors.ts';
import type { BaseSide } from './base-side.ts';

export interface Settings {
  options: Options;
  baseline: BaselineEntry[] | null;
  /** Of the baseline; empty without one. */
  baselinePath: string;
  /** What people should know. */
  notes: string[];
}

/**
 * @param powerless why the run can neither revoke nor alert; null when it can.
 * @param base opened when a file is asked for.
 * @param mustExist a file that is not there is an error: no change is under way that may bring it.
 * @throws AkguardError AK_CONFIG, AK_BASELINE.
 */
export async function readSettings(
  inputs: ActionInputs,
  {
    base,
    powerless,
    mustExist,
    debug,
  }: { base: () => Promise<BaseSide>; powerless: string | null; mustExist: boolean; debug: boolean },
): Promise<Settings> {
  const notes: string[] = [];
  let side: BaseSide | null = null;
  const read = async (path: string): Promise<string | null> => {
    if (path === '') return null;
    side ??= await base();
    const text = await side.read(path);
    if (text !== null) return text;
    const problem = 'there is no such file on the branch that it is read from';
    if (mustExist) throw new AkguardError('AK_CONFIG', { file: path, problem: `${problem}.` });
    notes.push(
      `${path} was not used: ${problem} yet; what a change brings along does not steer its own scan.`,
    );
    return null;
  };
  const config = await readConfig(inputs.config, read);
  const policy = (await readConfig(inputs.policy, read)).policy;
  const options = buildOptions({ command: null, operands: [], values: {} }, config);
  const baselinePath = inputs.baseline || (options.baseline ?? '');
  const baseline = await read(baselinePath);
  const alert = inputs.alert.length > 0 ? inputs.alert : options.alert;
  const quietly = alert.filter((channel) => /^file(:|$)/.test(channel));
  if (powerless !== null) notes.push(cannot(powerless, inputs.revoke, alert.length > quietly.length));
  return {
    notes,
    baselinePath,
    baseline: baseline === null ? null : parseBaseline(baselinePath, baseline),
    options: {
      ...options,
      verify: inputs.verify,
      armed: inputs.revoke && powerless === null,
      alert: (powerless === null ? alert : quietly).map((channel) => inRepository(channel, inputs)),
      failOn: inputs.failOn,
      policy: policy ?? options.policy,
      baseline: null,
      quiet: true,
      verbose: debug,
      color: false,
    },
  };
}

async function readConfig(path: string, read: (path: string) => Promise<string | null>): Promise<Config> {
  const text = await read(path);
  return text === null ? {} : parseConfig(path, text);
}

function inRepository(channel: string, { alertRepository }: ActionInputs): string {
  return channel === 'github-issue' && alertRepository !== '' ? `github-issue:${alertRepository}` : channel;
}

function cannot(why: string, revoke: boolean, alert: boolean): string {
  const left = [...(revoke ? ['revoke keys'] : []), ...(alert ? ['send alerts'] : [])].join(' and ');
  const done = 'Keys were looked for and, where that was wanted, verified';
  return left === ''
    ? `${why}. ${done}.`
    : `${why}, so this run could not ${left}. ${done}; whoever handles a find has to do the rest.`;
}
