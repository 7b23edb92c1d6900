// action.yml, our workflows and the examples of README are what GitHub takes them for, by GitHub's own parser, and no more
// powerful than they need to be.
import { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { noOutputs } from '../src/action/outputs.ts';
import { actionInputs } from '../src/config/action-inputs.ts';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  steps: Step[];
}
interface Workflow {
  permissions?: Record<string, string>;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

const folder = '.github/workflows';
const ours = readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')] as const);
const readme = readFileSync('README.md', 'utf8');
const examples = [...readme.matchAll(/```yaml\n(?:# .*\n)*((?:name|on):[\s\S]*?)```/g)].map(
  ([, text = ''], i) => [`example ${i + 1} of README`, text] as const,
);
const all = [...ours, ...examples];

function jobsOf(text: string): Job[] {
  return Object.values((parse(text) as Workflow).jobs);
}

function stepsOf(text: string): Step[] {
  return jobsOf(text).flatMap(({ steps }) => steps);
}

test('there are workflows and examples to check', () => {
  expect(ours.map(([name]) => name).toSorted()).toEqual(['ci.yml', 'release.yml']);
  expect(examples.length).toBeGreaterThanOrEqual(3);
});

test.each(all)("%s passes GitHub's parser", async (name, content) => {
  const trace = new NoOperationTraceWriter();
  const { context, value } = parseWorkflow({ name, content }, trace);
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
});

test("GitHub's parser refuses what is none of its words", () => {
  const content = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{ used: ./ }]\n';
  const { context } = parseWorkflow({ name: 'x.yml', content }, new NoOperationTraceWriter());
  expect(context.errors.count).toBeGreaterThan(0);
});

test("action.yml passes GitHub's parser", () => {
  const content = readFileSync('action.yml', 'utf8');
  const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
});

test.each(ours)(
  '%s: each action is of this repository or pinned by its commit, with the version beside it',
  (_, text) => {
    const lines = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatch(/uses: (\.\/|[\w-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  },
);

test.each(all)('%s: no right that is not named', (_, text) => {
  const { permissions } = parse(text) as Workflow;
  expect(permissions).toEqual({});
  for (const job of jobsOf(text)) expect(job.permissions?.['contents']).toMatch(/^(read|write)$/);
});

test('only the release writes', () => {
  const writes = ours.flatMap(([name, text]) =>
    Object.entries((parse(text) as Workflow).jobs).flatMap(([job, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([right, level]) =>
        level === 'write' ? [`${name} ${job} ${right}`] : [],
      ),
    ),
  );
  expect(writes).toEqual(['release.yml npm id-token', 'release.yml github contents']);
});

test.each(all)(
  '%s: no expression in a script, no credentials left in a checkout, no run cancelled',
  (_, text) => {
    for (const { run, uses, with: given } of stepsOf(text)) {
      expect(run ?? '').not.toContain('${{');
      if (uses?.startsWith('actions/checkout@')) expect(given?.['persist-credentials']).toBe(false);
    }
    expect(parse(text)).not.toHaveProperty('concurrency');
  },
);

test.each(all)('%s: akguard gets inputs that it has', (_, text) => {
  const own = stepsOf(text).filter(({ uses }) => uses === './' || uses?.startsWith('owner/akguard@'));
  for (const { with: given = {} } of own)
    expect(Object.keys(given).filter((name) => !Object.hasOwn(actionInputs, name))).toEqual([]);
});

test('ci.yml scans with the Action of this very commit', () => {
  const ci = ours.find(([name]) => name === 'ci.yml')?.[1] ?? '';
  expect(stepsOf(ci).some(({ uses }) => uses === './')).toBe(true);
});

test('README lists the inputs with their defaults, and the outputs', () => {
  const rows = (head: string) => {
    const table = new RegExp(`\\| ${head} \\|[^\\n]*\\n\\|[^\\n]*\\n((?:\\|.*\\n)+)`).exec(readme)?.[1] ?? '';
    return table
      .trimEnd()
      .split('\n')
      .map((row) =>
        row
          .split('|')
          .slice(1, 3)
          .map((cell) => cell.trim().replaceAll('`', '')),
      );
  };
  const inputs = Object.entries(actionInputs).map(([name, input]) => [name, input.default]);
  expect(rows('input')).toEqual(inputs);
  expect(rows('output').map(([name]) => name)).toEqual(Object.keys(noOutputs));
});
