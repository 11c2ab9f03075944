import { defineConfig } from 'vitest/config';
import { summary } from './synapse/summary.ts';

export default defineConfig({
  ssr: { resolve: { conditions: ['@threepid/source'] } },
  test: {
    include: ['synapse/**/*.test.ts'],
    globalSetup: 'synapse/global-setup.ts',
    // One homeserver at a time: each wants a processor of its own.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 90_000,
    reporters: ['default', summary, ['json', { outputFile: 'test-results/synapse.json' }]],
  },
});
