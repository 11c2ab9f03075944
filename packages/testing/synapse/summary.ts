import type { Reporter, TestCase, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** The servers that the test ran on, with their versions. */
    servers?: string;
    isJourney?: true;
    isScenario?: true;
    /** How many responses the scenario compared with recorded ones. */
    comparisons?: number;
  }
}

/** If more tests were skipped for one reason, the summary prints their number, not their names. */
const MAX_NAMES = 8;

/** Prints the servers, the number of passed journeys and scenarios, and the skipped tests after the run. */
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
    yield `Journeys passed: ${journeys.filter(hasPassed).length} of ${journeys.length}`;
  }
  for (const [reason, names] of skipped(tests)) {
    if (names.length > MAX_NAMES) yield `  skipped: ${names.length} tests, ${reason}`;
    else for (const name of names) yield `  skipped: ${name}, ${reason}`;
  }

  const scenarios = tests.filter((test) => test.meta().isScenario);
  if (scenarios.length > 0) {
    const passed = scenarios.filter(hasPassed);
    const responses = passed.reduce((sum, test) => sum + (test.meta().comparisons ?? 0), 0);
    yield `Responses as recorded: ${responses}, in ${passed.length} of ${scenarios.length} scenarios`;
  }
}

/** The names of the skipped tests, by reason. */
function skipped(tests: readonly TestCase[]): ReadonlyMap<string, readonly string[]> {
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
