// Runs every test that this computer can run. At the end, it names the skipped ones with the command
// that enables them. If `CI` is set, nothing is skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';

process.env.TURBO_TELEMETRY_DISABLED = '1';
const CHROMIUM = '/usr/bin/chromium';

const packages = readdirSync('packages').map((name) => `packages/${name}`);
for (const folder of packages) {
  rmSync(`${folder}/test-results`, { recursive: true, force: true });
}

const skipped = [];
let isOk = run('turbo', 'run', 'test', '--force');

// The installation writes these files last.
const installed = ['.venv/synapse-version', 'identity-server/.venv/sydent-version'];
if (installed.every((it) => existsSync(`packages/testing/synapse/${it}`)) || process.env.CI) {
  isOk = run('npm', 'run', '--silent', 'test:synapse') && isOk;
} else {
  skipped.push(
    'the tests on a real Synapse, which need Python 3.10 or newer: npm run test:synapse',
  );
}

if (existsSync(CHROMIUM) || process.env.CI) {
  isOk = run('npm', 'run', '--silent', 'test:browser') && isOk;
} else {
  skipped.push(
    "the tests in a browser, which need Debian's Chromium: apt-get install chromium, then npm run test:browser and npm run test:synapse",
  );
}

let passed = 0;
let failed = 0;
for (const folder of packages) {
  if (!existsSync(`${folder}/test-results`)) continue;
  for (const file of readdirSync(`${folder}/test-results`)) {
    if (!file.endsWith('.json')) continue;
    const results = JSON.parse(readFileSync(`${folder}/test-results/${file}`, 'utf8'));
    passed += results.numPassedTests;
    failed += results.numFailedTests;
  }
}
for (const what of skipped) console.log(`Skipped: ${what}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = isOk && failed === 0 && passed > 0 ? 0 : 1;

function run(command, ...args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}
