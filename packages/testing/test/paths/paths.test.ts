import { describe, expect, it } from 'vitest';
import { createActor, fromPromise, setup } from 'xstate';
import {
  distances,
  endingsOf,
  pathsOf,
  transitionsIn,
  transitionsOf,
  unreachedStates,
  walk,
  type Circumstances,
} from '../../src/paths/index.ts';

type Reply = 'come in' | 'go away';

/** Somebody at a door. */
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

const circumstances: Circumstances<typeof visit, string> = {
  input: undefined,
  events: [
    { name: 'ring', event: { type: 'bell.ring', isHeard: true }, real: 'hard' },
    { name: 'ring in vain', event: { type: 'bell.ring', isHeard: false }, real: 'softly' },
    { name: 'leave', event: { type: 'visit.end' }, real: 'by the stairs' },
  ],
  answers: {
    reply: (asked) => [
      { name: `${asked} → come in`, output: 'come in', real: 'somebody is there' },
      { name: 'go away', output: 'go away', real: 'nobody they know' },
    ],
  },
};

const paths = pathsOf(visit, circumstances);

function refuse(): never {
  throw new Error('no manners');
}

describe('the paths of a machine', () => {
  it('try everything that may happen, each once, and tell it', () => {
    expect(paths.map(({ name }) => name)).toEqual([
      'ring in vain',
      'leave',
      'ring → ding → come in',
      'ring → go away',
      'ring → reply fails',
      'ring → after patience',
    ]);
  });

  it('know where each step leads, and what is passed on the way', () => {
    expect(paths[3]?.steps).toMatchObject([
      { happening: { kind: 'event', real: 'hard' }, to: { value: 'waiting' } },
      { happening: { kind: 'answer', actor: 'reply' }, from: { value: 'waiting' } },
    ]);
    expect(endingsOf(paths)).toEqual([{ output: 'was there', path: paths[1] }]);
  });

  it('are refused where an event has no case', () => {
    const events = circumstances.events.slice(0, 2);
    expect(() => pathsOf(visit, { ...circumstances, events })).toThrow('No case for visit.end');
  });

  it('are refused where an actor has no answers', () => {
    expect(() => pathsOf(visit, { ...circumstances, answers: {} })).toThrow('reply has no answers');
  });

  it('are refused where two things have one name', () => {
    const events = circumstances.events.map((each) => ({ ...each, name: 'ring' }));
    expect(() => pathsOf(visit, { ...circumstances, events })).toThrow('are called ring');
  });

  it('are refused where the machine throws, and say where', () => {
    const rude = visit.provide({ guards: { isWelcome: refuse } });
    expect(() => pathsOf(rude, circumstances)).toThrow('ding → come in, from "waiting": it throws');
  });

  it('show what is out of reach, and from where there is no end', () => {
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
      isAllowed: ({ happening }) => happening.kind === 'event',
    });
    expect([...withoutHelp].filter(([, steps]) => steps < Infinity)).toHaveLength(1);
  });
});

describe('the transitions of a machine', () => {
  it('are named by where they are, what takes them, and where they lead', () => {
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

  it('are seen when an actor takes them, under the same names', () => {
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

  it('takes one step after the other', async () => {
    const told: string[] = [];
    let value = 'outside';
    await walk(path, {
      value: () => value,
      take: async ({ happening, to }) => {
        told.push(happening.name);
        value = String(to.value);
      },
    });
    expect(told).toEqual(['ring', 'go away']);
  });

  it('ends where the actor is somewhere else, and says where', async () => {
    const walked = walk(path, { value: () => 'waiting', take: async () => undefined });
    await expect(walked).rejects.toThrow(
      'after ring → go away, from waiting: in waiting instead of gone',
    );
  });

  it('ends where a step is not accepted, and says which and why', async () => {
    const why = new Error('the bell is broken');
    const walked = walk(path, { value: () => 'outside', take: () => Promise.reject(why) });
    await expect(walked).rejects.toMatchObject({
      message: 'after ring, from outside',
      cause: why,
    });
  });
});
