import { execFileSync } from 'node:child_process';
import * as v from 'valibot';
import type { Figure } from './figures.ts';

const Sizes = v.array(v.object({ name: v.string(), size: v.number() }));

/** The packages with a `size-limit` section. This one has the bundles of several packages, and other libraries. */
const PACKAGES = ['core', 'react', 'vue', 'bench'];

/** Measures the sizes as `npm run size` does, minified and gzipped, and compares each with core. */
export function measureSizes() {
  const sizes = PACKAGES.flatMap((name) => {
    const cwd = new URL(`../../${name}/`, import.meta.url);
    return v.parse(
      Sizes,
      JSON.parse(execFileSync('size-limit', ['--json'], { cwd, encoding: 'utf8' })),
    );
  });
  const core = sizes[0]?.size ?? Number.NaN;
  const figures = sizes.map(({ name, size }): Figure => ({
    what: name,
    value: `${(size / 1_000).toFixed(1)} kB`,
    ratio: `${(size / core).toFixed(2)} of core`,
  }));
  return { title: 'Sizes, minified and gzipped', figures };
}
