import { defineConfig } from 'vitest/config';
import { summary } from '../testing/synapse/summary.ts';

export default defineConfig({
  ssr: { resolve: { conditions: ['@threepid/source'] } },
  test: {
    include: ['synapse/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // One homeserver at a time: each wants a processor of its own.
    fileParallelism: false,
    maxConcurrency: 3,
    reporters: ['default', summary, ['json', { outputFile: 'test-results/synapse.json' }]],
  },
});
