import type { Medium } from '@threepid/core';
import { addAuthMachine } from '@threepid/core/machines';
import type { AnyMachineSnapshot, ContextFrom, OutputFrom } from 'xstate';
import {
  pathsOf,
  type OutputCase,
  type PathModel,
  type SnapshotCase,
  type Step,
  type Trigger,
} from '../../src/paths/index.ts';
import { authEvents } from './auth-model.ts';
import { error, passwordCases, type AuthData } from './auth-requests.ts';
import type { AuthDriver, AuthReply, AuthScreen } from './auth.ts';
import type { Addition, AdditionDriver, AdditionScreen } from './addition.ts';
import { refused } from './driver.ts';

type AuthOutput = OutputFrom<typeof addAuthMachine>;
type AuthStart = ContextFrom<typeof addAuthMachine>;
type AuthStep = Step<AuthDriver, AuthOutput>;
type AuthPlace = AuthStep['from'];
type AuthModel = PathModel<typeof addAuthMachine, AuthDriver>;
type RequestCase = ReturnType<NonNullable<AuthModel['outputs']['request']>>[number];

/** What interactive auth may do next inside an addition, from one of its three kinds of places. */
interface NextAuthCases {
  readonly outputs: readonly OutputCase<AuthOutput, AdditionDriver>[];
  readonly snapshots: readonly SnapshotCase<AdditionDriver>[];
}

const NONE: NextAuthCases = { outputs: [], snapshots: [] };

/** How many steps of interactive auth may lead to one of its outputs; only one with a phone number, whose auth is the same. */
const MAX_STEPS = { email: 3, msisdn: 1 } as const;

/**
 * Returns what interactive auth may do next, from the paths of its own machine. A case of the addition
 * is a step of interactive auth to a place with a tag, or the shortest steps to an output. Its
 * driver makes these steps happen to the real child.
 */
export function authCasesOf(medium: Medium) {
  const known = new Map<string, ReturnType<typeof find>>();
  const maxSteps = MAX_STEPS[medium];

  function find(start: AuthStart) {
    const paths = pathsOf(addAuthMachine, passwordAuthModel(medium, start));
    const steps = paths.flatMap((path) => path.steps);
    const first = paths[0]?.steps[0]?.from;
    const waiting = first?.tags.has('waiting') ? first : placeAfter(steps, first, 'waiting');
    const submitting = placeAfter(steps, waiting, 'submitting');
    const stops = [waiting, submitting];
    const requesting = first === waiting ? undefined : first;
    return {
      requesting: casesFrom(steps, requesting, { stops, maxSteps }),
      authenticating: casesFrom(steps, waiting, { stops, maxSteps }),
      submitting: casesFrom(steps, submitting, { stops, maxSteps }),
    };
  }

  return (start: AuthStart, snapshot: AnyMachineSnapshot): NextAuthCases => {
    const key = JSON.stringify(start);
    const cases = known.get(key) ?? find(start);
    known.set(key, cases);
    const { adding } = snapshot.value;
    return (
      (adding === 'requesting' && cases.requesting) ||
      (adding === 'authenticating' && cases.authenticating) ||
      (adding === 'submitting' && cases.submitting) ||
      NONE
    );
  };
}

/** Interactive auth of an addition, on a homeserver that asks for the password. */
function passwordAuthModel(medium: Medium, start: AuthStart): AuthModel {
  const { elementId, userId, payload, auth, isChallenged, problem } = start;
  return {
    input: { elementId, userId, payload, auth, isChallenged, problem },
    attemptKey: ({ children, context }) =>
      `${children.request ? context.automaticRequests : 0} ${context.auth?.session === null}`,
    events: authEvents.filter(({ name }) => name !== 'auth.submit (wrong)'),
    outputs: { request: ({ auth: given }) => requestCases(medium, given) },
  };
}

/** The responses of `/add` to a request with this `auth`. */
function requestCases(medium: Medium, auth: AuthData): readonly RequestCase[] {
  return [
    {
      name: 'added',
      output: { type: 'settled', result: null },
      driver: { make: ({ respond }) => respond({ status: 200, body: {} }), shows: () => ({}) },
    },
    refusal(
      'not validated',
      { code: 'notValidated', medium },
      error(400, 'M_THREEPID_AUTH_FAILED'),
    ),
    refusal('session expired', { code: 'sessionExpired', medium }, error(400, 'M_SESSION_EXPIRED')),
    refusal('in use', { code: 'inUse', medium }, error(400, 'M_THREEPID_IN_USE')),
    refusal('changes disabled', { code: 'changesDisabled' }, error(400, 'M_FORBIDDEN')),
    ...passwordCases(auth),
  ];
}

function refusal(
  name: string,
  problem: Parameters<typeof refused>[0],
  reply: AuthReply,
): RequestCase {
  return {
    name,
    output: refused(problem),
    driver: { make: ({ respond }) => respond(reply), shows: () => ({}) },
  };
}

/** The place with a tag that one step leads to. */
function placeAfter(
  steps: readonly AuthStep[],
  from: AuthPlace | undefined,
  tag: string,
): AuthPlace | undefined {
  return steps.find((step) => step.from.key === from?.key && step.to.tags.has(tag))?.to;
}

interface Limits {
  /** The places that have cases of their own. */
  readonly stops: readonly (AuthPlace | undefined)[];
  readonly maxSteps: number;
}

function casesFrom(
  steps: readonly AuthStep[],
  from: AuthPlace | undefined,
  { stops, maxSteps }: Limits,
): NextAuthCases {
  if (from === undefined) return NONE;
  const isStop = ({ key }: AuthPlace) => stops.some((stop) => stop?.key === key);
  const next = stepsFrom(steps, from);
  const snapshots = next
    .filter(({ to }) => isStop(to))
    .map(({ trigger, to }) => ({
      name: trigger.name,
      snapshot: { hasTag: (tag: string) => to.tags.has(tag) },
      driver: snapshotDriver(trigger, to.tags.has('submitting')),
    }));
  const outputs = sequencesToOutputs(steps, from, { isStop, maxSteps }).map(
    ({ output, sequence }) => ({
      name: nameOf(sequence),
      output,
      driver: outputDriver(sequence, output),
    }),
  );
  return { outputs, snapshots };
}

/** The steps from a place, one for each trigger. The user can act only while its screen is shown. */
function stepsFrom(steps: readonly AuthStep[], from: AuthPlace): AuthStep[] {
  const here = steps.filter(
    (step) => step.from.key === from.key && (from.tags.size > 0 || step.trigger.kind !== 'event'),
  );
  return [...new Map(here.map((step) => [step.trigger.name, step])).values()];
}

/** The shortest steps to each output that pass none of the stops. */
function sequencesToOutputs(
  steps: readonly AuthStep[],
  start: AuthPlace,
  {
    isStop,
    maxSteps,
  }: { readonly isStop: (place: AuthPlace) => boolean; readonly maxSteps: number },
) {
  const found = new Map<
    string,
    { readonly output: AuthOutput; readonly sequence: readonly AuthStep[] }
  >();
  const seen = new Set([start.key]);
  let reached: readonly (readonly AuthStep[])[] = [[]];
  for (let length = 1; length <= maxSteps; length += 1) {
    const longer = reached.flatMap((sequence) =>
      stepsFrom(steps, sequence.at(-1)?.to ?? start).map((step) => [...sequence, step]),
    );
    for (const sequence of longer) {
      const output = sequence.at(-1)?.to.output;
      const key = JSON.stringify(output);
      if (output !== undefined && !found.has(key)) found.set(key, { output, sequence });
    }
    reached = longer.filter((sequence) => {
      const place = sequence.at(-1)?.to;
      if (place === undefined || place.isFinal || isStop(place) || seen.has(place.key))
        return false;
      seen.add(place.key);
      return true;
    });
  }
  return [...found.values()];
}

function nameOf(sequence: readonly AuthStep[]): string {
  const name = sequence.map(({ trigger }) => trigger.name).join(' → ');
  return sequence.length > 1 ? `(${name})` : name;
}

/** Makes a step of interactive auth happen to the real child. */
async function take(addition: Addition, trigger: Trigger<AuthDriver>): Promise<void> {
  const { auth, harness } = addition;
  if ('driver' in trigger) {
    await trigger.driver.make(auth);
  } else {
    addition.carryOut();
    await addition.seePassword();
    await harness.failRequest(trigger);
  }
  await harness.settle();
}

function snapshotDriver(trigger: Trigger<AuthDriver>, isSubmitting: boolean): AdditionDriver {
  return {
    make: (addition) => take(addition, trigger),
    shows: (before, addition) => {
      const { auth, progress } = addition;
      // The list has shown the address in the meantime.
      if (progress.isAddedElsewhere && !isSubmitting) return addition.waiting(null);
      const shown = addition.screen().auth;
      const first: AuthScreen = {
        step: 'requesting',
        isBusy: false,
        problem: progress.isAskedAgain ? 'authRepeated' : null,
        isOpen: false,
        mayFinish: false,
        mayRetry: false,
      };
      const expected = 'driver' in trigger && trigger.driver.shows(before.auth ?? first, auth);
      return {
        step: 'authenticating',
        busy: isSubmitting ? 'authenticating' : null,
        problem: null,
        auth: shown && { ...shown, ...expected },
      };
    },
  };
}

function outputDriver(sequence: readonly AuthStep[], output: AuthOutput): AdditionDriver {
  return {
    make: async (addition) => {
      for (const { trigger } of sequence) {
        const { auth } = addition.addInFlight() ?? {};
        addition.progress.isAskedAgain = auth !== undefined && auth.session === undefined;
        if (output.type === 'interrupted') addition.carryOut();
        await take(addition, trigger);
      }
      if (output.type === 'interrupted') await addition.harness.loseAbandoned();
      noteOutput(addition, output);
    },
    shows: (_, addition) => showsOutput(addition, output),
  };
}

function noteOutput(addition: Addition, output: AuthOutput): void {
  const { progress } = addition;
  if (output.type === 'interrupted') addition.undoAuth();
  if (output.type === 'cancelled') addition.dropAuth();
  if (output.type === 'refused') notePollRefusal(addition, output.problem.code);
  if (output.type === 'settled') progress.isPollInFlight = false;
}

/** A refusal about the validation means that the token no longer counts. */
export function notePollRefusal(addition: Addition, code: string): void {
  const { progress } = addition;
  if (code === 'notValidated' || code === 'sessionExpired') progress.isTokenAccepted = false;
  if (code === 'inUse') progress.isAddressRefused = true;
}

function showsOutput(addition: Addition, output: AuthOutput): Partial<AdditionScreen> {
  switch (output.type) {
    case 'settled':
      return { step: 'added', busy: null, output: 'added' };
    case 'cancelled':
      return addition.waiting(null);
    case 'interrupted':
      return { step: addition.proof, busy: 'reconciling', problem: null };
    case 'refused':
      return showsRefusal(addition, output.problem.code);
  }
}

/** What the user sees after `/add` was refused. */
export function showsRefusal(
  addition: Addition,
  code: NonNullable<AdditionScreen['problem']>,
): Partial<AdditionScreen> {
  const { medium, progress, proof } = addition;
  if (progress.isAddedElsewhere) return { step: 'added', busy: null, output: 'added' };
  if (['network', 'timeout', 'unexpected', 'inUse'].includes(code)) {
    return { step: proof, busy: 'reconciling', problem: code };
  }
  const isTextLost = medium === 'msisdn' && code === 'notValidated';
  return addition.waiting(isTextLost ? 'sessionExpired' : code);
}
