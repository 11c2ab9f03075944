import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, setup } from 'xstate';
import {
  distances,
  endingsOf,
  pathsOf,
  sizeOf,
  transitionsIn,
  transitionsOf,
  unreachedStates,
  walk,
  type PathModel,
} from '../../src/paths/index.ts';

type Reply = 'come in' | 'go away';

/** A visitor at a door. */
const visit = setup({
  types: {
    events: {} as { type: 'bell.ring'; isHeard: boolean } | { type: 'visit.end' },
    output: {} as string,
  },
  actors: { reply: fromPromise<Reply, 'ding'>(async () => 'come in') },
  actions: { frown: () => undefined },
  delays: { patience: 60_000 },
  guards: {
    isHeard: ({ event }) => event.type === 'bell.ring' && event.isHeard,
    isWelcome: (_, reply: Reply) => reply === 'come in',
  },
}).createMachine({
  id: 'visit',
  initial: 'arriving',
  states: {
    arriving: { always: 'outside' },
    outside: {
      on: {
        'bell.ring': [{ guard: 'isHeard', target: 'waiting' }, { actions: 'frown' }],
        'visit.end': 'gone',
      },
    },
    waiting: {
      invoke: {
        id: 'reply',
        src: 'reply',
        input: 'ding',
        onDone: [
          { guard: { type: 'isWelcome', params: ({ event }) => event.output }, target: 'inside' },
          { target: 'gone' },
        ],
        onError: 'outside',
      },
      after: { patience: 'gone' },
    },
    inside: {},
    gone: { type: 'final' },
    upstairs: {},
  },
  output: 'was there',
});

const model: PathModel<typeof visit, string> = {
  input: undefined,
  events: [
    { name: 'ring', event: { type: 'bell.ring', isHeard: true }, driver: 'hard' },
    { name: 'ring in vain', event: { type: 'bell.ring', isHeard: false }, driver: 'softly' },
    { name: 'leave', event: { type: 'visit.end' }, driver: 'by the stairs' },
  ],
  outputs: {
    reply: (input) => [
      { name: `${input} → come in`, output: 'come in', driver: 'at home' },
      { name: 'go away', output: 'go away', driver: 'a stranger' },
    ],
  },
};

const paths = pathsOf(visit, model);

function refuse(): never {
  throw new Error('no manners');
}

describe('the paths of a machine', () => {
  it('take each trigger once in each place', () => {
    expect(paths.map(({ name }) => name)).toEqual([
      'ring in vain',
      'leave',
      'ring → ding → come in',
      'ring → go away',
      'ring → reply fails',
      'ring → after patience',
    ]);
  });

  it('say where each step leads, and what a machine ends with', () => {
    expect(paths[3]?.steps).toMatchObject([
      { trigger: { kind: 'event', driver: 'hard' }, to: { value: 'waiting' } },
      { trigger: { kind: 'output', actor: 'reply' }, from: { value: 'waiting' } },
    ]);
    expect(endingsOf(paths)).toEqual([{ output: 'was there', path: paths[1] }]);
  });

  it('throw if an event has no case', () => {
    const events = model.events.slice(0, 2);
    expect(() => pathsOf(visit, { ...model, events })).toThrow('No case for visit.end');
  });

  it('throw if an actor has no output cases', () => {
    expect(() => pathsOf(visit, { ...model, outputs: {} })).toThrow('reply has no output cases');
  });

  it('throw if two triggers have one name', () => {
    const events = model.events.map((each) => ({ ...each, name: 'ring' }));
    expect(() => pathsOf(visit, { ...model, events })).toThrow('are called ring');
  });

  it('throw if the machine throws, and say where', () => {
    const rude = visit.provide({ guards: { isWelcome: refuse } });
    expect(() => pathsOf(rude, model)).toThrow('throws at ding → come in, from "waiting"');
  });

  it('show which states cannot be reached, and from which no end can', () => {
    expect(unreachedStates(visit, paths)).toEqual(['visit.upstairs']);
    const ways = distances(paths, { isEnd: ({ isFinal }) => isFinal });
    const byState = [...ways].map(([{ value }, steps]) => [value, steps]);
    expect(Object.fromEntries(byState)).toEqual({
      outside: 1,
      waiting: 1,
      inside: Infinity,
      gone: 0,
    });
    const withoutHelp = distances(paths, {
      isEnd: ({ value }) => value === 'inside',
      isAllowed: ({ trigger }) => trigger.kind === 'event',
    });
    expect([...withoutHelp].filter(([, steps]) => steps < Infinity)).toHaveLength(1);
  });
});

/** A doorman who asks a host, and follows what the host does. */
const hosting = setup({
  types: { events: {} as { type: 'door.knock' } },
  guards: {
    isAwake: (_, host: { hasTag: (tag: 'awake') => boolean }) => host.hasTag('awake'),
  },
  actors: {
    host: setup({ types: { tags: {} as 'awake', input: {} as { isUp: boolean } } }).createMachine({
      initial: 'asleep',
      states: { asleep: {}, awake: { tags: 'awake' }, gone: { type: 'final' } },
    }),
  },
}).createMachine({
  id: 'hosting',
  initial: 'closed',
  states: {
    closed: { on: { 'door.knock': 'asking' } },
    asking: {
      initial: 'waiting',
      invoke: {
        id: 'host',
        src: 'host',
        input: { isUp: false },
        onSnapshot: {
          guard: { type: 'isAwake', params: ({ event }) => event.snapshot },
          target: '.greeting',
        },
        onDone: 'closed',
      },
      states: { waiting: {}, greeting: {} },
    },
  },
});

describe('the paths of a machine that follows a child', () => {
  const hostPaths = pathsOf(hosting, {
    input: undefined,
    isPossible: (_, { name }) => name !== 'host leaves in vain',
    events: [{ name: 'knock', event: { type: 'door.knock' }, driver: null }],
    outputs: {
      host: () => [
        { name: 'host leaves', output: undefined, driver: null },
        { name: 'host leaves in vain', output: undefined, driver: null },
      ],
    },
    snapshots: {
      host: () => [
        { name: 'host wakes', snapshot: { hasTag: (tag) => tag === 'awake' }, driver: null },
        { name: 'host sleeps', snapshot: { hasTag: () => false }, driver: null },
      ],
    },
  });

  it('take each report that changes something, and each possible output', () => {
    expect(hostPaths.map(({ name }) => name)).toEqual([
      'knock → host leaves',
      'knock → host wakes → host wakes',
      'knock → host wakes → host leaves',
    ]);
  });
});

describe('the transitions of a machine', () => {
  it('are named by their source, event and target', () => {
    expect(transitionsOf(visit)).toEqual([
      'visit.arriving: always → visit.outside',
      'visit.outside: bell.ring (1) → visit.waiting',
      'visit.outside: bell.ring (2) → itself',
      'visit.outside: visit.end → visit.gone',
      'visit.waiting: done.actor.reply (1) → visit.inside',
      'visit.waiting: done.actor.reply (2) → visit.gone',
      'visit.waiting: error.actor.reply → visit.outside',
      'visit.waiting: after.patience → visit.gone',
    ]);
  });

  it('are counted with the states', () => {
    expect(sizeOf(visit)).toEqual({ topLevelStates: 6, states: 6, transitions: 8 });
  });

  it('are reported under the same names when an actor takes them', () => {
    const taken: string[] = [];
    const inspect = (event: Parameters<typeof transitionsIn>[0]) => {
      taken.push(...transitionsIn(event));
    };
    const actor = createActor(visit.provide({}), { inspect }).start();
    actor.send({ type: 'bell.ring', isHeard: false });
    actor.send({ type: 'visit.end' });
    expect(taken).toEqual([
      'visit.arriving: always → visit.outside',
      'visit.outside: bell.ring (2) → itself',
      'visit.outside: visit.end → visit.gone',
    ]);
  });
});

describe('a walk', () => {
  const path = paths.find(({ name }) => name === 'ring → go away') ?? { name: '', steps: [] };

  it('takes the steps in order', async () => {
    const names: string[] = [];
    let value = 'outside';
    await walk(path, {
      value: () => value,
      take: async ({ trigger, to }) => {
        names.push(trigger.name);
        value = String(to.value);
      },
    });
    expect(names).toEqual(['ring', 'go away']);
  });

  it('rejects if the actor is in another state, and says which', async () => {
    const walked = walk(path, { value: () => 'waiting', take: async () => undefined });
    await expect(walked).rejects.toThrow(
      'after ring → go away, from waiting: in waiting instead of gone',
    );
  });

  it('rejects if the walker rejects a step, and says which and why', async () => {
    const why = new Error('the bell is broken');
    const walked = walk(path, { value: () => 'outside', take: () => Promise.reject(why) });
    await expect(walked).rejects.toMatchObject({
      message: 'after ring, from outside',
      cause: why,
    });
  });
});
