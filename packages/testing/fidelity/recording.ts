import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { SYDENT, SYNAPSE } from '../synapse/programs.ts';
import type { JsonObject } from './json.ts';
import { printJson } from './print-json.ts';
import type { Scenario } from './scenario.ts';

const Recording = v.object({ synapse: v.string(), sydent: v.string(), steps: v.looseObject({}) });

/** The folder with the responses of real servers: one file for each scenario. */
export const RECORDED = fileURLToPath(new URL('recorded', import.meta.url));

export function fileOf({ name }: Scenario): string {
  return `${RECORDED}/${name}.json`;
}

/** The content of a file with responses of the current server versions. */
export function printRecording(steps: JsonObject): string {
  return printJson({ synapse: SYNAPSE.version, sydent: SYDENT.version, steps });
}

/** The recorded steps of the scenario, and the versions of the servers. */
export function readRecording(scenario: Scenario): v.InferOutput<typeof Recording> {
  return v.parse(Recording, JSON.parse(readFileSync(fileOf(scenario), 'utf8')));
}
