import type { Reporter, TestCase, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** The servers that were asked, with their versions. */
    servers?: string;
    isJourney?: true;
    isScenario?: true;
    /** How many answers of a scenario were compared with those that were recorded. */
    comparisons?: number;
  }
}

/** More that are left out for one reason have one line. */
const MANY = 8;

/** Says at the end which servers were asked, and how much of it went as it should. */
export const summary: Reporter = {
  onTestRunEnd(modules) {
    for (const line of summaryOf(modules)) console.log(line);
  },
};

function* summaryOf(modules: readonly TestModule[]): Generator<string> {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const servers = new Set(tests.flatMap((test) => test.meta().servers ?? []));
  for (const names of servers) yield names;

  const journeys = tests.filter((test) => test.meta().isJourney);
  if (journeys.length > 0) {
    yield `Journeys told: ${journeys.filter(hasPassed).length} of ${journeys.length}`;
  }
  for (const [why, names] of leftOut(tests)) {
    if (names.length > MANY) yield `  left out: ${names.length} tests, ${why}`;
    else for (const name of names) yield `  left out: ${name}, ${why}`;
  }

  const scenarios = tests.filter((test) => test.meta().isScenario);
  if (scenarios.length > 0) {
    const agreed = scenarios.filter(hasPassed);
    const answers = agreed.reduce((sum, test) => sum + (test.meta().comparisons ?? 0), 0);
    yield `Answers as recorded: ${answers}, in ${agreed.length} of ${scenarios.length} scenarios`;
  }
}

/** The names of the tests that were left out, by the reason that they gave. */
function leftOut(tests: readonly TestCase[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const test of tests) {
    const result = test.result();
    if (result.state !== 'skipped' || result.note === undefined) continue;
    names.set(result.note, [...(names.get(result.note) ?? []), test.name]);
  }
  return names;
}

function hasPassed(test: TestCase): boolean {
  return test.result().state === 'passed';
}
