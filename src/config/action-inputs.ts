// The inputs of the GitHub Action: what each may be, and its default, here and nowhere else (action.yml is compared with
// this in a test). The runner hands them over as INPUT_ variables and checks nothing itself.
import * as z from 'zod/mini';
import { AkguardError } from '../core/errors.ts';

/** The runner passes on YAML's booleans as text (actions/toolkit `getBooleanInput`). */
const yesNo = z.enum(['true', 'True', 'TRUE', 'false', 'False', 'FALSE']);
const words = z.string();
/** `ORG/SLUG`, any number of them. */
const teams = z.string().check(z.regex(/^([\w.-]+\/[\w.-]+([\s,]+|$))*$/));
const repository = z.string().check(z.regex(/^([\w.-]+\/[\w.-]+)?$/));
/** A commit, branch or tag; nothing that git could take for an option or an expression. */
const revision = z.string().check(z.regex(/^([\w][\w./+@-]*)?$/), z.regex(/^(?!.*(\.\.|@\{))/));
/** A path of the repository. */
const path = z.string().check(z.regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\0\r\n:\\]*$/));

interface Input {
  schema: z.ZodMiniType<string>;
  default: string;
  /** What it takes, for the sentence about one that does not fit. */
  takes: string;
}

export const actionInputs = {
  scan: {
    schema: z.enum(['auto', 'range', 'history', 'files']),
    default: 'auto',
    takes: 'auto, range, history or files',
  },
  base: { schema: revision, default: '', takes: 'a commit, branch or tag' },
  head: { schema: revision, default: '', takes: 'a commit, branch or tag' },
  verify: { schema: yesNo, default: 'true', takes: 'true or false' },
  revoke: { schema: yesNo, default: 'false', takes: 'true or false' },
  'live-api-key': { schema: words, default: '', takes: 'a key' },
  'test-api-key': { schema: words, default: '', takes: 'a key' },
  alert: { schema: words, default: '', takes: 'channels, separated by white space' },
  'alert-repository': { schema: repository, default: '', takes: 'OWNER/REPOSITORY' },
  approvers: { schema: teams, default: '', takes: 'teams as ORG/SLUG, separated by white space' },
  'github-token': { schema: words, default: '${{ github.token }}', takes: 'a token' },
  'fail-on': { schema: z.enum(['any', 'active', 'none']), default: 'any', takes: 'any, active or none' },
  sarif: { schema: z.enum(['file', 'upload', 'off']), default: 'file', takes: 'file, upload or off' },
  config: { schema: path, default: '', takes: 'a path in the repository, without `..`' },
  baseline: { schema: path, default: '', takes: 'a path in the repository, without `..`' },
  policy: { schema: path, default: '', takes: 'a path in the repository, without `..`' },
} as const satisfies Record<string, Input>;

export type ActionInputName = keyof typeof actionInputs;

/** The inputs, checked. An empty text is an input that was not given. */
export interface ActionInputs {
  scan: 'auto' | 'range' | 'history' | 'files';
  base: string;
  head: string;
  verify: boolean;
  revoke: boolean;
  liveApiKey: string;
  testApiKey: string;
  alert: string[];
  alertRepository: string;
  /** Teams, `ORG/SLUG`. */
  approvers: string[];
  githubToken: string;
  failOn: 'any' | 'active' | 'none';
  sarif: 'file' | 'upload' | 'off';
  config: string;
  baseline: string;
  policy: string;
}

/**
 * Reads them from the runner's environment: INPUT_ and the upper-case name, hyphens kept.
 * @throws AkguardError AK_INPUT for an unknown input or one with a value it can't have; never quotes a value.
 */
export function readActionInputs(environment: Record<string, string | undefined>): ActionInputs {
  for (const variable of Object.keys(environment)) {
    const name = /^INPUT_(.+)$/.exec(variable)?.[1]?.toLowerCase();
    if (name !== undefined && !Object.hasOwn(actionInputs, name)) {
      throw new AkguardError('AK_INPUT', { input: name, problem: 'is none that akguard knows' });
    }
  }
  return {
    scan: read(environment, 'scan'),
    base: read(environment, 'base'),
    head: read(environment, 'head'),
    verify: isYes(read(environment, 'verify')),
    revoke: isYes(read(environment, 'revoke')),
    liveApiKey: read(environment, 'live-api-key'),
    testApiKey: read(environment, 'test-api-key'),
    alert: listed(read(environment, 'alert')),
    alertRepository: read(environment, 'alert-repository'),
    approvers: listed(read(environment, 'approvers')),
    githubToken: read(environment, 'github-token'),
    failOn: read(environment, 'fail-on'),
    sarif: read(environment, 'sarif'),
    config: read(environment, 'config'),
    baseline: read(environment, 'baseline'),
    policy: read(environment, 'policy'),
  };
}

function read<Name extends ActionInputName>(
  environment: Record<string, string | undefined>,
  name: Name,
): z.infer<(typeof actionInputs)[Name]['schema']> {
  const input = actionInputs[name];
  const text = environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  // A token's default is an expression, which only the runner can fill in.
  const value = text === '' && !input.default.startsWith('${{') ? input.default : text;
  const parsed = input.schema.safeParse(value);
  if (!parsed.success) {
    throw new AkguardError('AK_INPUT', {
      input: name,
      problem: `does not take that: it takes ${input.takes}`,
    });
  }
  return parsed.data as z.infer<(typeof actionInputs)[Name]['schema']>;
}

function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function isYes(text: string): boolean {
  return text.toLowerCase() === 'true';
}
