import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@threepid/source'] } },
  test: {
    include: ['synapse/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    reporters: ['default', ['json', { outputFile: 'test-results/synapse.json' }]],
  },
});
