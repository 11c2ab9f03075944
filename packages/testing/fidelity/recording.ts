import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { SYDENT, SYNAPSE } from '../synapse/programs.ts';
import type { JsonObject } from './json.ts';
import { printJson } from './print-json.ts';
import type { Scenario } from './scenario.ts';

const Recording = v.object({ synapse: v.string(), sydent: v.string(), steps: v.looseObject({}) });

/** The folder of what real servers answered: a file for each scenario. */
export const RECORDED = fileURLToPath(new URL('recorded', import.meta.url));

export function fileOf({ name }: Scenario): string {
  return `${RECORDED}/${name}.json`;
}

/** What a file says that holds what today's servers answered. */
export function printRecording(steps: JsonObject): string {
  return printJson({ synapse: SYNAPSE.version, sydent: SYDENT.version, steps });
}

/** What real servers answered to the scenario, and their versions. */
export function readRecording(scenario: Scenario): v.InferOutput<typeof Recording> {
  return v.parse(Recording, JSON.parse(readFileSync(fileOf(scenario), 'utf8')));
}
