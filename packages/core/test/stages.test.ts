import { describe, expect, it } from 'vitest';
import type { AuthRequired, Challenge } from '../src/homeserver/homeserver.ts';
import {
  advance,
  hasPage,
  isAttempted,
  isFlowComplete,
  needsNoInput,
  nextStage,
  nextStages,
  type AuthProgress,
} from '../src/interactive-auth/stages.ts';
import { Secret } from '../src/secret.ts';

const PASSWORD = 'm.login.password';
const SSO = 'm.login.sso';
const TERMS = 'm.login.terms';
const DUMMY = 'm.login.dummy';
const OAUTH = 'm.oauth';

const one = new Secret('session 1');
const other = new Secret('session 2');

function progress(of: Partial<AuthProgress> = {}): AuthProgress {
  return {
    session: one,
    flows: [[PASSWORD], [SSO]],
    completed: [],
    params: {},
    stage: null,
    mayBelongToOtherUser: false,
    isComplete: false,
    ...of,
  };
}

function challenge(of: Partial<Challenge> = {}, stageFailed = false): AuthRequired {
  const { session, flows, completed, params } = progress();
  return {
    type: 'authRequired',
    challenge: { session, flows, completed, params, ...of },
    stageFailed,
  };
}

describe('advance', () => {
  it('starts without a stage', () => {
    expect(advance(null, challenge())).toEqual(progress());
    expect(advance(null, challenge({ session: null, completed: null }))).toEqual(
      progress({ session: null }),
    );
  });

  it.each([
    ['adopts the session of the latest 401', one, other, other],
    ['keeps the session if the 401 has none', one, null, one],
    ['takes the session of the first 401 that has one', null, one, one],
  ])('%s', (_, before, latest, session) => {
    expect(advance(progress({ session: before }), challenge({ session: latest })).session).toBe(
      session,
    );
  });

  it.each([
    ['says what is completed', one, [TERMS], [TERMS]],
    ['says that nothing is completed any more', one, [], []],
    ['does not say it, in the same session', one, null, [SSO]],
    ['does not say it, in a new session', other, null, []],
  ])('counts the completed stages if the 401 %s', (_, session, completed, expected) => {
    const before = progress({ completed: [SSO] });
    expect(advance(before, challenge({ session, completed })).completed).toEqual(expected);
  });

  it.each([
    ['keeps it in the same session', { stage: SSO }, challenge(), SSO],
    [
      'keeps it without any session',
      { stage: PASSWORD, session: null },
      challenge({ session: null }),
      PASSWORD,
    ],
    [
      'keeps it in a new session after a wrong proof',
      { stage: SSO },
      challenge({ session: other }, true),
      SSO,
    ],
    ['drops it in a new session', { stage: SSO }, challenge({ session: other }), null],
    [
      'drops it if it is completed',
      { stage: SSO },
      challenge({ completed: [SSO], flows: [[SSO, TERMS]] }),
      null,
    ],
    ['drops it if it is not offered', { stage: SSO }, challenge({ flows: [[TERMS]] }), null],
    ['has none to keep', {}, challenge(), null],
  ])('%s: the stage that was attempted last', (_, before, response, expected) => {
    expect(advance(progress(before), response).stage).toBe(expected);
  });

  it('replaces flows and parameters', () => {
    const flows = [[TERMS]];
    const params = { [TERMS]: { policies: {} } };
    const after = advance(progress({ params: { [SSO]: {} } }), challenge({ flows, params }));
    expect(after).toMatchObject({ flows, params });
  });

  it('forgets that the flow was complete, and remembers that it may belong to another user', () => {
    const before = progress({ isComplete: true, mayBelongToOtherUser: true });
    expect(advance(before, challenge())).toMatchObject({
      isComplete: false,
      mayBelongToOtherUser: true,
    });
  });
});

describe('the next stages', () => {
  const cases: readonly [string, Partial<AuthProgress>, readonly string[]][] = [
    [
      'one of each flow',
      {
        flows: [
          [TERMS, PASSWORD],
          [SSO, TERMS],
        ],
      },
      [SSO, TERMS],
    ],
    ['the password first', { flows: [['a'], [PASSWORD], [SSO]] }, [PASSWORD, 'a', SSO]],
    ['each only once', { flows: [[SSO], [SSO, TERMS]] }, [SSO]],
    ['the first that is not completed', { flows: [[SSO, TERMS]], completed: [SSO] }, [TERMS]],
    [
      'only those of started flows',
      { flows: [[SSO, TERMS], [PASSWORD]], completed: [SSO] },
      [TERMS],
    ],
    ['of any flow if none contains what is completed', { completed: ['a'] }, [PASSWORD, SSO]],
    [
      'of any flow after m.login.dummy',
      { flows: [[DUMMY, SSO], [PASSWORD]], completed: [DUMMY] },
      [PASSWORD, SSO],
    ],
    ['nothing after a complete flow', { flows: [[SSO]], completed: [SSO] }, []],
    ['only the password without a session', { session: null }, [PASSWORD]],
    [
      'all without a session and a password',
      { session: null, flows: [[SSO], [TERMS]] },
      [SSO, TERMS],
    ],
    ['nothing without flows', { flows: [] }, []],
    ['nothing of an empty flow', { flows: [[], [PASSWORD]] }, [PASSWORD]],
  ];

  it.each(cases)('are %s', (_, of, expected) => {
    expect(nextStages(progress(of))).toEqual(expected);
  });
});

describe('the next stage', () => {
  const cases: readonly [string, AuthProgress | null, string | null][] = [
    ['none before a challenge', null, null],
    ['none if the user has to choose', progress(), null],
    ['the chosen one', progress({ stage: SSO }), SSO],
    ['the only one', progress({ flows: [[TERMS]] }), TERMS],
    [
      'm.login.dummy before any other',
      progress({ flows: [[PASSWORD], [DUMMY]], stage: PASSWORD }),
      DUMMY,
    ],
    ['none if the chosen one is not offered', progress({ stage: TERMS }), null],
    [
      'none after a complete flow',
      progress({ flows: [[SSO]], completed: [SSO], stage: SSO }),
      null,
    ],
  ];

  it.each(cases)('is %s', (_, auth, expected) => {
    expect(nextStage(auth)).toBe(expected);
  });
});

describe('needsNoInput', () => {
  const cases: readonly [string, AuthProgress | null, boolean][] = [
    ['no challenge', null, false],
    ['a password', progress(), false],
    ['m.login.dummy alone', progress({ flows: [[DUMMY]] }), true],
    ['m.login.dummy as another flow', progress({ flows: [[PASSWORD], [DUMMY]] }), true],
    ['m.login.dummy last', progress({ flows: [[SSO, DUMMY]], completed: [SSO] }), true],
    ['m.login.dummy later', progress({ flows: [[SSO, DUMMY]] }), false],
    ['a completed flow', progress({ completed: [SSO] }), true],
    ['a flow without stages', progress({ flows: [[]] }), true],
    ['no flow', progress({ flows: [] }), false],
  ];

  it.each(cases)('for %s', (_, auth, expected) => {
    expect(needsNoInput(auth)).toBe(expected);
  });
});

describe('isFlowComplete', () => {
  const cases: readonly [string, Partial<AuthProgress>, boolean][] = [
    [
      'every stage of one flow',
      { flows: [[PASSWORD], [SSO, TERMS]], completed: [TERMS, SSO] },
      true,
    ],
    ['some stages of a flow', { flows: [[SSO, TERMS]], completed: [SSO] }, false],
    [
      'stages of several flows',
      {
        flows: [
          [SSO, TERMS],
          [PASSWORD, 'a'],
        ],
        completed: [SSO, 'a'],
      },
      false,
    ],
    ['no stage', {}, false],
  ];

  it.each(cases)('after %s', (_, of, expected) => {
    expect(isFlowComplete(progress(of))).toBe(expected);
  });
});

describe('isAttempted', () => {
  const cases: readonly [string, AuthProgress | null, boolean][] = [
    ['before a challenge', null, false],
    ['without a stage', progress(), false],
    ['for a page', progress({ stage: SSO }), true],
    ['for a password, which is entered again', progress({ stage: PASSWORD }), false],
    [
      'for a stage that is not next',
      progress({ stage: SSO, completed: [SSO], flows: [[SSO, TERMS]] }),
      false,
    ],
  ];

  it.each(cases)('%s', (_, auth, expected) => {
    expect(isAttempted(auth)).toBe(expected);
  });
});

describe('hasPage', () => {
  const url = 'https://auth.example.org/account';
  const cases: readonly [string, Partial<AuthProgress>, string, boolean][] = [
    ['a stage with a session', {}, SSO, true],
    ['a stage without a session', { session: null }, SSO, false],
    ['m.oauth with a URL', { params: { [OAUTH]: { url } } }, OAUTH, true],
    [
      'm.oauth with a URL without a session',
      { session: null, params: { [OAUTH]: { url } } },
      OAUTH,
      false,
    ],
    ['m.oauth without a URL', {}, OAUTH, false],
    ['m.oauth with a URL of another stage', { params: { [SSO]: { url } } }, OAUTH, false],
    [
      'm.oauth with an unsafe URL',
      { params: { [OAUTH]: { url: 'javascript:alert(1)' } } },
      OAUTH,
      false,
    ],
    [
      'another stage with an unsafe URL',
      { params: { [SSO]: { url: 'javascript:alert(1)' } } },
      SSO,
      true,
    ],
    ['a stage called `constructor`', {}, 'constructor', true],
  ];

  it.each(cases)('for %s', (_, of, stage, expected) => {
    expect(hasPage(progress(of), stage)).toBe(expected);
  });
});
