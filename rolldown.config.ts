// Bundles the entry points (command line, Action, thread of a history scan) into dist/, each with its lazy chunks. Everything is inside: akguard has no runtime
// dependencies. The output is readable and deterministic, since it is committed and compared.
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { cli: 'src/cli.ts', action: 'src/action.ts', 'walk-thread': 'src/walk-thread.ts' },
  platform: 'node',
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    comments: { legal: false, annotation: false, jsdoc: false },
  },
});
