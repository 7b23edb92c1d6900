import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/helpers/property-seed.ts'],
    // Real processes, servers and repositories: slow machines get time, hangs still end.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // It imports JSON without saying so, which Node refuses.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
