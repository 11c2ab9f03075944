import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@threepid/source'] } },
  test: {
    include: ['test/**/*.test.ts', 'fidelity/*.test.ts'],
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
});
