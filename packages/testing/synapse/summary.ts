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
  for (const journey of journeys) {
    const result = journey.result();
    if (result.state === 'skipped' && result.note !== undefined) {
      yield `  left out: ${journey.name}, ${result.note}`;
    }
  }

  const scenarios = tests.filter((test) => test.meta().isScenario);
  if (scenarios.length > 0) {
    const agreed = scenarios.filter(hasPassed);
    const answers = agreed.reduce((sum, test) => sum + (test.meta().comparisons ?? 0), 0);
    yield `Answers as recorded: ${answers}, in ${agreed.length} of ${scenarios.length} scenarios`;
  }
}

function hasPassed(test: TestCase): boolean {
  return test.result().state === 'passed';
}
