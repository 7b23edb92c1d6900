// The files in examples/ are what those who take them take them for, and call akguard by commands and flags that it has.
import { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } from '@actions/workflow-parser';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { orgOptions } from '../src/config/org-flags.ts';
import { parseCommandLine } from '../src/config/command-line.ts';

const read = (name: string) => readFileSync(`examples/${name}`, 'utf8');

/** @throws for what akguard would refuse. */
function accepts(words: readonly string[]) {
  const typed = parseCommandLine(words);
  orgOptions(typed.values);
  return typed;
}

describe('the matrix of shards', () => {
  interface Workflow {
    jobs: Record<
      string,
      { steps: { run?: string; uses?: string }[]; strategy?: { matrix: { shard: number[] } } }
    >;
  }
  const text = read('shards.yml');
  const { jobs } = parse(text) as Workflow;

  test("passes GitHub's parser", async () => {
    const { context, value } = parseWorkflow(
      { name: 'shards.yml', content: text },
      new NoOperationTraceWriter(),
    );
    if (value !== undefined) await convertWorkflowTemplate(context, value);
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test('scans each part once, and merges all of them', () => {
    const shards = jobs['scan']?.strategy?.matrix.shard ?? [];
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = null }) => run ?? []));
    const [scan = '', merge = ''] = runs.map((run) => run.replace(/^npx --yes akguard@[\d.]+ /, ''));
    const parts = shards.map((shard) => {
      const typed = accepts(scan.replaceAll('${{ matrix.shard }}', String(shard)).split(/\s+/));
      return { shard: orgOptions(typed.values).shard, output: typed.values.output };
    });
    expect(parts.map((part) => part.shard)).toEqual(shards.map((index) => ({ index, of: shards.length })));
    const typed = parseCommandLine(merge.split(/\s+/));
    expect(typed.command).toBe('report merge');
    expect(typed.operands).toEqual(parts.map(({ output }) => output));
  });
});

test('the systemd units are sound', () => {
  const [, line = ''] =
    /^ExecStart=\/usr\/bin\/env akguard (.*)$/m.exec(read('systemd/akguard.service')) ?? [];
  expect(accepts(line.split(' ')).command).toBe('org');
  const { error } = spawnSync('systemd-analyze', ['--version']);
  if (error !== undefined) return;
  const units = ['service', 'timer'].map((kind) => `examples/systemd/akguard.${kind}`);
  expect(execFileSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' })).toBe('');
});

test('what runs in Kubernetes and in compose calls akguard as it wants to be called', () => {
  interface Container {
    command: string[];
  }
  interface Manifest {
    kind: string;
    spec: { jobTemplate?: { spec: Manifest['spec'] }; template?: { spec: { containers: Container[] } } };
  }
  const documents = parseAllDocuments(read('kubernetes.yml'));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const manifests = documents.map((each) => each.toJS() as Manifest);
  expect(manifests.map(({ kind }) => kind)).toEqual(['CronJob', 'Deployment']);
  const containers = manifests.flatMap(
    ({ spec }) => (spec.jobTemplate?.spec ?? spec).template?.spec.containers ?? [],
  );
  const { services } = parse(read('compose.yml'), { merge: true }) as {
    services: Record<
      string,
      { command?: string[]; entrypoint?: string[]; environment: Record<string, string> }
    >;
  };
  const calls = [
    ...containers.map(({ command }) => command),
    services['worker']?.command ?? [],
    [...(services['org']?.entrypoint ?? []), 'OWNER'],
  ];
  expect(calls.map(([program]) => program)).toEqual(['akguard', 'akguard', 'akguard', 'akguard']);
  expect(calls.map((words) => accepts(words.slice(1)).command)).toEqual(['org', 'worker', 'worker', 'org']);
  expect(services['worker']?.environment['DATABASE_URL']).toContain('@postgres/');
});
