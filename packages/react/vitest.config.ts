import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@threepid/source'] },
  ssr: { resolve: { conditions: ['@threepid/source'] } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
});
