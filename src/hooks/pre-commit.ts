// The pre-commit framework: an entry in .pre-commit-config.yaml. No stages are named: those of 3.1 and older are refused
// by newer ones or the other way round, so the hooks find out themselves what they are called for.
import { join } from 'node:path';
import { isThere } from '../io/hook-files.ts';
import { append, hasBlock, insert, remove } from './block.ts';
import { type Manager, put, refuse, textOf } from './manager.ts';
import { firstEntry, parseYaml } from './yaml-place.ts';

const entry = `- repo: local
  hooks:
    - id: akguard
      name: Anton API keys in this commit
      entry: akguard hook pre-commit
      language: system
      always_run: true
      require_serial: true
    - id: akguard-message
      name: Anton API keys in this message
      entry: akguard hook commit-msg
      language: system
      always_run: true
      stages: [commit-msg]
    - id: akguard-push
      name: Anton API keys in this push
      entry: akguard hook pre-push
      language: system
      always_run: true
      pass_filenames: false`;

const types = ['pre-commit', 'commit-msg', 'pre-push'].map((type) => `--hook-type ${type}`).join(' ');

export const preCommit: Manager = {
  name: 'pre-commit',
  isUsed: ({ top }) => isThere(fileIn(top)),
  install({ top }) {
    const path = fileIn(top);
    const text = textOf(path);
    if (text !== null && hasBlock(text)) return [];
    put(path, withEntry(text, path));
    return [
      `${path}: calls akguard, which has to be on PATH.`,
      `Now run \`pre-commit install ${types}\`, which tells git about the hooks.`,
    ];
  },
  uninstall({ top }) {
    const path = fileIn(top);
    const text = textOf(path);
    if (text === null || !hasBlock(text)) return [];
    put(path, remove(text));
    return [`${path}: as it was before.`];
  },
};

function fileIn(top: string): string {
  return join(top, '.pre-commit-config.yaml');
}

function withEntry(text: string | null, path: string): string {
  const indented = entry.split('\n').map((line) => `  ${line}`);
  const document = text === null ? null : parseYaml(text);
  if (text !== null && document === null) throw refuse(path, 'it is not valid YAML. Mend it first');
  if (text === null || document?.has('repos') === false)
    return append(text, ['repos:', ...indented].join('\n'));
  const place = document === null ? null : firstEntry(document, ['repos'], text);
  if (place === null) throw refuse(path, '`repos` is not a list with a line for each entry. Make it one');
  return insert(text, place.at, entry, place.indent);
}
