// Fails if a text of the project contains a word that hides who does what, or if a commit subject is
// too long. The rules: "Text" in docs/contributing.md.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const WORDS = [
  'whoever',
  'nobody',
  'somebody',
  'anew',
  'mended',
  'told',
  'comes to nothing',
  'all the same',
  'beside',
  'is there',
  'the person',
];

/** Recorded responses, generated files, and this list. */
const EXCLUDED = [
  /^packages\/testing\/fidelity\/(recorded\/|.*\.json$)/u,
  /^pnpm-lock\.yaml$/u,
  /^\.ci\/plain-english\.mjs$/u,
];

const TEXT = /(\.(ts|tsx|vue|mjs|js|md|html|css|json|ya?ml|py|sh)|^\.ci\/run)$/u;

/** The first commit whose subject counts is the one after this. */
const FIRST_COMMIT = '85c359a';
const MAX_SUBJECT = 72;

// A phrase may continue on the next line of a comment.
const banned = new RegExp(`\\b(?:${WORDS.join('|').replaceAll(' ', '[\\s*/]+')})\\b`, 'giu');

const files = git('ls-files')
  .split('\n')
  .filter((file) => TEXT.test(file) && !EXCLUDED.some((excluded) => excluded.test(file)));

let failures = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  for (const { 0: words, index } of text.matchAll(banned)) {
    failures += 1;
    const line = text.slice(0, index).split('\n').length;
    console.log(`${file}:${line} "${words.replaceAll(/[\s*/]+/gu, ' ')}"`);
  }
}

for (const commit of git('log', '--format=%h %s', `${FIRST_COMMIT}..HEAD`).split('\n')) {
  const [hash, ...words] = commit.split(' ');
  const { length } = words.join(' ');
  if (length <= MAX_SUBJECT) continue;
  failures += 1;
  console.log(`${hash} has a subject of ${length} characters. At most ${MAX_SUBJECT} are allowed.`);
}

console.log(failures === 0 ? 'No problems found' : `${failures} problems found`);
process.exitCode = failures === 0 ? 0 : 1;

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}
