// Bundles the entry points (command line, Action, thread of a history scan) into dist/, each with its lazy chunks.
// Everything is inside: akguard has no runtime dependencies. The output is readable and deterministic, since it is committed
// and compared. It is CommonJS, which Node starts faster than modules: a commit hook waits for it.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { cli: 'src/cli.ts', action: 'src/action.ts', 'walk-thread': 'src/walk-thread.ts' },
  platform: 'node',
  plugins: [
    {
      name: 'package-of-dist',
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
      },
      // The pre-commit framework runs it as it is.
      writeBundle: ({ dir = '' }) => chmodSync(join(dir, 'cli.js'), 0o755),
    },
  ],
  output: {
    dir: 'dist',
    format: 'cjs',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // What a hook looks at first is one file: each further one would take as long as the look.
    codeSplitting: { groups: [{ name: 'hook-quick', test: /src[\\/]hook-quick\.ts$/ }] },
    comments: { legal: false, annotation: false, jsdoc: false },
  },
});
