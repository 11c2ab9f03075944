import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

/** What a real homeserver answered once; see `docs/fidelity.md`. */
interface Recorded {
  /** Method and path. */
  readonly asked: string;
  readonly body: object;
}

const Recording = v.object({ steps: v.record(v.string(), v.unknown()) });
const Step = v.object({ asked: v.string(), body: v.looseObject({}) });

const FOLDER = new URL('../../../testing/fidelity/recorded/', import.meta.url);

const recorded: readonly Recorded[] = readdirSync(FOLDER).flatMap((file) => {
  const { steps } = v.parse(Recording, JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')));
  return Object.values(steps).filter((step): step is Recorded => v.is(Step, step));
});

/** The bodies that were answered where the path ends so. */
export function recordedOf(path: string): readonly object[] {
  const bodies = recorded.filter(({ asked }) => asked.endsWith(path)).map(({ body }) => body);
  if (bodies.length === 0) throw new Error(`Nothing was recorded of ${path}`);
  return bodies;
}
