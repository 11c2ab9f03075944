import type { ComparedHomeserver } from './compared-homeserver.ts';
import type { JsonObject } from './json.ts';
import { createRecorder, type Recorder } from './recorder.ts';

/** A series of requests to a homeserver, with accounts and addresses that no other scenario uses. */
export interface Scenario {
  /** Also the name of the file with the recorded responses. */
  readonly name: string;
  readonly run: (recorder: Recorder, homeserver: ComparedHomeserver) => Promise<void>;
}

/** Runs the scenario. Returns the result of each step, by its name. */
export async function runScenario(
  scenario: Scenario,
  homeserver: ComparedHomeserver,
): Promise<JsonObject> {
  const recorder = createRecorder(homeserver);
  await scenario.run(recorder, homeserver);
  return recorder.steps;
}
