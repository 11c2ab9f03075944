import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

/** A recorded response of a real homeserver; see `docs/fidelity.md`. */
interface RecordedStep {
  /** Method and path. */
  readonly asked: string;
  readonly body: object;
}

const Recording = v.object({ steps: v.record(v.string(), v.unknown()) });
const Step = v.object({ asked: v.string(), body: v.looseObject({}) });

const FOLDER = new URL('../../../testing/fidelity/recorded/', import.meta.url);

const recorded: readonly RecordedStep[] = readdirSync(FOLDER).flatMap((file) => {
  const { steps } = v.parse(Recording, JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));
  return Object.values(steps).filter((step): step is RecordedStep => v.is(Step, step));
});

/** Returns the recorded bodies of requests whose path ends with `path`. */
export function recordedBodies(path: string): readonly object[] {
  const bodies = recorded.filter(({ asked }) => asked.endsWith(path)).map(({ body }) => body);
  if (bodies.length === 0) throw new Error(`No recorded response for ${path}`);
  return bodies;
}
